import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBrand, TOKENS_FILE } from './brand.ts';
import { publicView, workerView } from './content.ts';
import { datedControls, policyDates } from './dated-controls.ts';
import { ContentError } from './finding.ts';
import { loadHistory } from './history/load-history.ts';
import { loadSubprocessorChanges } from './history/load-subprocessor-changes.ts';
import { policyNews } from './history/policy-news.ts';
import { loadContent } from './load.ts';
import { sharedDomains } from './shared-domains.ts';

/**
 * Checks `content/` and writes what the builds read: `.generated/content.json` for the Worker, private rules included; for
 * the site, which has no other source, `.generated/public.json`, and what Git knows of policies, other texts and subprocessors
 * in `.generated/policy-history.json`, `.generated/document-history.json` and `.generated/subprocessor-changes.json`; for
 * `schema/check-links.ts` the links that texts make, in `.generated/links.json`; for subscribers the approved versions of
 * policies, in `.generated/policy-news.json`; the company's colours, for pictures and mails,
 * in `.generated/brand.json`; and the domains that are no company's, in `.generated/shared-domains.json`.
 *
 *     node schema/write.ts [ROOT]      ROOT is the folder that holds content/, by default the project's own
 */

const root = process.argv[2] ?? join(import.meta.dirname, '..');
const target = join(root, '.generated');

try {
  const loaded = await loadContent(root);
  const { evidence: _, documents, ...history } = await loadHistory(root, loaded, new Date());
  const reviews = policyDates(history.policies, history.asOf);
  const content = {
    ...loaded,
    controls: datedControls(loaded.controls, 'policies', reviews, loaded.today),
  };
  const { changes, findings, noticeDays } = await loadSubprocessorChanges(root, content);
  if (findings.length > 0) throw new ContentError(findings);
  // A shorter notice is no promise kept before it binds.
  const notice = { ...content.vendorRules.notice, days: noticeDays };
  const shown = { ...content, vendorRules: { ...content.vendorRules, notice } };
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'content.json'), `${JSON.stringify(workerView(content), null, 1)}\n`);
  await writeFile(join(target, 'policy-history.json'), `${JSON.stringify(history)}\n`);
  await writeFile(
    join(target, 'policy-news.json'),
    `${JSON.stringify(policyNews(history.policies), null, 1)}\n`,
  );
  await writeFile(join(target, 'document-history.json'), `${JSON.stringify(documents)}\n`);
  await writeFile(join(target, 'subprocessor-changes.json'), `${JSON.stringify(changes, null, 1)}\n`);
  await writeFile(join(target, 'links.json'), `${JSON.stringify(content.links, null, 1)}\n`);
  await writeFile(join(target, 'shared-domains.json'), `${JSON.stringify(sharedDomains())}\n`);
  const tokens = await readFile(join(import.meta.dirname, '..', TOKENS_FILE), 'utf8');
  await writeFile(join(target, 'brand.json'), `${JSON.stringify(readBrand(tokens), null, 1)}\n`);
  await writeFile(join(target, 'public.json'), `${JSON.stringify(publicView(shown), null, 1)}\n`);
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
