import type { Context } from 'hono';
import type { App } from '../app.ts';
import { content } from '../content.ts';
import { requireSession, type Session } from '../login/session.ts';
import { Failure } from '../problem.ts';
import { findRoles } from './roles/store.ts';

/**
 * Who may do what in the console. The identity provider's group makes somebody staff, and that lets them look; what
 * they may do besides is read from the database with every request, so that a change counts from the next one on.
 */

/** What somebody on the staff may do besides looking. */
export type Role = 'approver' | 'publisher' | 'administrator';

/** What each role may do, in the words of the console. */
export const ROLES: Readonly<Record<Role, string>> = {
  approver: 'decides requests, revokes and releases access',
  publisher: 'publishes versions of reports',
  administrator: 'gives and takes roles, and may do everything else',
};

/** Somebody on the staff, as one request sees them. */
export interface Staff extends Session {
  readonly roles: readonly Role[];
}

/**
 * The staff session of a request, if it has the role. An administrator has every role.
 *
 * @param c - the request's context
 * @param role - what the page or the act asks for; every staff member is a viewer
 * @throws Failure signed-out, or forbidden
 */
export async function requireRole(c: Pick<Context<App>, 'var'>, role: Role | 'viewer'): Promise<Staff> {
  const session = requireSession(c, 'staff');
  const groups: readonly unknown[] = Array.isArray(session.claims.groups) ? session.claims.groups : [];
  const { staffGroup, administratorGroup } = content.access;
  if (!groups.includes(staffGroup)) throw new Failure('forbidden');
  const given = await findRoles(c.var.db, session.person.id);
  const roles = groups.includes(administratorGroup) ? [...new Set<Role>([...given, 'administrator'])] : given;
  const staff = { ...session, roles };
  if (!may(staff, role)) {
    throw new Failure('forbidden', {
      detail: `For this you need the role ${role}: an administrator can give it to you at /console/roles.`,
    });
  }
  return staff;
}

/** Whether somebody has a role, or all of them as an administrator. */
export function may(staff: Pick<Staff, 'roles'>, role: Role | 'viewer'): boolean {
  return role === 'viewer' || staff.roles.includes(role) || staff.roles.includes('administrator');
}
