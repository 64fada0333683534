import { content } from '../../content.ts';
import { eventIfChanged } from '../../events.ts';
import { queueMailIfChanged } from '../../mail/store.ts';
import { newId } from '../../random.ts';
import { type Act, kindOf, type ProposalKind, readAct, writtenAct } from './act.ts';

/** The table of proposals: acts that wait for a second person, and what became of them. */

export type ProposalState = 'open' | 'approved' | 'done' | 'failed' | 'refused' | 'withdrawn';

/** One proposal. */
export interface Proposal {
  readonly id: string;
  readonly kind: ProposalKind;
  readonly act: Act;
  /** A person's id, or `operator:<token id>`. */
  readonly madeBy: string;
  /** The name behind that, where it is known. */
  readonly madeByName: string | null;
  /** The address behind it: of the person, or of whom the token was made for. */
  readonly madeByAddress: string | null;
  /** Whether the token that it was made with was revoked. */
  readonly tokenRevoked: boolean;
  /** Roles that were taken from its maker since, and that they have not got back. */
  readonly lostRoles: readonly string[];
  readonly madeAt: number;
  readonly state: ProposalState;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: number | null;
  /** What came of it, or why not. */
  readonly outcome: string | null;
}

interface ProposalRow extends Omit<Proposal, 'act' | 'tokenRevoked' | 'lostRoles'> {
  readonly act: string;
  readonly tokenRevoked: number;
  /** JSON. */
  readonly lostRoles: string;
}

/** SQL for proposals with who is behind them, without a WHERE. */
export const PROPOSALS = `
  SELECT o.id, o.kind, o.act, o.made_by AS madeBy, coalesce(m.name, t.name) AS madeByName,
         coalesce(m.address, t.made_for) AS madeByAddress, t.revoked_at IS NOT NULL AS tokenRevoked,
         (SELECT json_group_array(e.detail ->> '$.role') FROM events e
          WHERE e.object = o.made_by AND e.type = 'role.taken' AND e.at >= o.made_at AND NOT EXISTS (
            SELECT 1 FROM staff_roles r WHERE r.person_id = o.made_by AND r.role = e.detail ->> '$.role')) AS lostRoles,
         o.made_at AS madeAt, o.state,
         o.decided_by AS decidedBy, d.name AS decidedByName, o.decided_at AS decidedAt, o.outcome
  FROM proposals o LEFT JOIN people m ON m.id = o.made_by LEFT JOIN people d ON d.id = o.decided_by
  LEFT JOIN operator_tokens t ON t.id = substr(o.made_by, 10) AND o.made_by LIKE 'operator:%'`;

/**
 * Keeps a proposal, once for each id, and once while the same person has the same act open, with the mail that tells staff
 * of it.
 *
 * @param db - primary database session
 * @param proposal - what, and whose
 * @param since - an open one that was made before is out of date, in milliseconds
 * @param now - milliseconds
 * @returns the id of that mail
 */
export async function insertProposal(
  db: D1DatabaseSession,
  proposal: { readonly id: string; readonly act: Act; readonly madeBy: string },
  since: number,
  now: number,
): Promise<string> {
  const kind = kindOf(proposal.act);
  const mail = {
    id: newId(),
    template: 'proposal',
    recipient: content.access.requestsNotify,
    subjectId: proposal.id,
  } as const;
  await db.batch([
    db
      .prepare(
        `INSERT INTO proposals (id, kind, act, made_by, made_at, state) SELECT ?1, ?2, ?3, ?4, ?5, 'open'
         WHERE NOT EXISTS (
           SELECT 1 FROM proposals WHERE state = 'open' AND made_at > ?6 AND act = ?3 AND made_by = ?4)
         ON CONFLICT (id) DO NOTHING`,
      )
      .bind(proposal.id, kind, writtenAct(proposal.act), proposal.madeBy, now, since),
    eventIfChanged(db, {
      at: now,
      type: 'proposal.made',
      actor: proposal.madeBy,
      object: proposal.id,
      detail: { kind, act: proposal.act.act },
    }),
    queueMailIfChanged(db, mail, now),
  ]);
  return mail.id;
}

export async function findProposal(db: D1DatabaseSession, id: string): Promise<Proposal | null> {
  const row = await db.prepare(`${PROPOSALS} WHERE o.id = ?1`).bind(id).first<ProposalRow>();
  return (
    row && {
      ...row,
      act: readAct(row.act),
      tokenRevoked: row.tokenRevoked === 1,
      lostRoles: JSON.parse(row.lostRoles) as string[],
    }
  );
}

/** An open proposal of the same act by the same maker, so that doing it again proposes nothing new. */
export async function findOpenProposal(
  db: D1DatabaseSession,
  act: Act,
  madeBy: string,
  since: number,
): Promise<string | null> {
  const row = await db
    .prepare(
      `SELECT id FROM proposals WHERE state = 'open' AND made_at > ?3 AND act = ?1 AND made_by = ?2
       ORDER BY made_at DESC LIMIT 1`,
    )
    .bind(writtenAct(act), madeBy, since)
    .first<{ id: string }>();
  return row?.id ?? null;
}

/** How many proposals wait for somebody. */
export async function countOpen(db: D1DatabaseSession, since: number): Promise<number> {
  const row = await db
    .prepare("SELECT count(*) AS n FROM proposals WHERE state = 'open' AND made_at > ?1")
    .bind(since)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/**
 * Decides an open proposal; of two who decide at once the first one counts.
 *
 * @returns whether it was open
 */
export async function decideProposal(
  db: D1DatabaseSession,
  id: string,
  decision: 'approved' | 'refused' | 'withdrawn',
  actor: string,
  now: number,
): Promise<boolean> {
  const [decided] = await db.batch([
    db
      .prepare(
        "UPDATE proposals SET state = ?2, decided_by = ?3, decided_at = ?4 WHERE id = ?1 AND state = 'open'",
      )
      .bind(id, decision, actor, now),
    eventIfChanged(db, { at: now, type: `proposal.${decision}`, actor, object: id }),
  ]);
  return decided?.meta.changes === 1;
}

/** Notes what came of an approved proposal. */
export async function settleProposal(
  db: D1DatabaseSession,
  id: string,
  state: 'done' | 'failed',
  outcome: string,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare("UPDATE proposals SET state = ?2, outcome = ?3 WHERE id = ?1 AND state = 'approved'")
      .bind(id, state, outcome),
    eventIfChanged(db, {
      at: now,
      type: state === 'done' ? 'proposal.carried-out' : 'proposal.failed',
      actor: 'system',
      object: id,
    }),
  ]);
}

/** The statement that reminds staff of open proposals that were made in a span of time, each once. */
export function remindOfProposals(
  db: D1DatabaseSession,
  made: { readonly after: number; readonly until: number },
  recipient: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       SELECT lower(hex(randomblob(16))), 'proposal-reminder', ?3, o.id, 'queued', ?4, ?4 FROM proposals o
       WHERE o.state = 'open' AND o.made_at > ?1 AND o.made_at <= ?2
       ON CONFLICT (template, subject_id) DO NOTHING RETURNING id`,
    )
    .bind(made.after, made.until, recipient, now);
}
