import { content } from '../../content.ts';
import { eventIfChanged } from '../../events.ts';
import type { Role } from '../staff.ts';

/** The table of roles, and who on the staff there is. */

/** The roles that somebody was given. */
export async function findRoles(db: D1DatabaseSession, personId: string): Promise<Role[]> {
  const { results } = await db
    .prepare('SELECT role FROM staff_roles WHERE person_id = ?1 ORDER BY role')
    .bind(personId)
    .all<{ role: Role }>();
  return results.map(({ role }) => role);
}

/** Somebody who has signed in as staff, and what they may do. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly issuer: string;
  readonly subject: string;
  readonly created_at: number;
  /** Comma-separated; null where there is none. */
  readonly roles: string | null;
}

/** SQL for staff with their roles, without a WHERE. */
export const STAFF = `
  SELECT p.id, p.name, p.address, p.issuer, p.subject, p.created_at,
         (SELECT group_concat(r.role, ', ') FROM staff_roles r WHERE r.person_id = p.id) AS roles
  FROM people p`;

/** One member of the staff, or null. */
export async function findStaffMember(db: D1DatabaseSession, id: string): Promise<StaffMember | null> {
  return await db.prepare(`${STAFF} WHERE p.id = ?1 AND p.kind = 'staff'`).bind(id).first<StaffMember>();
}

/**
 * SQL that holds unless the role of administrator that ?1 has is the last one: another one has it by a row, or somebody
 * who has it by the identity provider's group is signed in. ?2 is that group, ?3 is now.
 */
const LEAVES_ADMINISTRATOR = `(
  NOT EXISTS (SELECT 1 FROM staff_roles WHERE person_id = ?1 AND role = 'administrator')
  OR EXISTS (SELECT 1 FROM staff_roles WHERE person_id <> ?1 AND role = 'administrator')
  OR EXISTS (
    SELECT 1 FROM people p JOIN sessions s ON s.person_id = p.id, json_each(s.claims, '$.groups') g
    WHERE p.kind = 'staff' AND s.kind = 'staff' AND s.expires_at > ?3 AND g.value = ?2))`;

/**
 * Makes somebody's roles the given ones. What they have already stays as it was given. Of two administrators who take each
 * other's role at the same moment, one keeps it.
 *
 * @param db - primary database session
 * @param personId - on the staff
 * @param roles - all that they are to have
 * @param actor - the administrator who gives them
 * @param now - milliseconds
 * @returns false, with nothing changed, where nobody would be left who is an administrator
 */
export async function setRoles(
  db: D1DatabaseSession,
  personId: string,
  roles: readonly Role[],
  actor: string,
  now: number,
): Promise<boolean> {
  const all: readonly Role[] = ['approver', 'publisher', 'administrator'];
  const stays = roles.includes('administrator');
  const condition = stays ? '?1 = ?1 AND ?2 = ?2 AND ?3 = ?3' : LEAVES_ADMINISTRATOR;
  const facts = [personId, content.access.administratorGroup, now];
  const results = await db.batch<{ kept: number }>([
    ...all.flatMap((role) => {
      const given = roles.includes(role);
      return [
        given
          ? db
              .prepare(
                `INSERT INTO staff_roles (person_id, role, given_by, given_at)
                 SELECT id, ?4, ?5, ?3 FROM people WHERE id = ?1 AND kind = 'staff' AND ${condition}
                 ON CONFLICT (person_id, role) DO NOTHING`,
              )
              .bind(...facts, role, actor)
          : db
              .prepare(`DELETE FROM staff_roles WHERE person_id = ?1 AND role = ?4 AND ${condition}`)
              .bind(...facts, role),
        eventIfChanged(db, {
          at: now,
          type: given ? 'role.given' : 'role.taken',
          actor,
          object: personId,
          detail: { role },
        }),
      ];
    }),
    db
      .prepare("SELECT 1 AS kept FROM staff_roles WHERE person_id = ?1 AND role = 'administrator'")
      .bind(personId),
  ]);
  return stays || results.at(-1)?.results.length === 0;
}
