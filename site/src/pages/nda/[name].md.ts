import type { APIRoute, GetStaticPaths } from 'astro';
import type { NdaVersion } from '../../../../schema/nda.ts';
import { nda } from '../../content.ts';

/** The exact bytes of every version of the agreement. */
export const getStaticPaths: GetStaticPaths = () =>
  nda.versions.map((version) => ({
    params: { name: `${nda.id}-${version.version}` },
    props: { markdown: version.markdown },
  }));

export const GET: APIRoute<Pick<NdaVersion, 'markdown'>> = ({ props }) =>
  new Response(props.markdown, { headers: { 'Content-Type': 'text/markdown; charset=utf-8' } });
