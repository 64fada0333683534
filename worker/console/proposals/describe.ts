import { asSeenBy } from '../masked.ts';
import { momentInWords } from '../moment.tsx';
import { findStaffMember } from '../roles/store.ts';
import type { Staff } from '../staff.ts';
import { REQUEST_STATES, rolesInWords, SCOPES, titleOf, wordsOf } from '../words.ts';
import type { Act } from './act.ts';

/** An act in words, for whoever has to agree to it. */
export interface Described {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string, href?: string])[];
}

/** Facts of a revocation that whoever makes it enters. */
export type RevokeFact = 'Reason, for us' | 'Told to the readers' | 'Agreement';

/** What an act is about, in a few words. */
export function titleOfAct(act: Act): string {
  switch (act.act) {
    case 'publish':
      return `Publish a version of ${titleOf(act.report)}`;
    case 'roles':
      return 'Change somebody’s roles';
    case 'revoke':
      return `Revoke access: ${SCOPES[act.scope].toLowerCase()}`;
    case 'requests':
      return `${act.decision === 'release' ? 'Approve' : 'Deny'} ${act.requests.length} ${act.requests.length === 1 ? 'request' : 'requests'}`;
  }
}

/**
 * Describes an act as things stand now.
 *
 * @param db - primary database session
 * @param act - what
 * @param staff - who looks
 */
export async function describeAct(db: D1DatabaseSession, act: Act, staff: Staff): Promise<Described> {
  const described = await describe(db, act, staff);
  // Staff see each other whole.
  return act.act === 'roles' ? described : asSeenBy(staff, described);
}

async function describe(db: D1DatabaseSession, act: Act, staff: Staff): Promise<Described> {
  const title = titleOfAct(act);
  switch (act.act) {
    case 'publish': {
      const version = await db
        .prepare(
          `SELECT v.published_at AS at, v.manifest ->> '$.source.sha256' AS source, p.revision AS live
           FROM report_versions v LEFT JOIN report_pointers p ON p.report_id = v.report_id
           WHERE v.report_id = ?1 AND v.revision = ?2`,
        )
        .bind(act.report, act.revision)
        .first<{ at: number; source: string; live: string | null }>();
      return {
        title,
        facts: [
          ['Report', titleOf(act.report), '/console/reports'],
          ['Version', act.revision],
          ['SHA-256 of the source', version?.source ?? 'not stored'],
          ['Uploaded', version ? momentInWords(version.at) : 'not stored'],
          ['Live now', version?.live ?? 'no version'],
        ],
      };
    }
    case 'roles': {
      const person = await findStaffMember(db, act.person);
      return {
        title,
        facts: [
          ['Whose', person?.name ?? act.person, `/console/roles/${act.person}`],
          ['Address', person?.address ?? 'unknown'],
          ['Roles now', rolesInWords(person?.roles ?? null)],
          ['Roles then', rolesInWords(act.roles.join(', '))],
        ],
      };
    }
    case 'revoke':
      return {
        title,
        facts: [['What', SCOPES[act.scope]], ...(await targetFacts(db, act, staff)), ...enteredFacts(act)],
      };
    case 'requests':
      return {
        title,
        facts: [
          ...(await requestFacts(db, act.requests, staff)),
          ...(act.reason === null ? [] : ([['Reason, told to each', act.reason]] as const)),
        ],
      };
  }
}

function enteredFacts(act: Extract<Act, { act: 'revoke' }>): readonly (readonly [RevokeFact, string])[] {
  return [
    ['Reason, for us', act.reason],
    ['Told to the readers', act.message ?? 'only that access was withdrawn'],
    ...(act.endNda ? ([['Agreement', 'what they accepted ends, too']] as const) : []),
  ];
}

/** Whose, or what: never an id alone where somebody has a name for it. */
async function targetFacts(
  db: D1DatabaseSession,
  { scope, target }: Extract<Act, { act: 'revoke' }>,
  staff: Staff,
): Promise<Described['facts']> {
  switch (scope) {
    case 'everything':
      return [];
    case 'company':
      return [['Of', target, `/console/companies/${target}`]];
    case 'report':
      return [['Of', titleOf(target), '/console/reports']];
    case 'version': {
      const [report = '', revision = ''] = target.split('/');
      return [
        ['Of', titleOf(report), '/console/reports'],
        ['Version', revision],
      ];
    }
    case 'person': {
      const found = await db
        .prepare('SELECT name, company, address FROM people WHERE id = ?1')
        .bind(target)
        .first<{ name: string; company: string; address: string | null }>();
      const person = asSeenBy(staff, found);
      const name = person ? [person.name, person.company, person.address ?? 'no address'].join(', ') : target;
      return [['Of', name, `/console/people/${target}`]];
    }
    default: {
      const found = await db
        .prepare(
          `SELECT p.name, p.company, p.address, g.report_id, g.copy_id FROM grants g JOIN people p ON p.id = g.person_id
           WHERE g.id = ?1`,
        )
        .bind(target)
        .first<{
          name: string;
          company: string;
          address: string | null;
          report_id: string;
          copy_id: string;
        }>();
      const grant = asSeenBy(staff, found);
      if (!grant) return [['Of', target]];
      return [
        [
          'Of',
          `${titleOf(grant.report_id)} for ${grant.name}, ${grant.company}`,
          `/console/grants/${target}`,
        ],
        ['Copy id', grant.copy_id],
      ];
    }
  }
}

async function requestFacts(
  db: D1DatabaseSession,
  ids: readonly string[],
  staff: Staff,
): Promise<Described['facts']> {
  const { results } = await db
    .prepare(
      `SELECT r.id, r.report_id, r.name, r.company, r.address, r.state FROM json_each(?1) i
       JOIN requests r ON r.id = i.value`,
    )
    .bind(JSON.stringify(ids))
    .all<{ id: string; report_id: string; name: string; company: string; address: string; state: string }>();
  return asSeenBy(staff, results).map(({ id, report_id, name, company, address, state }) => [
    state === 'pending' ? 'Request' : `Request (${wordsOf(REQUEST_STATES, state)})`,
    `${name}, ${company}, ${address}: ${titleOf(report_id)}`,
    `/console/requests/${id}`,
  ]);
}
