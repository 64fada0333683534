import type { Role } from './staff.ts';

/** The table of roles. */

/** The roles that somebody was given. */
export async function findRoles(db: D1DatabaseSession, personId: string): Promise<Role[]> {
  const { results } = await db
    .prepare('SELECT role FROM staff_roles WHERE person_id = ?1')
    .bind(personId)
    .all<{ role: Role }>();
  return results.map(({ role }) => role);
}
