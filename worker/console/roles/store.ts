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
 * Makes somebody's roles the given ones. What they have already stays as it was given.
 *
 * @param db - primary database session
 * @param personId - on the staff
 * @param roles - all that they are to have
 * @param actor - the administrator who gives them
 * @param now - milliseconds
 */
export async function setRoles(
  db: D1DatabaseSession,
  personId: string,
  roles: readonly Role[],
  actor: string,
  now: number,
): Promise<void> {
  const all: readonly Role[] = ['approver', 'publisher', 'administrator'];
  await db.batch(
    all.flatMap((role) => {
      const given = roles.includes(role);
      return [
        given
          ? db
              .prepare(
                `INSERT INTO staff_roles (person_id, role, given_by, given_at)
                 SELECT id, ?2, ?3, ?4 FROM people WHERE id = ?1 AND kind = 'staff'
                 ON CONFLICT (person_id, role) DO NOTHING`,
              )
              .bind(personId, role, actor, now)
          : db.prepare('DELETE FROM staff_roles WHERE person_id = ?1 AND role = ?2').bind(personId, role),
        eventIfChanged(db, {
          at: now,
          type: given ? 'role.given' : 'role.taken',
          actor,
          object: personId,
          detail: { role },
        }),
      ];
    }),
  );
}
