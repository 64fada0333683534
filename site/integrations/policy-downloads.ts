import { mkdir, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import content from '../../.generated/public.json' with { type: 'json' };
import { policyArchive } from './policy-archive.ts';
import { readHistories } from './policy-histories.ts';
import { type PolicySet, policyPdf } from './policy-pdf.ts';

/** Writes the whole set of policies as one PDF and as one archive. */
export function policyDownloads(): AstroIntegration {
  return {
    name: 'policy-downloads',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const { company, policies } = content;
        const set = { company, policies, histories: await readHistories() } as unknown as PolicySet;
        await mkdir(new URL('policies/', dir), { recursive: true });
        await writeFile(new URL('policies/policies.pdf', dir), await policyPdf(set));
        const root = new URL('../../', import.meta.url);
        await writeFile(new URL('policies/policies.zip', dir), await policyArchive(set, root));
      },
    },
  };
}
