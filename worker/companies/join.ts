import { findUsedConfirmation } from '../access/confirmation-store.ts';
import type { Client } from '../access/submit.ts';
import { content } from '../content.ts';
import { findMail, queueMailIfChanged } from '../mail/store.ts';
import { hashOf, newId } from '../random.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { joinStatements, type OpenInvitation } from './store.ts';

/** Who joins. */
export interface Joining {
  readonly personId: string;
  readonly address: string;
  /** As checked: their copy carries it. */
  readonly name: string;
  readonly sessionHash: string;
  readonly client: Client;
  /** What they ticked and pressed. */
  readonly shown: Acknowledgement['shown'];
}

/**
 * Records that a colleague acknowledges the agreement which a signer accepted for their company, and asks for the report
 * in their name; the rules of access then decide about it as about anybody's who is covered. One batch; any number of
 * submits end in one.
 *
 * @param db - primary database session
 * @param invitation - open, and to their confirmed address
 * @param joining - who
 * @param build - the id of the build that showed the page
 * @param now - milliseconds
 * @returns the id of the mail to send; null where it was joined or ended meanwhile
 */
export async function joinCompany(
  db: D1DatabaseSession,
  invitation: OpenInvitation,
  joining: Joining,
  build: string,
  now: number,
): Promise<string | null> {
  const { nda, company } = content;
  const { acceptance } = invitation;
  const { personId, address, name, client } = joining;
  const confirmation = await findUsedConfirmation(db, address);
  const mailed =
    confirmation &&
    (await findMail(db, 'confirmation', confirmation.request_id ?? confirmation.visit_id ?? ''));
  const signed = acceptance.signer;
  const evidence: Acknowledgement = {
    v: 1,
    invitation: invitation.id,
    acceptance: invitation.acceptance_id,
    report: acceptance.report,
    nda: { ...acceptance.nda, shownSha256: await hashOf(nda.html) },
    shown: joining.shown,
    counterparty: company.legalName,
    acceptedBy: { name: signed.name, company: signed.company, at: acceptance.acceptedAt },
    colleague: {
      person: personId,
      name,
      company: signed.company,
      address,
      session: joining.sessionHash,
      ip: client.ip,
      userAgent: client.userAgent,
    },
    confirmation:
      confirmation?.used_at != null && confirmation.used_by !== null
        ? {
            id: confirmation.id,
            by: confirmation.used_by,
            messageId: mailed?.message_id ?? null,
            sentAt: new Date(confirmation.created_at).toISOString(),
            confirmedAt: new Date(confirmation.used_at).toISOString(),
          }
        : null,
    acknowledgedAt: new Date(now).toISOString(),
    build,
  };
  const mail = {
    id: newId(),
    template: 'acknowledgement',
    recipient: address,
    subjectId: invitation.id,
  } as const;
  const joins = joinStatements(
    db,
    invitation,
    { personId, name, company: signed.company, locale: client.locale },
    nda.sha256,
    JSON.stringify(evidence),
    now,
  );
  const results = await db.batch([
    ...joins,
    queueMailIfChanged(db, mail, now),
    db
      .prepare(
        `INSERT INTO requests
           (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at, locale)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, '', 'confirmed', ?7, ?8, ?9, ?9, ?10 WHERE changes() > 0
           AND NOT EXISTS (SELECT 1 FROM requests WHERE person_id = ?3 AND report_id = ?2
                             AND state IN ('confirmed', 'pending') AND company = ?5)
           AND NOT EXISTS (SELECT 1 FROM grants WHERE person_id = ?3 AND report_id = ?2
                             AND revoked_at IS NULL AND expires_at > ?9)`,
      )
      .bind(
        newId(),
        acceptance.report,
        personId,
        name,
        signed.company,
        address,
        client.ip,
        client.userAgent,
        now,
        client.locale,
      ),
  ]);
  return results[joins.length]?.meta.changes === 1 ? mail.id : null;
}
