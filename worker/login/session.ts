import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';
import { hashOf, newToken } from '../random.ts';

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
export const SESSION_LIMITS: Readonly<Record<Kind, { idle: number; absolute: number }>> = {
  customer: { idle: 2 * HOUR, absolute: 12 * HOUR },
  prospect: { idle: 2 * HOUR, absolute: 12 * HOUR },
  staff: { idle: 30 * MINUTE, absolute: 8 * HOUR },
};

const TOUCH_INTERVAL = MINUTE;

/**
 * Signs a person in: ends the session this browser had, if any, and starts a new one under a new id.
 *
 * @param c - the request's context; the cookie is set on its response
 * @param login - whose session it is, and what the identity provider said
 */
export async function startSession(
  c: Context<App>,
  login: { personId: string; kind: Kind; claims?: Record<string, unknown>; idpSid?: string },
): Promise<void> {
  const { db, now } = c.var;
  const token = newToken();
  const old = readToken(c);
  const limits = SESSION_LIMITS[login.kind];
  await db.batch([
    db.prepare('DELETE FROM sessions WHERE id_hash = ?1').bind(old ? await hashOf(old) : ''),
    db
      .prepare(
        `INSERT INTO sessions (id_hash, person_id, kind, idp_sid, claims, created_at, seen_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)`,
      )
      .bind(
        await hashOf(token),
        login.personId,
        login.kind,
        login.idpSid ?? null,
        JSON.stringify(login.claims ?? {}),
        now,
        now + limits.absolute,
      ),
  ]);
  setCookie(c, COOKIE, token, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
}

/**
 * The live session of this request's cookie.
 *
 * @param c - the request's context
 * @returns the session, or null where there is no cookie or its session has ended
 * @throws Failure signed-out where the cookie is ambiguous or malformed; the response then clears it
 */
export async function findSession(c: Context<App>): Promise<Session | null> {
  const { db, now } = c.var;
  const token = readToken(c);
  if (token === null) return null;
  const idHash = await hashOf(token);
  const row = await db
    .prepare(
      `SELECT s.kind, s.claims, s.created_at, s.seen_at, s.expires_at, p.id, p.name, p.company, p.address
       FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.id_hash = ?1`,
    )
    .bind(idHash)
    .first<{
      kind: Kind;
      claims: string;
      created_at: number;
      seen_at: number;
      expires_at: number;
      id: string;
      name: string;
      company: string;
      address: string | null;
    }>();
  if (!row) return null;
  if (now >= row.expires_at || now >= row.seen_at + SESSION_LIMITS[row.kind].idle) {
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
    claims: JSON.parse(row.claims) as Record<string, unknown>,
    createdAt: row.created_at,
  };
}

/**
 * Signs out: deletes the row, clears the cookie, and asks the browser to drop what it kept of us.
 *
 * @param c - the request's context
 */
export async function endSession(c: Context<App>): Promise<void> {
  const token = readToken(c);
  if (token)
    await c.var.db
      .prepare('DELETE FROM sessions WHERE id_hash = ?1')
      .bind(await hashOf(token))
      .run();
  c.header('Set-Cookie', CLEARED_COOKIE, { append: true });
  c.header('Clear-Site-Data', '"cache", "storage"');
}

/**
 * The session of a request that must have one of the given kind.
 *
 * @throws Failure signed-out without a session, forbidden with one of another kind
 */
export function requireSession(c: Context<App>, ...kinds: readonly Kind[]): Session {
  const { session } = c.var;
  if (!session) throw new Failure('signed-out');
  if (kinds.length > 0 && !kinds.includes(session.kind)) throw new Failure('forbidden');
  return session;
}

const CLEARED_COOKIE = `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;

/** Two cookies of the name are somebody's attempt to toss one in: neither is believed. */
function readToken(c: Context<App>): string | null {
  const values = (c.req.header('Cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${COOKIE}=`))
    .map((pair) => pair.slice(COOKIE.length + 1));
  if (values.length === 0) return null;
  const [value] = values;
  if (values.length > 1 || value === undefined || !TOKEN.test(value)) {
    throw new Failure('signed-out', { headers: { 'Set-Cookie': CLEARED_COOKIE } });
  }
  return value;
}
