import { blobHash } from './blob-hash.ts';
import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { approvalSchema, type PolicyRecord, reviewSchema } from './policy-records.ts';

/** Where the records lie, a folder for each policy. */
export const RECORDS_FOLDER = 'content/policies/records';

/**
 * Reads the records of approvals and reviews.
 *
 * @param files - the reader of `content/`
 * @param findings - takes what is wrong
 * @returns the records that are sound, in the order of their names
 */
export async function loadPolicyRecords(files: ContentFiles, findings: Finding[]): Promise<PolicyRecord[]> {
  const records: PolicyRecord[] = [];
  for (const name of await files.below(RECORDS_FOLDER, '.yaml')) {
    const file = `${RECORDS_FOLDER}/${name}`;
    const read = await files.text(file);
    const data = read === null ? undefined : await files.yaml(file);
    const record = data === undefined ? null : check(schemaFor(data), data, file, findings);
    if (read === null || record === null) continue;
    const [folder] = name.split('/');
    if (folder !== record.policy) {
      findings.push({
        file,
        field: 'policy',
        message: `expected "${folder}", the folder it lies in, found "${record.policy}"`,
      });
    }
    records.push({ ...record, file, fileBlob: await blobHash(read.bytes) });
  }
  return records;
}

function schemaFor(data: unknown): typeof approvalSchema | typeof reviewSchema {
  const isReview = typeof data === 'object' && data !== null && 'record' in data && data.record === 'review';
  return isReview ? reviewSchema : approvalSchema;
}
