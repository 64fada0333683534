import { eventIfChanged } from '../../events.ts';

/** What the console reads of one person. */

/** A person as staff see them. */
export interface PersonFacts {
  readonly id: string;
  readonly kind: 'customer' | 'prospect' | 'staff';
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly address: string | null;
  /** 1 where the identity provider tells it without vouching for it. */
  readonly address_unvouched: number;
  readonly name: string;
  readonly company: string;
  readonly created_at: number;
}

export async function findPerson(db: D1DatabaseSession, id: string): Promise<PersonFacts | null> {
  return await db
    .prepare(
      'SELECT id, kind, issuer, subject, address, address_unvouched, name, company, created_at FROM people WHERE id = ?1',
    )
    .bind(id)
    .first<PersonFacts>();
}

/** Of each part of a person's page the newest; the lists have all of them. */
const MOST = 50;

/** What a person asked for, agreed to, has and took, and where they are signed in: the newest of each. */
export interface PersonHistory {
  readonly grants: readonly {
    readonly id: string;
    readonly report_id: string;
    readonly basis: string;
    readonly copy_id: string;
    readonly starts_at: number;
    readonly expires_at: number;
    readonly revoked_at: number | null;
  }[];
  readonly requests: readonly {
    readonly id: string;
    readonly report_id: string;
    readonly company: string;
    readonly state: string;
    readonly created_at: number;
  }[];
  readonly acceptances: readonly {
    readonly id: string;
    readonly nda_version: string;
    readonly nda_sha256: string;
    readonly accepted_at: number;
    readonly ends_at: number | null;
    readonly ended_by: string | null;
  }[];
  /** Acceptances of colleagues that they were brought in under, and still are. */
  readonly covers: readonly {
    readonly id: string;
    readonly signer: string;
    readonly signer_address: string;
    readonly nda_version: string;
    readonly nda_sha256: string;
    readonly accepted_at: number;
    readonly ends_at: number | null;
    readonly ended_by: string | null;
  }[];
  readonly downloads: readonly {
    readonly id: string;
    readonly report_id: string;
    readonly copy_id: string;
    readonly started_at: number;
    readonly outcome: string | null;
  }[];
  readonly sessions: readonly {
    readonly kind: string;
    readonly created_at: number;
    readonly seen_at: number;
    readonly expires_at: number;
  }[];
}

/** Statements of a person's history, in the order of {@link PersonHistory}. */
export const HISTORY: Readonly<Record<keyof PersonHistory, string>> = {
  grants: `SELECT id, report_id, basis, copy_id, starts_at, expires_at, revoked_at FROM grants
    WHERE person_id = ?1 ORDER BY starts_at DESC LIMIT ${MOST}`,
  requests: `SELECT id, report_id, company, state, created_at FROM requests
    WHERE person_id = ?1 ORDER BY created_at DESC LIMIT ${MOST}`,
  acceptances: `SELECT id, nda_version, nda_sha256, accepted_at, ends_at, ended_by FROM acceptances
    WHERE person_id = ?1 ORDER BY accepted_at DESC LIMIT ${MOST}`,
  covers: `SELECT a.id, a.evidence ->> '$.signer.name' AS signer, a.evidence ->> '$.signer.address' AS signer_address, a.nda_version, a.nda_sha256, a.accepted_at, a.ends_at, a.ended_by
    FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
    WHERE i.person_id = ?1 AND i.joined_at IS NOT NULL AND i.ended_at IS NULL ORDER BY a.accepted_at DESC LIMIT ${MOST}`,
  downloads: `SELECT d.id, g.report_id, g.copy_id, d.started_at, d.outcome
    FROM grants g JOIN downloads d ON d.grant_id = g.id
    WHERE g.person_id = ?1 ORDER BY d.started_at DESC LIMIT ${MOST}`,
  sessions: `SELECT kind, created_at, seen_at, expires_at FROM sessions
    WHERE person_id = ?1 ORDER BY created_at DESC LIMIT ${MOST}`,
};

/** Reads what a person did, at one moment. */
export async function readHistory(db: D1DatabaseSession, personId: string): Promise<PersonHistory> {
  const parts = Object.keys(HISTORY) as (keyof PersonHistory)[];
  const results = await db.batch(parts.map((part) => db.prepare(HISTORY[part]).bind(personId)));
  return Object.fromEntries(
    parts.map((part, index) => [part, results[index]?.results ?? []]),
  ) as unknown as PersonHistory;
}

/** Signs a person out wherever they are signed in. */
export async function endAllSessions(
  db: D1DatabaseSession,
  personId: string,
  actor: string,
  now: number,
): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM sessions WHERE person_id = ?1').bind(personId),
    eventIfChanged(db, {
      at: now,
      type: 'session.ended',
      actor,
      object: personId,
      detail: { all: true },
    }),
  ]);
}
