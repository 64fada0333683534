import { text } from './fields.ts';

/** The trust services criteria of the AICPA (TSP section 100, 2017 with points of focus of 2022), by their numbers. */

/** The groups of criteria: the series' own number, its title, and how many criteria it has. */
export const CRITERIA_GROUPS = [
  { id: 'CC1', title: 'Control environment', count: 5 },
  { id: 'CC2', title: 'Communication and information', count: 3 },
  { id: 'CC3', title: 'Risk assessment', count: 4 },
  { id: 'CC4', title: 'Monitoring activities', count: 2 },
  { id: 'CC5', title: 'Control activities', count: 3 },
  { id: 'CC6', title: 'Logical and physical access', count: 8 },
  { id: 'CC7', title: 'System operations', count: 5 },
  { id: 'CC8', title: 'Change management', count: 1 },
  { id: 'CC9', title: 'Risk mitigation', count: 2 },
  { id: 'A1', title: 'Availability', count: 3 },
  { id: 'C1', title: 'Confidentiality', count: 2 },
  { id: 'PI1', title: 'Processing integrity', count: 5 },
  { id: 'P1', title: 'Privacy: notice', count: 1 },
  { id: 'P2', title: 'Privacy: choice and consent', count: 1 },
  { id: 'P3', title: 'Privacy: collection', count: 2 },
  { id: 'P4', title: 'Privacy: use, retention and disposal', count: 3 },
  { id: 'P5', title: 'Privacy: access', count: 2 },
  { id: 'P6', title: 'Privacy: disclosure', count: 7 },
  { id: 'P7', title: 'Privacy: quality', count: 1 },
  { id: 'P8', title: 'Privacy: monitoring and enforcement', count: 1 },
] as const;

/** The numbers of all criteria, in their order. */
const CRITERION_IDS: readonly string[] = CRITERIA_GROUPS.flatMap(({ id, count }) =>
  Array.from({ length: count }, (_, index) => `${id}.${index + 1}`),
);

/** The number of one criterion. */
export const criterion = text('the number of a trust services criterion such as CC6.1', (value) =>
  CRITERION_IDS.includes(value),
);

/** @returns the group of a criterion: CC6 for CC6.1 */
export function groupOf(criterionId: string): string {
  return criterionId.slice(0, criterionId.indexOf('.'));
}
