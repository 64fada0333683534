import { hashOf, newId } from '../random.ts';
import type { ProviderLogout } from './logout-token.ts';

/**
 * Ends the sessions that a provider's logout names. The token works once: what replays it ends nothing that began since.
 * A sign-in that is under way at this moment does not become a session (session.ts).
 *
 * @param db - primary database session
 * @param logout - from a token that was validated
 * @param now - milliseconds
 * @returns whether this was its first use
 */
export async function endProviderSessions(
  db: D1DatabaseSession,
  logout: ProviderLogout,
  now: number,
): Promise<boolean> {
  const { issuer, role, tokenId, subject, sid, issuedAt } = logout;
  const id = newId();
  const tokenHash = await hashOf(JSON.stringify([issuer, role, tokenId]));
  const named = `(${subject === null ? OF_SID : OF_SUBJECT}) AND EXISTS (SELECT 1 FROM provider_logouts WHERE id = ?1)`;
  const [recorded] = await db.batch([
    db
      .prepare(
        `INSERT INTO provider_logouts (token_hash, id, issuer, kind, subject, sid, issued_at, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (token_hash) DO NOTHING`,
      )
      .bind(tokenHash, id, issuer, role, subject, sid, issuedAt, now),
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
         SELECT ?6, 'session.ended', 'system', person_id, json_object('kind', kind, 'by', 'provider')
         FROM sessions WHERE id_hash IN ${named}`,
      )
      .bind(id, issuer, role, subject, sid, now),
    db.prepare(`DELETE FROM sessions WHERE id_hash IN ${named}`).bind(id, issuer, role, subject, sid),
  ]);
  return recorded?.meta.changes === 1;
}

/**
 * Parameters 2 to 5: issuer, kind, subject, provider's session. Where the token names a session, another one of the same
 * person stays; one of which we do not know the provider's session ends too.
 */
const OF_SUBJECT = `SELECT s.id_hash FROM people p JOIN sessions s ON s.person_id = p.id
  WHERE p.kind = ?3 AND p.issuer = ?2 AND p.subject = ?4 AND (?5 IS NULL OR s.idp_sid IS NULL OR s.idp_sid = ?5)`;
const OF_SID = `SELECT s.id_hash FROM sessions s JOIN people p ON p.id = s.person_id
  WHERE s.idp_sid = ?5 AND p.kind = ?3 AND p.issuer = ?2 AND ?4 IS NULL`;
