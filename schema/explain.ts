import { z } from 'zod';
import { slug } from './fields.ts';
import type { Finding } from './finding.ts';

/**
 * Says what zod found in the words of an author: which field, what was expected, what was found, and, for a field that is
 * missing, what it is for.
 */

type Path = readonly PropertyKey[];

const LONGEST_VALUE_SHOWN = 60;
const FARTHEST_SUGGESTION = 3;

/**
 * Checks data against a schema.
 *
 * @param schema - the schema; its messages are expectations (`schema/fields.ts`)
 * @param data - what the file holds
 * @param file - the file's name, for the findings
 * @param findings - takes what is wrong
 * @returns the checked data, or null when something is wrong
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  file: string,
  findings: Finding[],
): z.output<Schema> | null {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  for (const issue of result.error.issues) findings.push(...explain(schema, data, issue, file));
  return null;
}

function explain(schema: z.ZodType, data: unknown, issue: z.core.$ZodIssue, file: string): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    const at = fieldsAt(schema, issue.path);
    const used = valueAt(data, issue.path);
    const free = at.filter((name) => !(isRecord(used) && name in used));
    return issue.keys.map((key) => ({
      file,
      field: fieldName([...issue.path, key], data),
      message: `is not a field here; ${suggestion(key, free) ?? `the fields here are ${at.join(', ')}`}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const message = `expected ${issue.issues[0]?.message} in its place`;
    return [{ file, field: fieldName(issue.path, data), message }];
  }
  const found = valueAt(data, issue.path);
  const field = issue.path.length === 0 ? null : fieldName(issue.path, data);
  const expectation = issue.code === 'invalid_type' ? expected(issue) : issue.message;
  if (found === undefined) {
    const purpose = schemaAt(schema, issue.path)?.description;
    return [{ file, field, message: `is missing; expected ${expectation}${purpose ? `. ${purpose}` : ''}` }];
  }
  return [{ file, field, message: `expected ${expectation}, found ${show(found)}` }];
}

function expected(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.expected === 'object') return 'fields';
  if (issue.expected === 'array') return 'a list';
  return issue.message;
}

/**
 * The dotted name of a field. An entry of a list goes by its id, as in `questions[retention].answer`, where it has one that no other
 * entry has; else by its position, counted from 1 as authors do.
 *
 * @param path - the steps to the field
 * @param data - what the file holds, if ids are to be looked up in it
 */
export function fieldName(path: Path, data?: unknown): string {
  return path
    .map((step, depth) =>
      typeof step === 'number'
        ? `[${idOf(valueAt(data, path.slice(0, depth)), step) ?? step + 1}]`
        : `${depth === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}

function idOf(list: unknown, index: number): string | null {
  if (!Array.isArray(list)) return null;
  const ids = (list as unknown[]).map((entry) => (isRecord(entry) ? entry.id : undefined));
  const id = ids[index];
  return typeof id === 'string' && slug.safeParse(id).success && ids.indexOf(id) === ids.lastIndexOf(id)
    ? id
    : null;
}

function show(value: unknown): string {
  if (typeof value === 'string') {
    const short = value.length > LONGEST_VALUE_SHOWN ? `${value.slice(0, LONGEST_VALUE_SHOWN)}…` : value;
    return JSON.stringify(short);
  }
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'fields';
  return `the ${typeof value === 'number' ? 'number ' : ''}${String(value)}`.replace(
    /^the (true|false)$/,
    '$1',
  );
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The schema of a field, with its description: wrappers such as optional and default are opened on the way. */
function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let at: z.ZodType | undefined = schema;
  for (const step of path) {
    const open: z.ZodType | undefined = at && unwrap(at);
    if (open instanceof z.ZodArray) at = open.element as z.ZodType;
    else if (open instanceof z.ZodObject) at = open.shape[String(step)] as z.ZodType | undefined;
    else return undefined;
  }
  return at;
}

function fieldsAt(schema: z.ZodType, path: Path): string[] {
  const at = schemaAt(schema, path);
  const open = at && unwrap(at);
  return open instanceof z.ZodObject ? Object.keys(open.shape) : [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}

/** The candidate that a word was probably meant to be, as a question; null when none is near. */
export function suggestion(word: string, candidates: readonly string[]): string | null {
  const [best] = candidates
    .map((name) => ({ name, distance: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.min(FARTHEST_SUGGESTION, name.length / 2))
    .sort((a, b) => a.distance - b.distance);
  return best ? `did you mean ${best.name}?` : null;
}

/** Above this a list helps nobody. */
const MOST_IDS_SHOWN = 8;

/**
 * What to say of an id that is not there: which one was probably meant, or which there are while they are few.
 *
 * @param expected - what was expected, as in "the id of a policy"
 * @param id - what was found
 * @param known - the ids there are
 * @param likely - one that is known to have had that id before
 */
export function unknownId(expected: string, id: string, known: readonly string[], likely?: string): string {
  const meant = likely === undefined ? suggestion(id, known) : `did you mean ${likely}?`;
  const few = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  const hint = meant ?? (known.length <= MOST_IDS_SHOWN ? few : `there are ${known.length}, none near it`);
  return `expected ${expected}, found "${id}"; ${hint}`;
}

/** Levenshtein's edit distance: insertions, deletions and replacements of one letter. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      current.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
