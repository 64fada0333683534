import type { Context } from 'hono';
import type { App } from '../app.ts';
import { content } from '../content.ts';
import { clearCookie, clearedCookie, cookieValues, setCookie } from '../cookie.ts';
import { eventIfChanged } from '../events.ts';
import { Failure } from '../problem.ts';
import { hashOf, newToken } from '../random.ts';
import { isStrong } from './strength.ts';

/**
 * Sessions live in D1 under the hash of a random id that only the browser holds; ending one is deleting its row, and a
 * copied cookie is then worth nothing. The id is made anew at every login.
 */

export type Kind = 'customer' | 'prospect' | 'staff';

/** Who is signed in. */
export interface Session {
  readonly idHash: string;
  readonly kind: Kind;
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly company: string;
    readonly address: string | null;
  };
  /** Claims of the ID token that rules look at, such as a staff member's groups. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

const COOKIE = '__Host-session';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Idle and absolute limits: a session ends at whichever comes first. */
const SESSION_LIMITS: Readonly<Record<Kind, { idle: number; absolute: number }>> = {
  customer: { idle: 2 * HOUR, absolute: 12 * HOUR },
  prospect: { idle: 2 * HOUR, absolute: 12 * HOUR },
  staff: { idle: 30 * MINUTE, absolute: 8 * HOUR },
};

const TOUCH_INTERVAL = MINUTE;

/** A sign-in that is about to become a session. */
export interface NewSession {
  readonly personId: string;
  readonly kind: Kind;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What an identity provider said, where one was asked. */
  readonly provider?: ProviderSession;
  /** The state of the OIDC sign-in that this ends: it works once. */
  readonly loginState?: string;
}

/** A session at an identity provider, as its ID token names it: when that ends, ours does. */
interface ProviderSession {
  readonly issuer: string;
  readonly subject: string;
  /** Where the provider names its sessions. */
  readonly sid: string | null;
  /** Of the ID token, in milliseconds. */
  readonly issuedAt: number;
}

/**
 * Signs a person in: ends the session this browser had, if any, and starts a new one under a new id. All or nothing, and
 * nothing at all where the sign-in was used before, or where the browser or the identity provider signed out while it was
 * under way.
 *
 * @param c - the request's context; the cookie is set on its response
 * @param login - whose session it is, and what the identity provider said
 * @throws Failure conflict where no session was started
 */
export async function startSession(c: Context<App>, login: NewSession): Promise<void> {
  const { db, now, session: old } = c.var;
  const token = newToken();
  const idHash = await hashOf(token);
  const stateHash = login.loginState === undefined ? null : await hashOf(login.loginState);
  const [, started] = await db.batch([
    db
      .prepare(
        `INSERT INTO logins (state_hash, session_hash, used_at) SELECT ?1, ?2, ?3 WHERE ?1 IS NOT NULL
         ON CONFLICT (state_hash) DO NOTHING`,
      )
      .bind(stateHash, idHash, now),
    db
      .prepare(
        `INSERT INTO sessions (id_hash, person_id, kind, replaces, idp_sid, claims, created_at, seen_at, expires_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8
         WHERE (?9 IS NULL OR EXISTS (SELECT 1 FROM logins WHERE state_hash = ?9 AND session_hash = ?1))
           AND (?4 IS NULL OR EXISTS (SELECT 1 FROM sessions WHERE id_hash = ?4))
           AND NOT EXISTS (
             SELECT 1 FROM provider_logouts WHERE issuer = ?10 AND kind = ?3 AND sid = ?5
               AND (subject IS NULL OR subject = ?11))
           AND NOT EXISTS (
             SELECT 1 FROM provider_logouts WHERE issuer = ?10 AND kind = ?3 AND subject = ?11
               AND (sid IS NULL OR ?5 IS NULL) AND issued_at >= ?12)`,
      )
      .bind(
        idHash,
        login.personId,
        login.kind,
        old?.idHash ?? null,
        login.provider?.sid ?? null,
        JSON.stringify(login.claims ?? {}),
        now,
        now + SESSION_LIMITS[login.kind].absolute,
        stateHash,
        login.provider?.issuer ?? null,
        login.provider?.subject ?? null,
        login.provider?.issuedAt ?? null,
      ),
    eventIfChanged(db, {
      at: now,
      type: 'session.started',
      actor: login.personId,
      object: login.personId,
      detail: { kind: login.kind },
    }),
    db
      .prepare(
        'DELETE FROM sessions WHERE id_hash = ?1 AND EXISTS (SELECT 1 FROM sessions WHERE id_hash = ?2)',
      )
      .bind(old?.idHash ?? null, idHash),
  ]);
  if (started?.meta.changes !== 1) {
    throw new Failure('conflict', {
      cause: 'this sign-in was used before, or somebody signed out meanwhile',
    });
  }
  setCookie(c, COOKIE, token);
}

/**
 * The live session of this request's cookie.
 *
 * @param c - the request's context
 * @returns the session, or null where there is no cookie or its session has ended
 * @throws Failure signed-out where the cookie is ambiguous or malformed; the response then clears it
 */
export async function findSession(c: Context<App>): Promise<Session | null> {
  const token = readToken(c);
  if (token === null) return null;
  const idHash = await hashOf(token);
  const row = await sessionStatement(c.var.db, idHash).first<SessionRow>();
  return row && (await keepAlive(c, idHash, row));
}

/** SQL for the person of a session, in a statement whose parameter ?1 is the session's hash. */
export const PERSON_OF_SESSION = '(SELECT person_id FROM sessions WHERE id_hash = ?1)';

/**
 * SQL that holds while somebody has a session: who signs out everywhere, or has their data deleted, while an act of theirs is under
 * way, is given nothing by it, and nothing of them is written down again.
 *
 * @param person - SQL for the person's id
 */
export const signedIn = (person: string): string =>
  `EXISTS (SELECT 1 FROM sessions WHERE person_id = ${person})`;

/**
 * Like {@link findSession}, and reads something else of the same person at the same moment, in the same journey to the
 * primary.
 *
 * @param c - the request's context
 * @param alongside - makes the other statement out of the session's hash
 * @returns the session, and the other statement's first row; neither without a live session
 */
export async function findSessionWith<Row>(
  c: Context<App>,
  alongside: (idHash: string) => D1PreparedStatement,
): Promise<{ readonly session: Session | null; readonly row: Row | null }> {
  const { db } = c.var;
  const token = readToken(c);
  if (token === null) return { session: null, row: null };
  const idHash = await hashOf(token);
  const [own, other] = await db.batch([sessionStatement(db, idHash), alongside(idHash)]);
  const [row] = (own?.results ?? []) as SessionRow[];
  const session = row ? await keepAlive(c, idHash, row) : null;
  const [found] = (other?.results ?? []) as Row[];
  return { session, row: session && found ? found : null };
}

function sessionStatement(db: D1DatabaseSession, idHash: string): D1PreparedStatement {
  return db
    .prepare(
      `SELECT s.kind, s.claims, s.created_at, s.seen_at, s.expires_at, p.id, p.name, p.company, p.address
       FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.id_hash = ?1`,
    )
    .bind(idHash);
}

interface SessionRow {
  readonly kind: Kind;
  readonly claims: string;
  readonly created_at: number;
  readonly seen_at: number;
  readonly expires_at: number;
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
}

/** Ends a session that is past a limit, or weaker than the rules of today ask of staff, and remembers now and then that one was used. */
async function keepAlive(c: Context<App>, idHash: string, row: SessionRow): Promise<Session | null> {
  const { db, now } = c.var;
  const claims = JSON.parse(row.claims) as Record<string, unknown>;
  const tooWeak = row.kind === 'staff' && !isStrong(content.access.staffSignIn, claims);
  if (tooWeak || now >= row.expires_at || now >= row.seen_at + SESSION_LIMITS[row.kind].idle) {
    await db.prepare('DELETE FROM sessions WHERE id_hash = ?1').bind(idHash).run();
    return null;
  }
  if (now - row.seen_at >= TOUCH_INTERVAL) {
    await db.prepare('UPDATE sessions SET seen_at = ?2 WHERE id_hash = ?1').bind(idHash, now).run();
  }
  return {
    idHash,
    kind: row.kind,
    person: { id: row.id, name: row.name, company: row.company, address: row.address },
    claims,
    createdAt: row.created_at,
  };
}

/**
 * Signs out: deletes the row, clears the cookie, and asks the browser to drop what it kept of us. A sign-in of the same
 * browser that is under way at this moment is ended with it, whichever of the two the database sees first.
 *
 * @param c - the request's context
 * @param loginState - the state of a sign-in under way, if the browser has one
 */
export async function endSession(c: Context<App>, loginState: string | null): Promise<void> {
  const { db, now } = c.var;
  const token = readToken(c);
  const idHash = token === null ? null : await hashOf(token);
  const stateHash = loginState === null ? null : await hashOf(loginState);
  await db.batch([
    db
      .prepare(
        `INSERT INTO logins (state_hash, used_at) SELECT ?1, ?2 WHERE ?1 IS NOT NULL
         ON CONFLICT (state_hash) DO NOTHING`,
      )
      .bind(stateHash, now),
    db
      .prepare(
        `DELETE FROM sessions WHERE id_hash = ?1 OR replaces = ?1
           OR id_hash IN (SELECT session_hash FROM logins WHERE state_hash = ?2)`,
      )
      .bind(idHash, stateHash),
  ]);
  clearCookie(c, COOKIE);
  c.header('Clear-Site-Data', '"cache", "storage"');
}

/** What of a request's context says who is signed in. */
export interface WithSession {
  readonly var: { readonly session: Session | null };
}

/**
 * The session of a request that must have one of the given kind.
 *
 * @throws Failure signed-out without a session, forbidden with one of another kind
 */
export function requireSession(c: WithSession, ...kinds: readonly Kind[]): Session {
  const { session } = c.var;
  if (!session) throw new Failure('signed-out');
  if (kinds.length > 0 && !kinds.includes(session.kind)) throw new Failure('forbidden');
  return session;
}

/**
 * Two tabs, two people: a signed-in form names the person it was made for, and nobody acts as somebody else because the
 * other tab signed in meanwhile.
 *
 * @param session - who is signed in now
 * @param personField - the form's hidden field `person`
 * @throws Failure conflict where they differ
 */
export function requireSamePerson(session: Session, personField: unknown): void {
  if (personField !== session.person.id) {
    throw new Failure('conflict', {
      detail: ({ m }) => m.problem.somebodyElse,
    });
  }
}

/** Two cookies of the name are somebody's attempt to toss one in: neither is believed. */
function readToken(c: Context<App>): string | null {
  const values = cookieValues(c, COOKIE);
  const [value] = values;
  if (value === undefined) return null;
  if (values.length > 1 || !TOKEN.test(value)) {
    throw new Failure('signed-out', { headers: { 'Set-Cookie': clearedCookie(COOKIE) } });
  }
  return value;
}
