import { newId } from '../random.ts';
import type { Identity } from './identity.ts';
import type { Role } from './provider.ts';

/** A person as their session and their mark need them. */
export interface SignedInPerson {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
}

/**
 * The person behind an identity, made at the first sign-in and brought up to date at each: name, company and address are
 * what the provider says today.
 *
 * @param db - primary database session
 * @param role - a customer and a staff member with the same identity are two people
 * @param identity - checked
 * @param now - milliseconds
 */
export async function rememberPerson(
  db: D1DatabaseSession,
  role: Role,
  identity: Identity,
  now: number,
): Promise<SignedInPerson> {
  const { issuer, subject, name, company, address } = identity;
  const unvouched = address !== null && identity.claims.email_verified !== true;
  const row = await db
    .prepare(
      `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at, address_unvouched)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
       ON CONFLICT (kind, issuer, subject) WHERE issuer IS NOT NULL
       DO UPDATE SET address = ?5, name = ?6, company = ?7, address_unvouched = ?9,
         words_at = iif(address IS ?5 AND name = ?6 AND company = ?7, words_at, NULL)
       RETURNING id`,
    )
    .bind(newId(), role, issuer, subject, address, name, company, now, unvouched ? 1 : 0)
    .first<{ id: string }>();
  if (!row) throw new Error('the person was neither made nor found');
  return { id: row.id, name, company, address };
}
