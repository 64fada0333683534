import { z } from 'zod';
import { line, oneOf, slug, text, version } from './fields.ts';

/**
 * `content/policies/records/<policy>/<name>.yaml`: one act of document control. There is no field for a date or a person:
 * both are those of the commit that brings the file. A record is added and never changed.
 */

/** A blob of Git: the SHA-1 of a file's bytes with a header (git-hash-object(1)). */
const blob = text('the 40 hexadecimal digits of a Git blob', (value) => /^[0-9a-f]{40}$/.test(value));

const shared = {
  policy: slug.describe('The id of the policy.'),
  version: version.describe('The version that the text carries.'),
  blob: blob.describe('The exact file that somebody looked at, front matter included.'),
  role: line.describe('The role in which they did; a role, never a person. Who it was is in the commit.'),
  sample: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Whether it is made up, for a sample company; nobody approved or reviewed anything.'),
};

/** An approval: this text, no other, may bind. */
export const approvalSchema = z.strictObject({
  record: z.literal('approval', { error: 'approval or review' }),
  ...shared,
});

/** A review: somebody held this text against practice. */
export const reviewSchema = z.strictObject({
  record: z.literal('review', { error: 'approval or review' }),
  ...shared,
  outcome: oneOf(['no change', 'change wanted']).describe('What came of it.'),
  note: line.nullable().default(null).describe('What was found, in a sentence.'),
});

/** An approval, with the file that holds it. */
export type ApprovalRecord = z.infer<typeof approvalSchema> & RecordFile;

/** A review, with the file that holds it. */
export type ReviewRecord = z.infer<typeof reviewSchema> & RecordFile;

/** One act of document control. */
export type PolicyRecord = ApprovalRecord | ReviewRecord;

interface RecordFile {
  /** Relative to the project's root. */
  readonly file: string;
  /** The blob of the record itself. */
  readonly fileBlob: string;
}
