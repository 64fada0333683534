import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { blobHash } from '../blob-hash.ts';
import type { Finding } from '../finding.ts';
import { commitInWords, describeCommit, shortHash } from './describe-commit.ts';
import type { Lineage } from './lineage.ts';
import type { Commit } from './log.ts';

/**
 * Legal texts that were offered: the agreement in all its versions, and the clause of the terms of service. A text may be put right
 * on the day on which it is offered first; what stands there at the end of that day is what people accept under its number.
 */

const VERSIONS = 'content/nda/versions.yaml';
const COMPANY = 'content/company.yaml';
const TEXT = /^content\/nda\/[a-z0-9-]+-(\d+\.\d+)\.md$/;

/** A file through time, from when the company was no sample any more; oldest first, the one on disk at the end. */
interface Placed {
  readonly path: string;
  readonly states: readonly State[];
}

/** A file as it was at the end of a commit. */
interface State {
  /** ISO 8601. */
  readonly day: string;
  /** Null for the file on disk. */
  readonly commit: Commit | null;
  /** Null where it was not there. */
  readonly blob: string | null;
}

/** The files that hold what was offered, for {@link changedOffers}. */
export interface PlacedOffers {
  readonly versions: Placed;
  readonly company: Placed;
  readonly texts: readonly Placed[];
  /** What the blobs of the first two hold. */
  readonly objects: ReadonlyMap<string, string>;
}

/** The blobs of which {@link placeOffers} has to know the text. */
export function blobsOfOffers(files: readonly Lineage[]): string[] {
  return files
    .filter(({ path }) => path === VERSIONS || path === COMPANY)
    .flatMap(({ revisions }) => revisions.flatMap(({ blob }) => blob ?? []));
}

/**
 * Finds the files that hold what was offered.
 *
 * @param root - the project's root
 * @param files - all files through time
 * @param commits - parents before children
 * @param objects - what the blobs of {@link blobsOfOffers} hold
 * @param today - the day on which what is not committed would be, ISO 8601
 */
export async function placeOffers(
  root: string,
  files: readonly Lineage[],
  commits: readonly Commit[],
  objects: ReadonlyMap<string, string>,
  today: string,
): Promise<PlacedOffers> {
  const known = new Map(objects);
  const order = new Map(commits.map(({ hash }, index) => [hash, index]));
  const place = async (path: string, begin = -1): Promise<Placed> => {
    const bytes = await readFile(join(root, path)).catch(() => null);
    const blob = bytes === null ? null : await blobHash(new Uint8Array(bytes));
    if (blob !== null && bytes !== null) known.set(blob, bytes.toString('utf8'));
    const revisions = files.find((one) => one.path === path)?.revisions ?? [];
    const states: State[] = revisions.map((one) => ({ day: describeCommit(one.commit).date, ...one }));
    if (blob !== null && states.at(-1)?.blob !== blob) states.push({ day: today, commit: null, blob });
    const indexOf = ({ commit }: State) => (commit === null ? commits.length : (order.get(commit.hash) ?? 0));
    const before = states.filter((state) => indexOf(state) < begin).slice(-1);
    const opening = commits[begin];
    return {
      path,
      states: [
        ...before.map((state) => ({ ...state, day: opening ? describeCommit(opening).date : state.day })),
        ...states.filter((state) => indexOf(state) >= begin),
      ],
    };
  };
  const isSample = ({ blob }: State) => blob !== null && /^sample: true$/m.test(known.get(blob) ?? '');
  const whole = await place(COMPANY);
  // What the sample offered binds nobody who takes over the project.
  const last = whole.states.at(-1);
  const first = last && !isSample(last) ? whole.states[whole.states.findLastIndex(isSample) + 1] : undefined;
  const begin = first?.commit ? (order.get(first.commit.hash) ?? -1) : first ? commits.length : -1;
  const paths = files.map(({ path }) => path).filter((path) => TEXT.test(path));
  return {
    versions: await place(VERSIONS, begin),
    company: await place(COMPANY, begin),
    texts: await Promise.all(paths.map(async (path) => await place(path, begin))),
    objects: known,
  };
}

/**
 * Finds texts that were changed, and days that were moved, after they were offered under the same version.
 *
 * @param offers - what was offered
 * @param today - ISO 8601
 */
export function changedOffers({ versions, company, texts, objects }: PlacedOffers, today: string): Finding[] {
  const findings: Finding[] = [];
  const read = (state: State) => readYaml(objects.get(state.blob ?? ''));
  const entries = versions.states.map((state) => ({ ...state, offers: entriesOf(read(state)) }));
  const present = entries.at(-1);
  for (const version of new Set(entries.flatMap(({ offers }) => [...offers.keys()]))) {
    const offered = offeredFrom(version, entries, today);
    if (!offered) continue;
    const text = texts.find(({ path }) => TEXT.exec(path)?.[1] === version);
    const settled = text?.states.findLast(({ day }) => day <= offered.from) ?? text?.states[0];
    const now = text?.states.at(-1);
    if (text && settled && now?.blob && now.blob !== settled.blob) {
      const message = `expected the text with which version ${version} is offered since ${offered.from}${inCommit(settled)}, found another (${whereOf(now)}). A text that was offered never changes: ${restore(settled, text.path)}and give the new text a new version, with a file and an entry in ${VERSIONS} of its own`;
      findings.push({ file: text.path, field: null, message });
    }
    const effective = present?.offers.get(version);
    // Of a text that was put right, the day of the last words is right as well.
    const isPutRight = settled !== undefined && settled.blob !== text?.states[0]?.blob;
    const allowed = [
      offered.effective,
      ...(isPutRight && settled.day > offered.effective ? [settled.day] : []),
    ];
    if (effective !== undefined && allowed.includes(effective)) continue;
    const message = `expected version ${version} effective ${offered.effective}, as it was offered${inCommit(offered.state)}, found ${effective ?? 'no entry'}: put it back, and give a new text a new version`;
    findings.push({ file: VERSIONS, field: 'versions', message });
  }

  const terms = company.states.map((state) => ({ ...state, offers: termsOf(read(state)) }));
  for (const [version, now] of terms.at(-1)?.offers ?? []) {
    const offered = offeredFrom(version, terms, today);
    const settled = terms.findLast(({ day, offers }) => offers.has(version) && day <= (offered?.from ?? ''));
    const then = settled?.offers.get(version);
    if (!settled || then === undefined || then === now) continue;
    const message = `expected the clause and the day with which version ${version} of the terms is in force${inCommit(settled)}, found another: put it back, and give the new clause a new version and day`;
    findings.push({ file: COMPANY, field: 'terms', message });
  }
  return findings;
}

/** When a version was offered first, and how that was said at the end of that day. */
function offeredFrom(
  version: string,
  states: readonly (State & { readonly offers: ReadonlyMap<string, string> })[],
  today: string,
): { from: string; effective: string; state: State } | null {
  for (const [index, { day, offers }] of states.entries()) {
    const effective = effectiveOf(offers.get(version));
    if (effective === null) continue;
    const from = effective > day ? effective : day;
    // A day that was put off before it came was not the one.
    if (from > (states[index + 1]?.day ?? today)) continue;
    const state = states.findLast((one) => one.day <= from && one.offers.has(version));
    const said = effectiveOf(state?.offers.get(version));
    if (state && said !== null && said <= from) return { from, effective: said, state };
  }
  return null;
}

/** The day at the beginning of what is kept of an offer. */
function effectiveOf(offer: string | undefined): string | null {
  return offer?.slice(0, 'yyyy-mm-dd'.length) ?? null;
}

/** Version and day of each entry. */
function entriesOf(data: unknown): Map<string, string> {
  const { versions } = (data ?? {}) as { versions?: unknown };
  return new Map(
    (Array.isArray(versions) ? (versions as unknown[]) : []).flatMap((entry) => {
      const { version, effective } = (entry ?? {}) as Record<string, unknown>;
      return typeof version === 'string' ? [[version, String(effective)] as const] : [];
    }),
  );
}

/** The version of the terms, with its day and the clause that counts; what is said in plain words beside it is no part of it. */
function termsOf(data: unknown): Map<string, string> {
  const { terms } = (data ?? {}) as { terms?: Record<string, unknown> };
  if (typeof terms?.version !== 'string') return new Map();
  const { version, effective, clause, clauseText } = terms;
  return new Map([[version, `${String(effective)} ${JSON.stringify([clause, clauseText])}`]]);
}

function readYaml(text: string | undefined): unknown {
  try {
    return parse(text ?? '', { maxAliasCount: 0 });
  } catch {
    return null;
  }
}

function inCommit({ commit }: State): string {
  return commit === null ? '' : ` (${commitInWords(commit)})`;
}

function whereOf({ commit }: State): string {
  return commit === null ? 'not committed yet' : commitInWords(commit);
}

function restore({ commit }: State, path: string): string {
  return commit === null ? '' : `git checkout ${shortHash(commit.hash)} -- ${path}, `;
}
