import { parse } from 'yaml';
import { date } from '../fields.ts';
import { splitFrontMatter } from '../front-matter.ts';
import { policySchema, type VersionEntry, versionEntrySchema } from '../policies.ts';

/** A text of a policy as it once was. */
export interface PolicyText {
  readonly title: string | null;
  /** Its version, as it says itself; null when it says none. */
  readonly version: string | null;
  /** Its version log; null in the days before there was one. */
  readonly log: readonly VersionEntry[] | null;
  /** From which day each of its versions bound before it came here, as it says itself; null for one that it gives no day. */
  readonly days: ReadonlyMap<string, string | null>;
  /** All other fields, as they are typed. */
  readonly fields: Readonly<Record<string, string>>;
  /** In how many months it is reviewed again; null when it says nothing that can be read. */
  readonly reviewEveryMonths: number | null;
  readonly body: string;
}

/** What stands above a text. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes a reader of texts from the history. They were checked by the rules of their day, not of ours, so that nothing is
 * demanded of them.
 *
 * @returns reads a whole file; texts of one policy are read fastest in the order in which they came
 */
export function policyTextReader(): (text: string) => PolicyText {
  const known = new Map<string, Fields>();
  return (text) => {
    const parts = splitFrontMatter(text);
    const fields = parts === null ? {} : (withNewEntry(parts.fields, known) ?? readFields(parts.fields));
    if (parts) known.set(parts.fields, fields);
    const log = versionEntrySchema.array().safeParse(fields.versions);
    const months = policySchema.shape.reviewEveryMonths.safeParse(fields.reviewEveryMonths);
    const entries = log.success && log.data.length > 0 ? log.data : null;
    return {
      title: typeof fields.title === 'string' ? fields.title : null,
      version: entries?.at(-1)?.version ?? (typeof fields.version === 'string' ? fields.version : null),
      log: entries,
      days: daysOf(entries, fields),
      fields: Object.fromEntries(
        Object.entries(fields)
          .filter(([name]) => name !== 'versions')
          .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
      ),
      reviewEveryMonths: months.success ? months.data : null,
      body: parts?.body ?? text,
    };
  };
}

/** A text from before there was a version log names its version and the day beside each other. */
function daysOf(
  log: readonly VersionEntry[] | null,
  { version, effective }: Fields,
): Map<string, string | null> {
  if (log) return new Map(log.map((entry) => [entry.version, entry.inForceFrom ?? null]));
  return typeof version === 'string'
    ? new Map([[version, date.safeParse(effective).data ?? null]])
    : new Map();
}

/**
 * A version log grows at its end: of fields that add an entry to some that are known, the entry alone is read.
 *
 * @returns null where that is not all that happened
 */
function withNewEntry(text: string, known: ReadonlyMap<string, Fields>): Fields | null {
  const at = text.lastIndexOf(`\n${ENTRY}`) + 1;
  const before = known.get(text.slice(0, at));
  if (!Array.isArray(before?.versions)) return null;
  // The log must be the last field, and its entries stand where this one does: nothing above can then go on into it.
  const fields = [...text.matchAll(/^\S.*$/gm)];
  const last = fields.at(-1)?.index ?? 0;
  if (last > at || !text.startsWith(`versions:\n${ENTRY}`, last)) return null;
  const entries = readYaml(text.slice(at));
  return Array.isArray(entries) && entries.length === 1
    ? { ...before, versions: [...before.versions, ...entries] }
    : null;
}

const ENTRY = '  - ';

function readFields(text: string): Fields {
  const fields = readYaml(text);
  return typeof fields === 'object' && fields !== null ? (fields as Fields) : {};
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}
