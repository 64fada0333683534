import { env } from 'cloudflare:workers';
import type { Role } from '../../../worker/console/staff.ts';
import type { Kind } from '../../../worker/login/session.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import type { Browser } from './browser.ts';

/** Somebody whom an identity provider vouched for, as the sign-in leaves them. */
export interface Identity {
  readonly kind: Exclude<Kind, 'prospect'>;
  readonly subject?: string;
  readonly name?: string;
  readonly company?: string;
  readonly address?: string | null;
  /** Whether the provider vouches for the address: it does, unless said otherwise. */
  readonly isVouched?: boolean;
  readonly groups?: readonly string[];
  /** Of staff. */
  readonly roles?: readonly Role[];
}

/**
 * Gives a browser a session, without the identity provider.
 *
 * @returns the person's id
 */
export async function signIn(browser: Browser, identity: Identity): Promise<string> {
  const [personId, token, now] = [newId(), newToken(), Date.now()];
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at, address_unvouched)
       VALUES (?1, ?2, 'https://idp.example', ?3, ?4, ?5, ?6, ?7, ?8)`,
    ).bind(
      personId,
      identity.kind,
      identity.subject ?? personId,
      identity.address === undefined ? `${personId.toLowerCase()}@customer.example` : identity.address,
      identity.name ?? 'Sample Customer',
      identity.company ?? 'Sample Customer Ltd',
      now,
      identity.isVouched === false ? 1 : 0,
    ),
    env.DB.prepare(
      `INSERT INTO sessions (id_hash, person_id, kind, claims, created_at, seen_at, expires_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)`,
    ).bind(
      await hashOf(token),
      personId,
      identity.kind,
      JSON.stringify({ groups: identity.groups ?? [], email_verified: identity.isVouched ?? true }),
      now,
      now + 3_600_000,
    ),
    ...(identity.roles ?? []).map((role) =>
      env.DB.prepare(
        "INSERT INTO staff_roles (person_id, role, given_by, given_at) VALUES (?1, ?2, 'system', ?3)",
      ).bind(personId, role, now),
    ),
  ]);
  browser.cookies.set('__Host-session', token);
  return personId;
}
