import { v5 } from 'uuid';
import type { Control } from '../../../schema/controls.ts';
import { CRITERIA_GROUPS } from '../../../schema/criteria.ts';
import { plainText } from '../../../schema/plain-text.ts';
import { company, controlGroups, controlPath, controls, origin, today } from '../content.ts';
import { head } from '../policies/histories.ts';

/**
 * The controls in NIST's Open Security Controls Assessment Language, version 1.1.2: a component definition, and the catalogue
 * of criteria to which it refers. The criteria are named by their numbers only; their text is the AICPA's.
 */

const OSCAL_VERSION = '1.1.2';
const CATALOG = `${origin}/oscal/catalog.json`;
const COMPONENT_DEFINITION = `${origin}/oscal/component-definition.json`;

/** Names of properties that are ours and not OSCAL's. */
const NAMESPACE = `${origin}/machines/`;

/** The catalogue: the criteria that controls serve, by group. */
export function catalog(): object {
  return {
    catalog: {
      uuid: uuid(CATALOG),
      metadata: metadata(`Trust services criteria that the controls of ${company.name} serve`),
      groups: controlGroups.map(({ slug, title, criteria }) => ({
        id: slug,
        title,
        controls: criteria
          .filter((criterion) => criterion.controls.length > 0)
          .map((criterion) => ({ id: token(criterion.id), title: criterion.id })),
      })),
    },
  };
}

/** The component definition: the service, and by which of our controls it meets each criterion. */
export function componentDefinition(): object {
  const criteria = CRITERIA_GROUPS.flatMap(
    (group) => controlGroups.find(({ id }) => id === group.id)?.criteria ?? [],
  ).filter((criterion) => criterion.controls.length > 0);
  const component = {
    uuid: uuid(`${COMPONENT_DEFINITION}#service`),
    type: 'service',
    title: company.name,
    description: company.product,
    ...(criteria.length === 0
      ? {}
      : {
          'control-implementations': [
            {
              uuid: uuid(`${COMPONENT_DEFINITION}#criteria`),
              source: CATALOG,
              description: 'Our own controls, in our own words, by the criterion that each serves.',
              'implemented-requirements': criteria.map((criterion) =>
                requirement(criterion.id, criterion.controls),
              ),
            },
          ],
        }),
  };
  return {
    'component-definition': {
      uuid: uuid(COMPONENT_DEFINITION),
      metadata: {
        ...metadata(`Controls of ${company.name}`),
        ...(controls.length === 0 ? {} : { roles: roles() }),
        parties: [
          {
            uuid: uuid(`${COMPONENT_DEFINITION}#company`),
            type: 'organization',
            name: company.legalName,
            'email-addresses': [company.contacts.security],
          },
        ],
      },
      components: [component],
    },
  };
}

function requirement(criterion: string, served: readonly Control[]): object {
  const status = statusOf(served);
  return {
    uuid: uuid(`${COMPONENT_DEFINITION}#${criterion}`),
    'control-id': token(criterion),
    description: served
      .map(
        ({ title, status: state, frequency, ownerRole, statement }) =>
          `- **${title}** (${state}, ${frequency}, ${ownerRole}): ${plainText(statement)}`,
      )
      .join('\n'),
    props: [
      ...(status === null ? [] : [{ name: 'implementation-status', ns: NAMESPACE, value: status }]),
      ...served.map(({ id, status: state }) => ({
        name: 'control',
        ns: NAMESPACE,
        value: id,
        class: token(state),
      })),
      ...served.flatMap(({ id, lastRun }) =>
        lastRun === null ? [] : [{ name: 'last-run', ns: NAMESPACE, value: lastRun, group: token(id) }],
      ),
    ],
    links: served.map((control) => ({
      href: `${origin}${controlPath(control)}`,
      rel: 'reference',
      text: control.title,
    })),
    'responsible-roles': [...new Set(served.map(({ ownerRole }) => ownerRole))].map((role) => ({
      'role-id': token(role),
    })),
  };
}

/** In the words of OSCAL, which has none for what is neither done nor planned. */
function statusOf(served: readonly Control[]): 'implemented' | 'partial' | 'planned' | null {
  const count = (state: Control['status']) => served.filter(({ status }) => status === state).length;
  if (count('in place') === served.length) return 'implemented';
  if (count('in place') > 0) return 'partial';
  return count('planned') > 0 ? 'planned' : null;
}

function roles(): object[] {
  return [...new Set(controls.map(({ ownerRole }) => ownerRole))]
    .toSorted()
    .map((title) => ({ id: token(title), title }));
}

function metadata(title: string): { title: string; [field: string]: unknown } {
  return {
    title,
    'last-modified': `${today}T00:00:00Z`,
    version: head?.slice(0, 10) ?? 'uncommitted',
    'oscal-version': OSCAL_VERSION,
    ...(company.sample ? { remarks: 'A sample: the company does not exist.' } : {}),
  };
}

/** A name as OSCAL writes them: CC6.1 becomes cc6.1, Head of Security head-of-security. */
function token(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
}

/** The same in every build (RFC 9562, version 5). */
function uuid(name: string): string {
  return v5(name, v5.URL);
}
