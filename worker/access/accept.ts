import type { Decision } from '../../core/access/decide.ts';
import { content } from '../content.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { type Event, eventIfChanged, eventStatement } from '../events.ts';
import { findMail, queueMailIfChanged } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import { insertAcceptance } from './acceptance-store.ts';
import { termEnds } from './agreement.ts';
import { findUsedConfirmation } from './confirmation-store.ts';
import { draftGrant } from './draft-grant.ts';
import { evidenceOf } from './evidence.ts';
import type { FoundGrant } from './grant.ts';
import { grantForNda, supersedeGrant } from './issue-grant.ts';
import { beganAt } from './renew.ts';
import { type AccessRequest, insertRequest, moveRequest, type RequestState } from './request-store.ts';
import type { Client } from './submit.ts';

/** Who agrees or declines, to what. */
export interface Signer {
  readonly personId: string;
  readonly sessionHash: string;
  readonly client: Client;
  readonly request: AccessRequest;
  /** The grant that an older text stands behind, if this renews one. */
  readonly renews: FoundGrant | null;
}

/**
 * Records that a reader accepts the NDA in force, and gives what follows from it: the grant, or a place in the queue of
 * staff. Acceptance, grant, mail and events are one batch: either all of them exist or none, and any number of submits
 * end in one.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param signer - who accepts; their request belongs to them
 * @param decision - what the rules say of the reader: not a denial
 * @param build - the id of the build that showed the page
 * @param now - milliseconds
 * @returns ids of the mails to send; none where another submit was first
 * @throws Failure storage-unavailable where the batch could not be written
 */
export async function acceptNda(
  env: Env,
  db: D1DatabaseSession,
  signer: Signer,
  decision: Decision,
  build: string,
  now: number,
): Promise<string[]> {
  const { nda, company, access } = content;
  const { personId, renews, client } = signer;
  const request = await renewed(signer.request, nda.sha256, now);
  const acceptanceId = newId();
  const endsAt = termEnds(nda.acceptanceMonths, now);
  const waits = decision.outcome === 'review' && renews === null;
  const grant = waits
    ? null
    : await draftGrant(
        env,
        { id: personId, name: request.name, company: request.company, address: request.address },
        request.report_id,
        {
          basis: renews?.basis ?? 'nda',
          detail: {
            nda: nda.id,
            version: nda.version,
            sha256: nda.sha256,
            renews: renews?.id ?? null,
            ...(renews ? { begun: beganAt(renews) } : {}),
            ...decision.record,
            // Who released it, released it still.
            ...(renews?.basis === 'staff' ? releasedBy(renews) : {}),
          },
          acceptanceId,
          requestId: request.id,
          days: decision.days,
          downloads: decision.downloads ?? undefined,
          // A newer text gives no more than there was: neither time nor downloads.
          notAfter: Math.min(renews?.expiresAt ?? Infinity, endsAt ?? Infinity),
          ...(renews ? { downloads: renews.quota, quotaSince: renews.quotaSince } : {}),
        },
        now,
      );
  const confirmation = await findUsedConfirmation(db, request.address);
  const confirmationMail =
    confirmation &&
    (await findMail(db, 'confirmation', confirmation.request_id ?? confirmation.visit_id ?? ''));
  const evidence = evidenceOf(
    {
      acceptanceId,
      request,
      nda,
      shownSha256: await hashOf(nda.html),
      counterparty: company.legalName,
      personId,
      sessionHash: signer.sessionHash,
      ip: client.ip,
      userAgent: client.userAgent,
      confirmation,
      messageId: confirmationMail?.message_id ?? null,
      build,
      grant,
    },
    now,
  );

  const receipt = {
    id: newId(),
    template: 'receipt',
    recipient: request.address,
    subjectId: acceptanceId,
  } as const;
  const notice = {
    id: newId(),
    template: 'notice',
    recipient: access.requestsNotify,
    subjectId: request.id,
  } as const;
  const results = await writeTwice(db, [
    ...(request === signer.request ? [] : [insertRequest(db, request, renews?.id)]),
    insertAcceptance(
      db,
      { id: acceptanceId, requestId: request.id, personId, nda, evidence: JSON.stringify(evidence), endsAt },
      now,
    ),
    eventIfChanged(db, {
      at: now,
      type: 'nda.accepted',
      actor: personId,
      object: acceptanceId,
      detail: { request: request.id, nda: nda.id, version: nda.version, sha256: nda.sha256 },
    }),
    queueMailIfChanged(db, receipt, now),
    moveRequest(
      db,
      request.id,
      ['confirmed', 'declined'],
      { state: waits ? 'pending' : 'granted', decision },
      now,
      'changes() > 0',
    ),
    ...(waits
      ? [
          eventIfChanged(db, {
            at: now,
            type: 'request.pending',
            actor: personId,
            object: request.id,
            detail: { report: request.report_id, ...decision.record },
          }),
          queueMailIfChanged(db, notice, now),
        ]
      : []),
    ...(grant ? grantForNda(db, grant) : []),
    ...(grant && renews ? supersedeGrant(db, renews, grant) : []),
  ]);
  const inserted = results.some(({ meta }) => meta.changes > 0);
  return inserted ? [receipt.id, ...(waits ? [notice.id] : [])] : [];
}

/**
 * Records that a reader declines. Nothing is given, and they may come back to the page.
 *
 * @param db - primary database session
 * @param signer - who declines
 * @param now - milliseconds
 * @returns whether they declined; not where another submit of the same page agreed first
 */
export async function declineNda(db: D1DatabaseSession, signer: Signer, now: number): Promise<boolean> {
  const { nda } = content;
  const declined = {
    at: now,
    type: 'nda.declined',
    actor: signer.personId,
    object: signer.request.id,
    detail: { nda: nda.id, version: nda.version, sha256: nda.sha256 },
  };
  if (signer.renews) {
    await declineOnce(db, declined).run();
    return true;
  }
  const [, , current] = await db.batch<{ state: RequestState }>([
    moveRequest(db, signer.request.id, ['confirmed'], { state: 'declined' }, now),
    eventIfChanged(db, declined),
    db.prepare('SELECT state FROM requests WHERE id = ?1').bind(signer.request.id),
  ]);
  return current?.results[0]?.state === 'declined';
}

/** The text that a grant stands on is declined once, however often its page is sent: nothing else would say that it was. */
function declineOnce(
  db: D1DatabaseSession,
  { at, type, actor, object, detail }: Event & { readonly detail: { readonly sha256: string } },
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO events (at, type, actor, object, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
         SELECT 1 FROM events WHERE object = ?4 AND type = ?2 AND detail ->> '$.sha256' = ?6)`,
    )
    .bind(at, type, actor, object, JSON.stringify(detail), detail.sha256);
}

/** Tampered pages of one person that the ledger takes: the first few tell the story. */
const TAMPERINGS_IN_LEDGER: Limit = { most: 20, windowMs: 3_600_000 };

/**
 * Records that somebody sent an NDA page that was none of ours.
 *
 * @param db - primary database session
 * @param signer - who sent it
 * @param now - milliseconds
 */
export async function recordTampering(db: D1DatabaseSession, signer: Signer, now: number): Promise<void> {
  if (!(await withinLimit(db, `nda.tampered:${signer.personId}`, TAMPERINGS_IN_LEDGER, now))) return;
  await eventStatement(db, {
    at: now,
    type: 'nda.tampered',
    actor: signer.personId,
    object: signer.request.id,
  }).run();
}

/** Of the basis of a release: by whom, and by what it was held back. */
function releasedBy({ basisDetail }: FoundGrant): Record<string, unknown> {
  const { by, rule, rules } = JSON.parse(basisDetail) as Record<string, unknown>;
  return { by, rule, rules };
}

/** A request bears one acceptance. Where it has one of an older text, a request of the same facts bears the next. */
async function renewed(request: AccessRequest, ndaHash: string, now: number): Promise<AccessRequest> {
  if (request.state !== 'granted') return request;
  const id = (await hashOf(`renewal\n${request.id}\n${ndaHash}`)).slice(0, 32);
  return { ...request, id, state: 'confirmed', created_at: now };
}

/**
 * A batch whose answer was lost may have been written; each statement of ours does nothing the second time, so the
 * second try finds out.
 */
async function writeTwice(db: D1DatabaseSession, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  try {
    return await db.batch(statements);
  } catch {
    try {
      return await db.batch(statements);
    } catch (cause) {
      throw new Failure('storage-unavailable', { cause });
    }
  }
}
