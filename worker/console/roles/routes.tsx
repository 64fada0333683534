import { type Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { sayOnce } from '../../said-once.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { heldForm } from '../held-forms.ts';
import { showList } from '../lists/show-list.tsx';
import { asksForTwo } from '../proposals/act.ts';
import { actOn } from '../proposals/act-on.ts';
import { may, ROLES, type Role, requireRole } from '../staff.ts';
import { staffList } from './list.tsx';
import { MemberPage } from './member-page.tsx';
import { findRoles, findStaffMember, type StaffMember } from './store.ts';

/** `/console/roles`: who on the staff may do what, and giving and taking roles. */
export const consoleRoles = new Hono<App>()
  .get('/', async (c) => await showList(c, await requireRole(c, 'viewer'), staffList))

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const member = await memberOf(c);
    const held = await heldForm(c, staff);
    return await renderConsole(
      c,
      {
        title: `Roles of ${member.name}`,
        body: (
          <MemberPage
            member={member}
            roles={held ? rolesIn(held) : await findRoles(c.var.db, member.id)}
            personId={staff.person.id}
            mayChange={may(staff, 'administrator') && member.id !== staff.person.id}
            two={asksForTwo('roles')}
          />
        ),
      },
      { held: held !== null },
    );
  })

  .post('/:id', async (c) => {
    const staff = await requireRole(c, 'administrator');
    const page = `/console/roles/${c.req.param('id')}`;
    const fields = await readDeed(c, staff, { acts: ['roles'], page });
    const member = await memberOf(c);
    if (member.id === staff.person.id)
      throw new Failure('forbidden', {
        detail: 'Nobody changes their own roles: ask another administrator.',
      });
    const roles = rolesIn(fields);
    const acted = await actOn(c, { act: 'roles', person: member.id, roles }, staff.person.id);
    sayOnce(c, 'proposal' in acted ? 'proposed' : 'roles');
    return c.redirect(
      'proposal' in acted ? `/console/proposals/${acted.proposal}` : `/console/roles/${member.id}`,
      303,
    );
  });

/** The roles that a form gives. */
const rolesIn = (fields: ReadonlyMap<string, string>): Role[] =>
  (Object.keys(ROLES) as Role[]).filter((role) => fields.get(role) === 'given');

async function memberOf(c: Context<App>): Promise<StaffMember> {
  const member = await findStaffMember(c.var.db, c.req.param('id') ?? '');
  if (!member) throw new Failure('not-found', { detail: 'Nobody on the staff has this id.' });
  return member;
}
