import { findAcceptance } from '../access/acceptance-store.ts';
import type { Evidence } from '../access/evidence.ts';
import type { Acknowledgement } from '../companies/acknowledgement.ts';
import { findInvitation } from '../companies/store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage, pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/** A line of what was recorded. */
type Fact = readonly [name: string, value: string];

/**
 * The signer's own copy of what they agreed to: the whole text, which version of it, when, as whom, and what it gave.
 * It goes to the address that was confirmed before the text was shown.
 *
 * @returns the mail, or null where there is no such acceptance
 */
export async function composeReceipt(composing: Composing): Promise<Letter | null> {
  const acceptance = await findAcceptance(composing.db, composing.row.subject_id);
  if (!acceptance) return null;
  const evidence = JSON.parse(acceptance.evidence) as Evidence;
  const { signer, grant, shown } = evidence;
  const { receipt, mail } = composing.words.m;
  return copyOfAgreement(composing, evidence, {
    lead: mail.receipt.accepted,
    facts: [
      [receipt.acceptedAtUtc, evidence.acceptedAt],
      [receipt.by, mail.receipt.signer(signer.name, signer.company)],
      [receipt.with, evidence.counterparty],
      [receipt.ticked, shown.consent],
      [receipt.declared, shown.authority],
      [receipt.pressed, shown.button],
      [receipt.acceptance, evidence.acceptance],
      ...(grant
        ? [[receipt.copy, grant.copy] as const, [receipt.until, grant.expiresAt] as const]
        : [[receipt.access, receipt.waits] as const]),
    ],
    button: grant ? mail.receipt.get : mail.receipt.standing,
    because: mail.receipt.because,
  });
}

/**
 * A colleague's own copy of the agreement that covers them, with what they acknowledged and who accepted it.
 *
 * @returns the mail, or null where nothing was acknowledged
 */
export async function composeAcknowledgement(composing: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(composing.db, composing.row.subject_id);
  if (!invitation?.evidence) return null;
  const evidence = JSON.parse(invitation.evidence) as Acknowledgement;
  const { acceptedBy, shown } = evidence;
  const { receipt, mail } = composing.words.m;
  return copyOfAgreement(composing, evidence, {
    lead: mail.receipt.acknowledged,
    facts: [
      [receipt.acceptedAtUtc, receipt.acceptedBy(acceptedBy.at, acceptedBy.name, acceptedBy.company)],
      [receipt.with, evidence.counterparty],
      [receipt.acknowledgedAtUtc, evidence.acknowledgedAt],
      [receipt.by, evidence.colleague.name],
      [receipt.ticked, shown.acknowledge],
      [receipt.pressed, shown.button],
      [receipt.number, evidence.invitation],
    ],
    button: mail.receipt.page,
    because: mail.receipt.becauseAcknowledged,
  });
}

/** A copy of the text that was shown, with what was recorded: both stand as they were, whatever the language of the mail. */
function copyOfAgreement(
  { config, words }: Composing,
  { nda, report: reportId }: Evidence | Acknowledgement,
  about: {
    readonly lead: (report: string) => string;
    readonly facts: readonly Fact[];
    readonly button: string;
    readonly because: string;
  },
): Letter | null {
  const text = content.nda.versions.find(({ sha256 }) => sha256 === nda.sha256);
  const report = reportOf(reportId);
  if (!text || !report) return null;
  const { receipt, mail } = words.m;
  const effective = words.day(Date.parse(nda.effective));
  return {
    subject: mail.receipt.subject(content.company.name),
    parts: [
      { kind: 'text', text: about.lead(report.title) },
      {
        kind: 'facts',
        facts: [
          [receipt.agreement, mail.receipt.inForce(content.nda.title, nda.version, effective)],
          [receipt.hash, nda.sha256],
          [receipt.text, new URL(nda.path, config.ORIGIN).href],
          ...about.facts,
        ],
      },
      { kind: 'action', label: about.button, href: accessPage(config, words, report.id) },
      {
        kind: 'document',
        text: text.markdown,
        locale: nda.locale,
        // Where the text names a page of ours, the mail leads to it too.
        html: text.html.replaceAll(
          /href="(\/[^"]*)"/g,
          (_, path: string) => `href="${pageUrl(config, words, path)}"`,
        ),
      },
    ],
    because: about.because,
  };
}
