import type { Evidence } from '../access/evidence.ts';
import { findAcceptance } from '../access/store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * The signer's own copy of what they agreed to: the whole text, which version of it, when, as whom, and what it gave.
 * It goes to the address that was confirmed before the text was shown.
 *
 * @returns the mail, or null where there is no such acceptance
 */
export async function composeReceipt({ db, config, row }: Composing): Promise<Letter | null> {
  const acceptance = await findAcceptance(db, row.subject_id);
  if (!acceptance) return null;
  const evidence = JSON.parse(acceptance.evidence) as Evidence;
  const { nda, signer, grant } = evidence;
  const text = content.nda.versions.find(({ sha256 }) => sha256 === nda.sha256);
  const report = reportOf(evidence.report);
  if (!text || !report) return null;
  return {
    subject: `Your copy of the NDA with ${content.company.name}`,
    parts: [
      {
        kind: 'text',
        text: `You accepted the agreement below for “${report.title}”. Keep this mail: it is your copy.`,
      },
      {
        kind: 'facts',
        facts: [
          ['Agreement', `${content.nda.title}, version ${nda.version}, in force since ${nda.effective}`],
          ['SHA-256 of its text', nda.sha256],
          ['The exact text', new URL(nda.path, config.ORIGIN).href],
          ['Accepted (UTC)', evidence.acceptedAt],
          ['By', `${signer.name}, for ${signer.company}`],
          ['With', evidence.counterparty],
          ['You ticked', evidence.shown.consent],
          ['And declared', evidence.shown.authority],
          ['And pressed', evidence.shown.button],
          ['Acceptance', evidence.acceptance],
          ...(grant
            ? [['Your copy', grant.copy] as const, ['Access until (UTC)', grant.expiresAt] as const]
            : [['Access', 'a person decides; you will get a mail'] as const]),
        ],
      },
      {
        kind: 'action',
        label: grant ? 'Get the report' : 'See how it stands',
        href: accessPage(config, report.id),
      },
      {
        kind: 'document',
        text: text.markdown,
        // Where the text names a page of ours, the mail leads to it too.
        html: text.html.replaceAll('href="/', `href="${config.ORIGIN}/`),
      },
    ],
    because: 'You get this mail because you accepted this agreement.',
  };
}
