import { parse } from 'yaml';
import { splitFrontMatter } from '../front-matter.ts';
import { type VersionEntry, versionEntrySchema } from '../policies.ts';

/** A text of a policy as it once was. */
export interface PolicyText {
  readonly title: string | null;
  /** Its version, as it says itself; null when it says none. */
  readonly version: string | null;
  /** Its version log; null in the days before there was one. */
  readonly log: readonly VersionEntry[] | null;
  readonly body: string;
}

/**
 * Reads a text from the history. It was checked by the rules of its day, not of ours, so that nothing is demanded of it.
 *
 * @param text - the whole file
 */
export function readPolicyText(text: string): PolicyText {
  const parts = splitFrontMatter(text);
  const fields = parts === null ? {} : readFields(parts.fields);
  const log = versionEntrySchema.array().safeParse(fields.versions);
  const entries = log.success && log.data.length > 0 ? log.data : null;
  return {
    title: typeof fields.title === 'string' ? fields.title : null,
    version: entries?.at(-1)?.version ?? (typeof fields.version === 'string' ? fields.version : null),
    log: entries,
    body: parts?.body ?? text,
  };
}

function readFields(text: string): Record<string, unknown> {
  try {
    const fields: unknown = parse(text, { maxAliasCount: 0 });
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
