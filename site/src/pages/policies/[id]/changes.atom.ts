import type { PolicyHistory } from '../../../../../schema/history/policy-history.ts';
import { policyFeed } from '../../../policies/feeds.ts';
import { all } from '../../../policies/histories.ts';

export function getStaticPaths() {
  return all.map((history) => ({ params: { id: history.id }, props: { history } }));
}

/** What became of one policy, as an Atom feed. */
export function GET({ props }: { props: { history: PolicyHistory } }): Response {
  return new Response(policyFeed(props.history));
}
