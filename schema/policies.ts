import { z } from 'zod';
import { date, line, prose, version } from './fields.ts';

/** The sections of every policy, in this order. */
export const POLICY_SECTIONS = ['Purpose', 'Scope', 'Policy', 'Roles'] as const;

/** The front matter of `content/policies/<id>.md`. The file's name is the policy's id. */
export const policySchema = z.strictObject({
  title: line.describe('The name of the policy.'),
  summary: prose.describe('What it asks of whom, in a sentence or two.'),
  ownerRole: line.describe('The role that answers for it; a role, never a person.'),
  version: version.describe('The version of the text below.'),
  effective: date.describe('The day from which this version binds.'),
});

/** A heading inside a text, for a table of contents. */
export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

/** A policy, ready to show. */
export interface Policy extends z.infer<typeof policySchema> {
  readonly id: string;
  readonly markdown: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}
