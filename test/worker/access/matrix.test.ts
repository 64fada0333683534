import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { publish } from '../reports/exit.ts';
import { openBrowser, origin } from './browser.ts';

/** Who may have a gated file: every kind of person, in every state of a grant, by every method, and what must come of it. */

const NOW = Date.now();
const HOUR = 3_600_000;
const REPORT = 'soc2-type2';
const OTHER = 'pentest-letter';

const roles = ['nobody', 'prospect', 'customer', 'staff'] as const;
type Role = (typeof roles)[number];

interface GrantState {
  readonly report: string;
  readonly startsAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly holder: 'own' | 'somebody else';
}
const live: GrantState = {
  report: REPORT,
  startsAt: NOW - HOUR,
  expiresAt: NOW + HOUR,
  revokedAt: null,
  holder: 'own',
};
const states: Record<string, GrantState | null> = {
  none: null,
  live,
  expired: { ...live, expiresAt: NOW - 1 },
  'not begun': { ...live, startsAt: NOW + HOUR },
  revoked: { ...live, revokedAt: NOW - 1 },
  'revoked later': { ...live, revokedAt: NOW + HOUR },
  'for another report': { ...live, report: OTHER },
  'of somebody else': { ...live, holder: 'somebody else' },
};
const sessions = ['live', 'ended', 'idle', 'deleted'] as const;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const;

/** The rule, said a second time. */
function allowed(role: Role, state: string, session: string, method: string): boolean {
  const reader = role === 'prospect' || role === 'customer';
  return reader && state === 'live' && session === 'live' && (method === 'GET' || method === 'HEAD');
}

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  await publish({ bodyLength: 2_000, report: OTHER });
});

async function newPerson(kind: Exclude<Role, 'nobody'>): Promise<string> {
  const id = newId();
  const identity = kind === 'prospect' ? [null, null] : ['https://id.example', id];
  await env.DB.prepare(
    `INSERT INTO people (id, kind, issuer, subject, address, name, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'M', 0)`,
  )
    .bind(id, kind, ...identity, `${id.toLowerCase()}@matrix.example`)
    .run();
  return id;
}

async function grantTo(personId: string, state: GrantState): Promise<void> {
  const copyId = newCopyId(crypto.getRandomValues(new Uint8Array(16)));
  const mark = await composeMark({ name: 'M', company: 'M', address: '', date: '2026-11-24', copyId });
  await env.DB.prepare(
    `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, revoked_at)
     VALUES (?1, ?2, ?3, 'terms', '{}', ?4, ?5, ?6, ?7, ?8)`,
  )
    .bind(
      newId(),
      personId,
      state.report,
      copyId,
      JSON.stringify(mark),
      state.startsAt,
      state.expiresAt,
      state.revokedAt,
    )
    .run();
}

async function signIn(personId: string, kind: string, session: string): Promise<string> {
  const token = newToken();
  if (session === 'deleted') return token;
  await env.DB.prepare(
    `INSERT INTO sessions (id_hash, person_id, kind, claims, created_at, seen_at, expires_at)
     VALUES (?1, ?2, ?3, '{"groups":["trust-staff"]}', 0, ?4, ?5)`,
  )
    .bind(
      await hashOf(token),
      personId,
      kind,
      session === 'idle' ? NOW - 3 * HOUR : NOW,
      session === 'ended' ? NOW - 1 : NOW + HOUR,
    )
    .run();
  return token;
}

describe.each(roles)('A2 P1 %s', (role) => {
  it.each(Object.entries(states))('with a grant: %s', async (state, grant) => {
    for (const session of role === 'nobody' ? ['deleted'] : sessions) {
      const browser = openBrowser();
      const person = await newPerson(role === 'nobody' ? 'prospect' : role);
      if (role !== 'nobody') browser.cookies.set('__Host-session', await signIn(person, role, session));
      if (grant) await grantTo(grant.holder === 'own' ? person : await newPerson('prospect'), grant);
      for (const method of methods) {
        const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await openBrowser().send(method, `/access/${REPORT}/file`, {
          Cookie: cookie,
          Origin: origin,
        });
        const bytes = (await response.arrayBuffer()).byteLength;
        const isFile = response.headers.get('Content-Type') === 'application/pdf';
        const about = `${role}, grant ${state}, session ${session}, ${method}: ${response.status}`;
        expect(isFile, about).toBe(allowed(role, state, session, method));
        expect(response.ok, about).toBe(isFile);
        if (isFile) expect(bytes > 0, about).toBe(method === 'GET');
      }
    }
  });
});
