/**
 * The preconditions of RFC 9110 section 13, against the one strong validator that a copy has. A copy has no
 * modification date: dates never match.
 */

/** An opaque tag with or without the mark of a weak one; lists of them are separated by commas. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

/**
 * Whether If-Match lets the request go on (section 13.1.1: strong comparison): a reader who resumes a copy of an older
 * version must not get a part of a newer one.
 *
 * @param header - the field's value, or null
 * @param etag - the copy's strong entity tag, quotes included
 */
export function isMatch(header: string | null, etag: string): boolean {
  if (header === null || header.trim() === '*') return true;
  return (header.match(ENTITY_TAG) ?? []).some((tag) => tag === etag);
}

/**
 * Whether If-None-Match says that the reader has this copy already (section 13.1.2: weak comparison).
 *
 * @param header - the field's value, or null
 * @param etag - the copy's strong entity tag, quotes included
 */
export function isUnchanged(header: string | null, etag: string): boolean {
  if (header === null) return false;
  if (header.trim() === '*') return true;
  return (header.match(ENTITY_TAG) ?? []).some((tag) => tag.replace(/^W\//, '') === etag);
}

/**
 * Whether If-Range lets a Range count (section 13.1.5: strong comparison). Without the field it does.
 *
 * @param header - the field's value, or null
 * @param etag - the copy's strong entity tag, quotes included
 */
export function rangeCounts(header: string | null, etag: string): boolean {
  return header === null || header.trim() === etag;
}
