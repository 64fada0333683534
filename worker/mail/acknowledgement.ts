import type { Acknowledgement } from '../companies/acknowledgement.ts';
import { findInvitation } from '../companies/store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * A colleague's own copy of the agreement that covers them, with what they acknowledged and who accepted it.
 *
 * @returns the mail, or null where nothing was acknowledged
 */
export async function composeAcknowledgement({ db, config, row }: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(db, row.subject_id);
  if (!invitation?.evidence) return null;
  const evidence = JSON.parse(invitation.evidence) as Acknowledgement;
  const { nda, colleague, acceptedBy } = evidence;
  const text = content.nda.versions.find(({ sha256 }) => sha256 === nda.sha256);
  const report = reportOf(evidence.report);
  if (!text || !report) return null;
  return {
    subject: `Your copy of the NDA with ${content.company.name}`,
    parts: [
      {
        kind: 'text',
        text: `You acknowledged that the agreement below covers you for “${report.title}”. Keep this mail: it is your copy.`,
      },
      {
        kind: 'facts',
        facts: [
          ['Agreement', `${content.nda.title}, version ${nda.version}, in force since ${nda.effective}`],
          ['SHA-256 of its text', nda.sha256],
          ['The exact text', new URL(nda.path, config.ORIGIN).href],
          ['Accepted (UTC)', `${acceptedBy.at}, by ${acceptedBy.name}, for ${acceptedBy.company}`],
          ['With', evidence.counterparty],
          ['Acknowledged (UTC)', evidence.acknowledgedAt],
          ['By', colleague.name],
          ['You ticked', evidence.shown.acknowledge],
          ['And pressed', evidence.shown.button],
          ['Number', evidence.invitation],
        ],
      },
      { kind: 'action', label: 'The report', href: accessPage(config, report.id) },
      {
        kind: 'document',
        text: text.markdown,
        html: text.html.replaceAll('href="/', `href="${config.ORIGIN}/`),
      },
    ],
    because: 'You get this mail because you acknowledged this agreement.',
  };
}
