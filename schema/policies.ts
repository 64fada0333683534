import { z } from 'zod';
import { count, date, line, list, oneOf, prose, version } from './fields.ts';

/** The sections of every policy, in this order. */
export const POLICY_SECTIONS = ['Purpose', 'Scope', 'Policy', 'Roles and responsibilities'] as const;

/** The areas that a whole set of policies covers; the list of policies says which are missing. */
export const POLICY_AREAS = [
  'personnel',
  'risk assessment',
  'information classification',
  'vendor review',
  'incident response policy',
  'incident response process',
  'incident disclosure',
  'business continuity and disaster recovery',
  'access control',
  'password',
  'change management',
  'testing',
  'patch management',
  'data retention and deletion',
] as const;

/** One entry of a policy's version log. */
export const versionEntrySchema = z.strictObject({
  version: version.describe('The number, higher than that of the entry before.'),
  kind: oneOf(['substantive', 'editorial']).describe(
    'Whether it asks something else of somebody, or says the same in other words.',
  ),
  summary: line.describe('What changed, for somebody who knows the version before.'),
  inForceFrom: date
    .optional()
    .describe(
      'Only for a version that bound before it came into this repository: the day that its former records name. For all others the day is that of the approval.',
    ),
  corrects: z
    .array(version, { error: 'a list of versions such as ["1.0"]' })
    .optional()
    .describe(
      'Only for a version that puts right from which day earlier ones bound: their numbers. The day stands in their own entries, as inForceFrom, and counts from the approval of this version on.',
    ),
});

/** The front matter of `content/policies/<id>.md`. The file's name is the policy's id. */
export const policySchema = z.strictObject({
  title: line.describe('The name of the policy.'),
  kind: oneOf(['policy', 'process'])
    .default('policy')
    .describe('A policy says what must be so, a process the steps to get there.'),
  summary: prose.describe('What it asks of whom, in a sentence or two.'),
  ownerRole: line.describe('The role that answers for it; a role, never a person.'),
  approverRole: line.describe('The role that approves each text of it; another than the owner’s.'),
  covers: z
    .array(oneOf(POLICY_AREAS), { error: `a list of ${POLICY_AREAS.join(', ')}` })
    .default([])
    .describe('The areas of a whole set that it covers.'),
  reviewEveryMonths: count(1, 24).default(12).describe('How often the owner reviews it.'),
  versions: list(versionEntrySchema).describe(
    'Oldest first. A text changes only together with a new entry at the end.',
  ),
});

/** One entry of a policy's version log. */
export type VersionEntry = z.infer<typeof versionEntrySchema>;

/** A heading inside a text, for a table of contents. */
export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

/** A policy, ready to show; its variables are filled. What Git knows of it is in `schema/history/`. */
export interface Policy extends z.infer<typeof policySchema> {
  readonly id: string;
  /** The version of the text: that of the last entry of the log. */
  readonly version: string;
  /** The Git blob of the file, to which approvals are bound. */
  readonly blob: string;
  readonly markdown: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}
