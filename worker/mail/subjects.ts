/** What the `subject_id` of a mail is made of where it is not simply the id of a row. */

/** Parts of a subject are ids (base64url), revisions (hexadecimal) and items (slugs and days): none has a dot. */
const SEPARATOR = '.';

/** A mail about a version goes out once for each grant and revision. */
export interface VersionSubject {
  readonly grantId: string;
  readonly revision: string;
}

/**
 * Takes the subject of a `new-version` or `recalled` apart.
 *
 * @param subjectId - as it was queued
 */
export function versionSubject(subjectId: string): VersionSubject {
  const [grantId = '', revision = ''] = subjectId.split(SEPARATOR);
  return { grantId, revision };
}

/** The subject of a `new-version` or `recalled`. */
export function subjectOfVersion({ grantId, revision }: VersionSubject): string {
  return [grantId, revision].join(SEPARATOR);
}

/** A mail about the end of a grant goes out once for each end that it is given. */
interface EndSubject {
  readonly grantId: string;
  /** Milliseconds. */
  readonly endsAt: number;
}

/** SQL for the subject of an `expiring` about the grant `g`. */
export const SUBJECT_OF_END = `g.id || '${SEPARATOR}' || g.expires_at`;

/** Takes the subject of an `expiring` apart. */
export function endSubject(subjectId: string): EndSubject {
  const [grantId = '', endsAt = ''] = subjectId.split(SEPARATOR);
  return { grantId, endsAt: Number(endsAt) };
}

/** A piece of news goes out once for each subscription. */
export interface NewsSubject {
  readonly subscriptionId: string;
  readonly itemId: string;
}

/** Takes the subject of an `news` apart. */
export function newsSubject(subjectId: string): NewsSubject {
  const [subscriptionId = '', itemId = ''] = subjectId.split(SEPARATOR);
  return { subscriptionId, itemId };
}

/** The subject of an `news`. */
export function subjectOfNews({ subscriptionId, itemId }: NewsSubject): string {
  return [subscriptionId, itemId].join(SEPARATOR);
}
