import { addDays, daysBetween } from '../calendar.ts';
import type { Finding } from '../finding.ts';
import type { Processing } from '../subprocessors.ts';
import type { SubprocessorSource } from '../vendors.ts';

/**
 * What changed about subprocessors, computed from the states of the register: nobody writes a log. A change counts as announced
 * on the day on which the main line says it, whatever day was written beside it.
 */

/** The public part of a vendor's file. */
export interface RegisteredSubprocessor {
  readonly name: string;
  readonly subprocessor: SubprocessorSource;
}

/** The register as it stood after a commit, public parts alone, by the vendor's id. */
export interface RegisterState {
  /** Null for what is not committed yet. */
  readonly commit: string | null;
  /** The day on which the main line had it, UTC. */
  readonly day: string;
  readonly entries: ReadonlyMap<string, RegisteredSubprocessor>;
}

/** One change, as the log shows it. */
export interface SubprocessorChange {
  readonly vendor: string;
  readonly name: string;
  readonly kind: 'added' | 'extended' | 'narrowed' | 'ends' | 'withdrawn' | 'reworded';
  /** In words: what came or went. */
  readonly detail: readonly string[];
  readonly announced: string;
  readonly effective: string;
  /** The last day on which a customer may object; null for what takes nothing from customers. */
  readonly objectUntil: string | null;
  /** Why there was not the full notice. */
  readonly shortNotice: string | null;
  readonly commit: string | null;
}

/**
 * Compares each state of the register with the one before.
 *
 * @param states - oldest first. What the first that holds anything says of its past is where the log begins.
 * @param noticeDays - how many days of notice customers get
 * @returns the changes, newest first
 */
export function subprocessorChanges(
  states: readonly RegisterState[],
  noticeDays: number,
): SubprocessorChange[] {
  const changes: SubprocessorChange[] = [];
  const first = states.findIndex(({ entries }) => entries.size > 0);
  for (const [index, state] of states.entries()) {
    if (index < first) continue;
    const before = index === first ? null : (states[index - 1] ?? null);
    const at: Context = { day: state.day, commit: state.commit, noticeDays };
    for (const [id, entry] of state.entries) {
      const was = before?.entries.get(id) ?? renamed(before, state, entry);
      if (before === null) changes.push(...begun(id, entry, at));
      else if (was === undefined) changes.push(...came(id, entry, at));
      else changes.push(...altered(id, was, entry, at));
    }
    for (const [id, was] of before?.entries ?? []) {
      const stays = state.entries.has(id) || [...state.entries.values()].some((entry) => isSame(entry, was));
      const over = was.subprocessor.until !== undefined && was.subprocessor.until < state.day;
      if (stays || over) continue;
      changes.push(change(id, was.name, 'ends', [], state.day, at));
    }
  }
  const present = states.at(-1)?.entries;
  return changes.reverse().map((one) => {
    if (one.objectUntil === null) return one;
    const list = present?.get(one.vendor)?.subprocessor.processing ?? [];
    const reason = list.findLast(({ from }) => from <= one.effective)?.shortNotice;
    return { ...one, shortNotice: reason ?? one.shortNotice };
  });
}

/**
 * Finds changes that take effect before the notice is over. One that has a reason for its short notice passes, and is shown
 * with it.
 *
 * @param changes - all changes
 * @param present - the register as it is
 * @param noticeDays - how many days of notice customers get
 */
export function tooEarly(
  changes: readonly SubprocessorChange[],
  present: RegisterState['entries'],
  noticeDays: number,
): Finding[] {
  const seen = new Set<string>();
  return changes.flatMap(({ vendor, detail, announced, effective, objectUntil }) => {
    if (objectUntil === null || daysBetween(announced, effective) >= noticeDays) return [];
    const list = present.get(vendor)?.subprocessor.processing ?? [];
    const index = list.findLastIndex(({ from }) => from <= effective);
    const entry = list[index];
    if (
      !entry ||
      entry.shortNotice !== undefined ||
      !stillHolds(entry, effective > announced ? effective : null, detail)
    ) {
      return [];
    }
    const field = `subprocessor.processing[${index + 1}].from`;
    if (seen.has(vendor + field)) return [];
    seen.add(vendor + field);
    return [
      {
        file: `content/vendors/${vendor}.yaml`,
        field,
        message: `expected ${addDays(announced, noticeDays)} or later, ${noticeDays} days after ${announced}, the day on which customers can read of it, found "${effective}"; put it off, or say in shortNotice why it cannot be`,
      },
    ];
  });
}

/** Whether a change is still there: one that was taken back, or put off, since then is none any more. */
function stillHolds(
  { from, data, regions }: Processing,
  day: string | null,
  detail: readonly string[],
): boolean {
  const lines = [...data.map((one) => `new data: ${one}`), ...regions.map((one) => `new region: ${one}`)];
  return day === null ? detail.some((line) => lines.includes(line)) : from === day;
}

interface Context {
  readonly day: string;
  readonly commit: string | null;
  readonly noticeDays: number;
}

/** What the first state announces; what holds already is where the log begins. */
function begun(
  id: string,
  { name, subprocessor }: RegisteredSubprocessor,
  at: Context,
): SubprocessorChange[] {
  return subprocessor.processing.flatMap((entry, index) => {
    if (entry.from <= at.day) return [];
    const before = subprocessor.processing[index - 1];
    return before
      ? [change(id, name, 'extended', gained(before, entry), entry.from, at, entry)]
      : [change(id, name, 'added', gained(null, entry), entry.from, at, entry)];
  });
}

function came(id: string, { name, subprocessor }: RegisteredSubprocessor, at: Context): SubprocessorChange[] {
  const [first, ...later] = subprocessor.processing;
  if (!first) return [];
  return [
    change(id, name, 'added', gained(null, first), first.from, at, first),
    ...later.map((entry, index) =>
      change(
        id,
        name,
        'extended',
        gained(subprocessor.processing[index] ?? null, entry),
        entry.from,
        at,
        entry,
      ),
    ),
  ];
}

function altered(
  id: string,
  { name: nameBefore, subprocessor: was }: RegisteredSubprocessor,
  { name, subprocessor: is }: RegisteredSubprocessor,
  at: Context,
): SubprocessorChange[] {
  const changes: SubprocessorChange[] = [];
  for (const [index, entry] of is.processing.entries()) {
    const same = was.processing.find(({ from }) => from === entry.from);
    // A new entry is compared with what held before its day, an old one with itself: the past does not grow.
    const base =
      same ?? was.processing.findLast(({ from }) => from < entry.from) ?? is.processing[index - 1] ?? null;
    const effective = entry.from > at.day ? entry.from : at.day;
    const [more, less] = [gained(base, entry), base === null ? [] : lost(base, entry)];
    if (more.length > 0) changes.push(change(id, name, 'extended', [...more, ...less], effective, at, entry));
    else if (less.length > 0) changes.push(change(id, name, 'narrowed', less, effective, at));
  }
  for (const entry of was.processing) {
    if (entry.from > at.day && !is.processing.some(({ from }) => from === entry.from)) {
      changes.push(change(id, name, 'withdrawn', [`what was announced for ${entry.from}`], at.day, at));
    }
  }
  if (is.until !== undefined && is.until !== was.until)
    changes.push(change(id, name, 'ends', [], is.until, at));
  const words = [
    ...(name === nameBefore ? [] : [`name, before: ${nameBefore}`]),
    ...(is.purpose === was.purpose ? [] : [`purpose, before: ${was.purpose}`]),
    ...(is.safeguards === was.safeguards ? [] : [`safeguards, before: ${was.safeguards}`]),
  ];
  if (words.length > 0) changes.push(change(id, name, 'reworded', words, at.day, at));
  return changes;
}

function change(
  vendor: string,
  name: string,
  kind: SubprocessorChange['kind'],
  detail: readonly string[],
  effective: string,
  { day, commit, noticeDays }: Context,
  entry?: Processing,
): SubprocessorChange {
  const objectUntil = entry === undefined ? null : addDays(day, noticeDays);
  return {
    vendor,
    name,
    kind,
    detail,
    announced: day,
    effective,
    objectUntil,
    shortNotice: entry?.shortNotice ?? null,
    commit,
  };
}

function gained(before: Processing | null, { data, regions }: Processing): string[] {
  return [
    ...data.filter((one) => !before?.data.includes(one)).map((one) => `new data: ${one}`),
    ...regions.filter((one) => !before?.regions.includes(one)).map((one) => `new region: ${one}`),
  ];
}

function lost(before: Processing, { data, regions }: Processing): string[] {
  return [
    ...before.data.filter((one) => !data.includes(one)).map((one) => `no more data: ${one}`),
    ...before.regions.filter((one) => !regions.includes(one)).map((one) => `no more region: ${one}`),
  ];
}

/** What an entry was before, when its file got another name. */
function renamed(
  before: RegisterState | null,
  state: RegisterState,
  entry: RegisteredSubprocessor,
): RegisteredSubprocessor | undefined {
  return [...(before?.entries ?? [])].find(([id, was]) => !state.entries.has(id) && isSame(was, entry))?.[1];
}

function isSame(a: RegisteredSubprocessor, b: RegisteredSubprocessor): boolean {
  return a.name === b.name && JSON.stringify(a.subprocessor) === JSON.stringify(b.subprocessor);
}
