import { demoAccounts } from './accounts.ts';

/**
 * The SQL that gives the demo's staff their roles, as an administrator of the console would. Doing it again changes
 * nothing.
 *
 * @param issuer - the demo's identity provider
 * @param now - milliseconds
 */
export function demoRoles(issuer: string, now: number): string {
  return demoAccounts
    .flatMap(({ id, name, roles = [] }) =>
      // Every value is ours, and of an alphabet without quotes.
      roles.map(
        (role) => `INSERT OR IGNORE INTO people (id, kind, issuer, subject, name, created_at)
           VALUES ('demo-${id}', 'staff', '${issuer}', '${id}', '${name}', ${now});
         INSERT OR IGNORE INTO staff_roles (person_id, role, given_by, given_at)
           SELECT id, '${role}', 'system', ${now} FROM people
           WHERE kind = 'staff' AND issuer = '${issuer}' AND subject = '${id}';`,
      ),
    )
    .join('\n');
}
