import { createHash, randomBytes } from 'node:crypto';
import { composeMark } from '../core/marks/compose.ts';
import { COPY_ID_BYTES, newCopyId } from '../core/marks/copy-id.ts';

/**
 * Makes a signed-in customer with a grant, past the identity provider: what is measured begins at the session.
 *
 * @param sql - runs a statement in the Worker's database
 * @param report - for which report
 * @returns the headers of the customer's requests
 */
export async function newReader(
  sql: (statement: string) => unknown,
  report: string,
): Promise<Record<string, string>> {
  const id = randomBytes(16).toString('base64url');
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const copyId = newCopyId(randomBytes(COPY_ID_BYTES));
  const [name, company, address, date] = ['Bea Bench', 'Bench Ltd', 'bea@bench.example', '2026-11-20'];
  const mark = JSON.stringify(await composeMark({ name, company, address, date, copyId }));
  const now = Date.now();
  const later = now + 86_400_000;
  sql(`INSERT INTO people (id, kind, issuer, subject, name, company, created_at)
         VALUES ('${id}', 'customer', 'https://id.example', '${id}', '${name}', '${company}', ${now})`);
  sql(`INSERT INTO sessions (id_hash, person_id, kind, created_at, seen_at, expires_at)
         VALUES ('${hash}', '${id}', 'customer', ${now}, ${now + 3_600_000}, ${later})`);
  sql(`INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at)
         VALUES ('${id}', '${id}', '${report}', 'terms', '{}', '${copyId}', '${mark}', ${now}, ${later})`);
  return { Cookie: `__Host-session=${token}` };
}
