import { addDays, daysBetween } from '../calendar.ts';
import type { Finding } from '../finding.ts';
import { type Processing, processingOf } from '../subprocessors.ts';
import type { SubprocessorSource } from '../vendors.ts';
import { bindingNotice, type NoticePromise } from './notice-promises.ts';

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
  /** Whether the company was a made-up one: whoever takes over the project leaves its subprocessors behind. */
  readonly sample: boolean;
  readonly entries: ReadonlyMap<string, RegisteredSubprocessor>;
}

/** One change, as the log shows it. */
export interface SubprocessorChange {
  readonly vendor: string;
  readonly name: string;
  readonly kind: 'added' | 'extended' | 'narrowed' | 'ends' | 'withdrawn' | 'renamed' | 'notice';
  /** In words: what came or went. */
  readonly detail: readonly string[];
  readonly announced: string;
  readonly effective: string;
  /** The last day on which a customer may object; null for what takes nothing from customers. */
  readonly objectUntil: string | null;
  /** Why there was not the full notice. */
  readonly shortNotice: string | null;
  readonly commit: string | null;
  /** The day of the entry of `processing` that says it; null where none does. */
  readonly entry: string | null;
  /** Whether it changed what held already, where it stood: an entry of its own would have said from when. */
  readonly inPlace: boolean;
}

/**
 * Compares each state of the register with the one before.
 *
 * @param states - oldest first. What the first that holds anything says of its past is where the log begins.
 * @param promises - the notice that customers were promised, oldest first; a change has that of the day that announced it
 * @returns the changes, newest first
 */
export function subprocessorChanges(
  states: readonly RegisterState[],
  promises: readonly NoticePromise[],
): SubprocessorChange[] {
  const changes: SubprocessorChange[] = [];
  const announced = new Map<string, Processing>();
  const first = states.findIndex(({ entries }) => entries.size > 0);
  for (const [index, state] of states.entries()) {
    if (index < first) continue;
    const before = index === first ? null : (states[index - 1] ?? null);
    const at: Context = {
      day: state.day,
      commit: state.commit,
      noticeDays: bindingNotice(promises, state.day),
    };
    for (const [id, entry] of state.entries) {
      const was = before?.entries.get(id) ?? renamed(before, state, entry);
      if (before === null) changes.push(...begun(id, entry, at));
      else if (was === undefined) changes.push(...came(id, entry, at));
      else changes.push(...altered(id, was, entry, at, announced));
      for (const one of processingOf(entry.subprocessor)) {
        const key = `${id} ${one.from}`;
        if (one.from > state.day || !announced.has(key)) announced.set(key, one);
      }
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
    // What holds already has no reason of its own: that of its entry was another change's.
    if (one.objectUntil === null || one.inPlace) return one;
    const list = present?.get(one.vendor)?.subprocessor.processing ?? [];
    return {
      ...one,
      shortNotice: list.find(({ from }) => from === one.entry)?.shortNotice ?? one.shortNotice,
    };
  });
}

/**
 * Finds changes that take effect before the notice is over. One that has a reason for its short notice passes, and is shown
 * with it.
 *
 * @param changes - all changes
 * @param present - the register as it is
 */
export function tooEarly(
  changes: readonly SubprocessorChange[],
  present: RegisterState['entries'],
): Finding[] {
  const seen = new Set<string>();
  return changes.flatMap(
    ({ vendor, kind, detail, announced, effective, objectUntil, entry: day, inPlace }) => {
      if (objectUntil === null || effective >= objectUntil) return [];
      const now = present.get(vendor);
      const index = now?.subprocessor.processing.findIndex(({ from }) => from === day) ?? -1;
      const entry = now && processingOf(now.subprocessor)[index];
      const file = `content/vendors/${vendor}.yaml`;
      const days = daysBetween(announced, objectUntil);
      const say = (field: string, message: string) => {
        if (seen.has(file + field)) return [];
        seen.add(file + field);
        return [{ file, field, message }];
      };
      if (kind === 'renamed') {
        if (!now || day !== null || !detail.includes(`new name: ${now.name}`)) return [];
        return say(
          'name',
          `expected the name as it was, found "${now.name}": another name may be another company. Add a vendor; or, if the name alone is another, add an entry to subprocessor.processing that says so in shortNotice`,
        );
      }
      // What was taken back since then is no change any more.
      if (!entry || !gained(null, entry, true).some((line) => detail.includes(line))) return [];
      if (inPlace) {
        const came = detail.filter((line) => line.startsWith('new '));
        return say(
          `subprocessor.processing[${index + 1}]`,
          `expected what holds since ${entry.from} as it was, found it changed in its place (${came.join('; ')}): undo that, and add an entry to processing for what is new, from ${objectUntil} or later, ${days} days after ${announced}, or earlier with shortNotice, which says why it cannot wait`,
        );
      }
      if (entry.shortNotice !== undefined) return [];
      return say(
        `subprocessor.processing[${index + 1}].from`,
        `expected ${objectUntil} or later, ${days} days after ${announced}, the day on which customers can read of it, found "${entry.from}"; put it off, or say in shortNotice why it cannot be`,
      );
    },
  );
}

/**
 * Finds subprocessors that were public, and are gone without a word of when they ended.
 *
 * @param states - oldest first, the present one at the end
 * @param today - the day to judge by, ISO 8601
 */
export function goneWithoutEnd(states: readonly RegisterState[], today: string): Finding[] {
  const present = states.at(-1);
  if (!present) return [];
  const names = new Set([...present.entries.values()].map(({ name }) => name));
  const former = new Map<string, { entry: RegisteredSubprocessor; commit: string | null }>();
  for (const { entries, commit, sample } of states) {
    if (sample !== present.sample) continue;
    for (const [id, entry] of entries) former.set(id, { entry, commit });
  }
  return [...former].flatMap(([id, { entry, commit }]) => {
    const { until } = entry.subprocessor;
    if (present.entries.has(id) || names.has(entry.name)) return [];
    if (until !== undefined && until < today) return [];
    const file = `content/vendors/${id}.yaml`;
    const expected =
      until === undefined ? 'the day on which it ends' : `the entry here until ${until} is over`;
    const message = `expected ${expected}, found ${entry.name} gone: customers were told of it, and are told of its end. Bring it back and set until: git checkout ${commit?.slice(0, 10) ?? 'HEAD'} -- ${file}`;
    return [{ file, field: 'subprocessor.until', message }];
  });
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
  const list = processingOf(subprocessor);
  return list.flatMap((entry, index) => {
    if (entry.from <= at.day) return [];
    const before = list[index - 1] ?? null;
    return [
      change(id, name, before ? 'extended' : 'added', gained(before, entry), entry.from, at, { entry }),
    ];
  });
}

function came(id: string, { name, subprocessor }: RegisteredSubprocessor, at: Context): SubprocessorChange[] {
  const list = processingOf(subprocessor);
  return list.map((entry, index) => {
    const before = list[index - 1] ?? null;
    return change(id, name, before ? 'extended' : 'added', gained(before, entry), entry.from, at, { entry });
  });
}

function altered(
  id: string,
  { name: nameBefore, subprocessor: was }: RegisteredSubprocessor,
  { name, subprocessor: is }: RegisteredSubprocessor,
  at: Context,
  announced: ReadonlyMap<string, Processing>,
): SubprocessorChange[] {
  const changes: SubprocessorChange[] = [];
  const [before, after] = [processingOf(was), processingOf(is)];
  for (const [index, entry] of after.entries()) {
    const same = before.find(({ from }) => from === entry.from);
    // A new entry is compared with what held before its day, an old one with itself: the past does not grow.
    const base = same ?? before.findLast(({ from }) => from < entry.from) ?? after[index - 1] ?? null;
    const effective = entry.from > at.day ? entry.from : at.day;
    const inPlace = same !== undefined && entry.from <= at.day;
    const [more, less] = [gained(base, entry), base === null ? [] : lost(base, entry)];
    const then = announced.get(`${id} ${entry.from}`);
    if (inPlace && then && gained(then, entry).length === 0 && more.length > 0)
      changes.push(change(id, name, 'withdrawn', [...more, ...less], effective, at));
    else if (more.length > 0)
      changes.push(change(id, name, 'extended', [...more, ...less], effective, at, { entry, inPlace }));
    else if (less.length > 0) changes.push(change(id, name, 'narrowed', less, effective, at));
  }
  for (const entry of before) {
    if (entry.from > at.day && !after.some(({ from }) => from === entry.from)) {
      changes.push(change(id, name, 'withdrawn', [`what was announced for ${entry.from}`], at.day, at));
    }
  }
  if (is.until !== undefined && is.until !== was.until)
    changes.push(change(id, name, 'ends', [], is.until, at));
  if (name !== nameBefore) {
    const reason = after.find(
      ({ from, shortNotice }) => shortNotice !== undefined && !before.some((one) => one.from === from),
    );
    const detail = [`new name: ${name}`, `no more name: ${nameBefore}`];
    changes.push(change(id, name, 'renamed', detail, at.day, at, { entry: reason ?? null }));
  }
  return changes;
}

/** @param asks - the entry that says it, for a change that takes something from customers: they may object */
function change(
  vendor: string,
  name: string,
  kind: SubprocessorChange['kind'],
  detail: readonly string[],
  effective: string,
  { day, commit, noticeDays }: Context,
  asks?: { readonly entry: Processing | null; readonly inPlace?: boolean },
): SubprocessorChange {
  const inPlace = asks?.inPlace ?? false;
  return {
    vendor,
    name,
    kind,
    detail,
    announced: day,
    effective,
    objectUntil: asks === undefined ? null : addDays(day, noticeDays),
    shortNotice: inPlace ? null : (asks?.entry?.shortNotice ?? null),
    commit,
    entry: asks?.entry?.from ?? null,
    inPlace,
  };
}

/** The kinds of facts that a customer may object to. Nobody but them can tell which words mean more than those before. */
const FACTS = ['data', 'region', 'purpose', 'safeguards'] as const;

function factsOf({ data, regions, purpose, safeguards }: Processing) {
  return { data, region: regions, purpose: [purpose], safeguards: [safeguards] };
}

/** @param whole - whether to name purpose and safeguards of what is new as a whole */
function gained(before: Processing | null, after: Processing, whole = false): string[] {
  const [was, is] = [before && factsOf(before), factsOf(after)];
  const facts = before || whole ? FACTS : (['data', 'region'] as const);
  return facts.flatMap((fact) =>
    is[fact].filter((one) => !was?.[fact].includes(one)).map((one) => `new ${fact}: ${one}`),
  );
}

function lost(before: Processing, after: Processing): string[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  return FACTS.flatMap((fact) =>
    was[fact].filter((one) => !is[fact].includes(one)).map((one) => `no more ${fact}: ${one}`),
  );
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
