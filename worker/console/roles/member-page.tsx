import { Fact } from '../../access/nda-page.tsx';
import { content } from '../../content.ts';
import { ROLES, type Role } from '../staff.ts';
import { ROLE_NAMES } from '../words.ts';
import type { StaffMember } from './store.ts';

/** `/console/roles/:id`: one member of the staff, and their roles. */
export function MemberPage({
  member,
  roles,
  personId,
  mayChange,
  two,
}: {
  member: StaffMember;
  roles: readonly Role[];
  personId: string;
  mayChange: boolean;
  /** Whether a change needs a second person. */
  two: boolean;
}) {
  return (
    <>
      <p class="above">
        <a href="/console/roles">Roles</a>
      </p>
      <h1>
        Roles of <bdi>{member.name}</bdi>
      </h1>
      <dl class="facts">
        <Fact name="Address">
          <bdi>{member.address ?? 'not told by the identity provider'}</bdi>
        </Fact>
        <Fact name="Signs in as">
          <bdi>{member.subject}</bdi> at {member.issuer}
        </Fact>
        <Fact name="Audit log">
          <a href={`/console/events?actor=${member.id}`}>what they did</a>,{' '}
          <a href={`/console/events?object=${member.id}`}>their sign-ins and roles</a>
        </Fact>
      </dl>
      <form method="post" action={`/console/roles/${member.id}`}>
        <input type="hidden" name="person" value={personId} />
        <fieldset disabled={!mayChange}>
          <legend>May look, and besides</legend>
          {(Object.entries(ROLES) as [Role, string][]).map(([role, what]) => (
            <div class="choice">
              <input
                type="checkbox"
                id={role}
                name={role}
                value="given"
                checked={roles.includes(role)}
                autocomplete="off"
              />
              <label for={role}>
                <strong>{ROLE_NAMES[role]}</strong>: {what}
              </label>
            </div>
          ))}
          {mayChange ? (
            <p class="actions">
              <button type="submit" class="button">
                {two ? 'Propose the change' : 'Change the roles'}
              </button>
            </p>
          ) : null}
        </fieldset>
      </form>
      <p class="hint">
        {member.id === personId
          ? 'Nobody changes their own roles.'
          : 'A change counts from the next click on.'}{' '}
        Whoever has the group {content.access.administratorGroup} at the identity provider is an administrator
        besides, as long as they have it.
      </p>
    </>
  );
}
