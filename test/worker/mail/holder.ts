import { env } from 'cloudflare:workers';
import { newId } from '../../../worker/random.ts';
import { newAddress } from '../access/prospect.ts';

const DAY = 86_400_000;

/**
 * A person with a grant, written as the tables have it.
 *
 * @param grant - what is not as usual
 * @param address - null for somebody whose provider tells none
 */
export async function holder(
  grant: { readonly expiresAt?: number; readonly revokedAt?: number | null; readonly personId?: string } = {},
  address: string | null = newAddress(),
): Promise<{ grantId: string; personId: string; address: string }> {
  const grantId = newId();
  const personId = grant.personId ?? newId();
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO people (id, kind, issuer, subject, address, name, created_at)
       VALUES (?1, 'customer', 'https://id.example', ?1, ?2, 'Sample Reader', ?3) ON CONFLICT DO NOTHING`,
    ).bind(personId, address, now),
    env.DB.prepare(
      `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, revoked_at)
       VALUES (?1, ?2, 'soc2-type2', 'terms', '{}', ?1, '{}', ?3, ?4, ?5)`,
    ).bind(grantId, personId, now, grant.expiresAt ?? now + DAY, grant.revokedAt ?? null),
  ]);
  return { grantId, personId, address: address ?? '' };
}
