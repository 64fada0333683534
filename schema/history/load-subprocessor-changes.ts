import { parse } from 'yaml';
import { iso } from '../calendar.ts';
import type { Content } from '../content.ts';
import type { Finding } from '../finding.ts';
import { subprocessorSchema, vendorRulesSchema } from '../vendors.ts';
import { git, requireWholeHistory } from './git.ts';
import { MAIN_LINE_ARGUMENTS, parseLog } from './log.ts';
import { bindingNotice, type NoticePromise, noticeChanges } from './notice-promises.ts';
import { readObjects } from './objects.ts';
import {
  goneWithoutEnd,
  type RegisteredSubprocessor,
  type RegisterState,
  type SubprocessorChange,
  subprocessorChanges,
  tooEarly,
} from './subprocessor-changes.ts';

const FOLDER = 'content/vendors';
const RULES = 'content/vendors.yaml';
const COMPANY = 'content/company.yaml';
const FILE = /^content\/vendors\/([a-z0-9-]+)\.yaml$/;

/**
 * Reads what changed about subprocessors: one `git log` over the register's main line and its rules, and one `git cat-file`. Of
 * each vendor's file only the public part is looked at.
 *
 * @param root - the project's root
 * @param content - the content as it is; what of it is not committed yet counts as announced today
 * @returns the changes, newest first, those that take effect too early or end without a word, and the notice that what is announced today must keep
 * @throws ContentError when there is no history, or not the whole
 */
export async function loadSubprocessorChanges(
  root: string,
  { company, vendors, vendorRules, today }: Pick<Content, 'company' | 'vendors' | 'vendorRules' | 'today'>,
): Promise<{ changes: SubprocessorChange[]; findings: Finding[]; noticeDays: number }> {
  await requireWholeHistory(root);
  const hasCommit = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).then(
    () => true,
    () => false,
  );
  const { states, promises } = hasCommit ? await readStates(root) : { states: [], promises: [] };
  const present = new Map<string, RegisteredSubprocessor>();
  for (const { id, name, subprocessor } of vendors) if (subprocessor) present.set(id, { name, subprocessor });
  const last = states.at(-1);
  const { sample } = company;
  if (!last || !isSameRegister(last.entries, present) || last.sample !== sample) {
    states.push({ commit: null, day: today, sample, entries: present });
  }
  const { days } = vendorRules.notice;
  if (promises.at(-1)?.days !== days) promises.push({ commit: null, day: today, days });
  const ofVendors = subprocessorChanges(states, promises);
  const changes = [...noticeChanges(promises).reverse(), ...ofVendors].sort((a, b) =>
    b.announced.localeCompare(a.announced),
  );
  return {
    changes,
    findings: [...tooEarly(ofVendors, present), ...goneWithoutEnd(states, today)],
    noticeDays: bindingNotice(promises, today),
  };
}

async function readStates(root: string): Promise<{ states: RegisterState[]; promises: NoticePromise[] }> {
  const commits = parseLog(
    (await git(root, [...MAIN_LINE_ARGUMENTS, FOLDER, RULES, COMPANY])).toString('utf8'),
  );
  const blobs = commits.flatMap(({ changes }) => changes.flatMap(({ blob }) => blob ?? []));
  const texts = await readObjects(root, blobs);
  const entries = new Map<string, RegisteredSubprocessor>();
  const promises: NoticePromise[] = [];
  let sample = false;
  const states = commits.map(({ hash, committed, changes }) => {
    const day = iso(Date.parse(committed));
    const rules = changes.find(({ path }) => path === RULES)?.blob;
    const days = rules ? promisedDays(texts.get(rules) ?? '') : null;
    if (days !== null && days !== promises.at(-1)?.days) promises.push({ commit: hash, day, days });
    const company = changes.find(({ path }) => path === COMPANY)?.blob;
    if (company) sample = /^sample: true$/m.test(texts.get(company) ?? '');
    for (const { path, pathsBefore, blob } of changes) {
      for (const gone of pathsBefore.filter((before) => before !== path)) entries.delete(idOf(gone));
      const id = idOf(path);
      const entry = blob === null ? null : publicPart(texts.get(blob) ?? '');
      if (id === '') continue;
      if (entry) entries.set(id, entry);
      else if (entry === null) entries.delete(id);
    }
    return { commit: hash, day, sample, entries: new Map(entries) };
  });
  return { states, promises };
}

/** The notice that an old text of the rules promised; null where it cannot be read and promises nothing. */
function promisedDays(text: string): number | null {
  try {
    const { notice } = parse(text) as { notice?: unknown };
    return (
      vendorRulesSchema.shape.notice.shape.days.safeParse((notice as { days?: unknown }).days).data ?? null
    );
  } catch {
    return null;
  }
}

/** The public part; null when there is none, undefined when an old text cannot be read and says nothing. */
function publicPart(text: string): RegisteredSubprocessor | null | undefined {
  let data: { name?: unknown; subprocessor?: unknown } | null;
  try {
    data = parse(text) as typeof data;
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null || data.subprocessor === undefined) return null;
  const { success, data: subprocessor } = subprocessorSchema.safeParse(data.subprocessor);
  return success && typeof data.name === 'string' ? { name: data.name, subprocessor } : undefined;
}

function idOf(path: string): string {
  return FILE.exec(path)?.[1] ?? '';
}

function isSameRegister(a: RegisterState['entries'], b: RegisterState['entries']): boolean {
  return (
    a.size === b.size &&
    // The schema gives both their fields in one order.
    [...a].every(([id, entry]) => JSON.stringify(entry) === JSON.stringify(b.get(id)))
  );
}
