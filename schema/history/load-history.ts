import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Content } from '../content.ts';
import { RECORDS_FOLDER } from '../load-policy-records.ts';
import type { Policy } from '../policies.ts';
import { type PlacedUpdate, placeUpdates } from './amendments.ts';
import { controlDocument, type PlacedRecord, type PresentText } from './control-document.ts';
import { describeCommit } from './describe-commit.ts';
import {
  blobsOfParts,
  DOCUMENT_PATHS,
  type DocumentHistories,
  documentHistories,
} from './document-history.ts';
import { git, requireWholeHistory } from './git.ts';
import { type Lineage, traceFiles } from './lineage.ts';
import { type Commit, LOG_ARGUMENTS, parseLog } from './log.ts';
import { readObjects } from './objects.ts';
import { blobsOfOffers, type PlacedOffers, placeOffers } from './offered-texts.ts';
import { isSettled, type PolicyHistories, type PolicyHistory } from './policy-history.ts';
import { type PolicyText, policyTextReader } from './policy-text.ts';

const FOLDER = 'content/policies';
const DOCUMENT = /^content\/policies\/(?!README\.md)[^/]+\.md$/;

/** Where the keys lie that signatures of commits are checked with (ssh-keygen(1), "ALLOWED SIGNERS"), if anywhere. */
const SIGNERS = `${FOLDER}/allowed_signers`;

/** What a repository holds about its texts: the histories to show, and what they were made from, to be checked. */
export interface LoadedHistory extends PolicyHistories {
  readonly documents: DocumentHistories;
  readonly evidence: Evidence;
}

/** The raw states, for `check-history.ts`. */
export interface Evidence {
  readonly policies: readonly {
    readonly policy: Policy;
    readonly lineage: Lineage | null;
    readonly present: PresentText;
  }[];
  readonly records: readonly (PlacedRecord & { readonly lineage: Lineage | null })[];
  /** Records that were here once, samples left out, with the last commit that touched each. */
  readonly lostRecords: readonly { readonly path: string; readonly commit: Commit }[];
  readonly texts: ReadonlyMap<string, PolicyText>;
  /** The updates, with what their blobs hold in `objects`. */
  readonly updates: readonly PlacedUpdate[];
  readonly objects: ReadonlyMap<string, string>;
  readonly offers: PlacedOffers;
  readonly commits: readonly Commit[];
}

/**
 * Reads the history of the policies and of all other public texts: one `git log` over their folders, and one `git cat-file`
 * for the texts.
 *
 * @param root - the project's root
 * @param content - the policies and records there are, and how readers are told who made a change
 * @param now - the present
 * @returns the histories
 * @throws ContentError when there is no history, or not the whole
 */
export async function loadHistory(
  root: string,
  { policies, policyRecords: records, authors }: Pick<Content, 'policies' | 'policyRecords' | 'authors'>,
  now: Date,
): Promise<LoadedHistory> {
  await requireWholeHistory(root);
  const head = await headOf(root);
  const found = head === null ? [] : parseLog(await readLog(root), authors);
  const files = traceFiles(found);
  const documents = files.filter(({ path }) => DOCUMENT.test(path));
  const recordFiles = files.filter(({ path }) => path.startsWith(`${RECORDS_FOLDER}/`));

  const blobs = documents.flatMap(({ revisions }) =>
    revisions.flatMap(({ blob, before }) => (blob === null ? before : [blob, ...before])),
  );
  const kept = new Set(records.map(({ file }) => file));
  const lost = recordFiles.flatMap(({ path, revisions }) => {
    const first = revisions[0]?.blob;
    return kept.has(path) || !path.endsWith('.yaml') || !first ? [] : [{ path, first, revisions }];
  });
  const unsigned = found.filter(({ signature }) => signature === 'N').map(({ hash }) => hash);
  const updates = await placeUpdates(root, files);
  const objects = await readObjects(root, [
    ...blobs,
    ...unsigned,
    ...lost.map(({ first }) => first),
    ...blobsOfParts(files),
    ...blobsOfOffers(files),
    ...updates.flatMap(({ lineage: { revisions } }) =>
      revisions.flatMap(({ blob, before }) => [...before, ...(blob ? [blob] : [])]),
    ),
  ]);
  const readPolicyText = policyTextReader();
  const texts = new Map(blobs.map((blob) => [blob, readPolicyText(objects.get(blob) ?? '')]));
  // Git says the same of a commit without a signature and of one that it has no means to check.
  for (const commit of found) {
    if (/^gpgsig/m.test((objects.get(commit.hash) ?? '').split('\n\n', 1)[0] ?? '')) commit.signature = 'E';
  }

  // A company that takes over the project leaves the samples behind.
  const lostRecords = lost.flatMap(({ path, first, revisions }) => {
    const commit = revisions.at(-1)?.commit;
    return !commit || /^sample: true$/m.test(objects.get(first) ?? '') ? [] : [{ path, commit }];
  });
  const asOf = now.toISOString().slice(0, 'yyyy-mm-dd'.length);
  const byPath = new Map(files.map((lineage) => [lineage.path, lineage]));
  const placed = records.map((record) => {
    const lineage = byPath.get(record.file) ?? null;
    const first = lineage?.revisions[0];
    return { record, lineage, commit: first?.blob === record.fileBlob ? first.commit : null };
  });
  const current = await Promise.all(
    policies.map(async (policy) => {
      const path = `${FOLDER}/${policy.id}.md`;
      const source = await readFile(join(root, path), 'utf8');
      return {
        policy,
        lineage: byPath.get(path) ?? null,
        present: { blob: policy.blob, text: readPolicyText(source) },
      };
    }),
  );
  const there = new Set(current.map(({ lineage }) => lineage));
  const gone = documents.filter((document) => !there.has(document));

  return {
    head: head?.hash ?? null,
    committed: head?.day ?? null,
    asOf,
    policies: [
      ...current.map(({ policy, lineage, present }): PolicyHistory => {
        const formerIds = (lineage?.formerPaths ?? []).map(idOf);
        const ids = new Set([policy.id, ...formerIds]);
        const about = placed.filter(({ record }) => ids.has(record.policy));
        const control = controlDocument(lineage, texts, present, about);
        const bound = control.versions.findLast(isSettled);
        return {
          id: policy.id,
          title: policy.title,
          formerIds,
          withdrawn: null,
          ...control,
          // A rule of the text like any other: what nobody approved puts no review off.
          reviewEveryMonths: texts.get(bound?.blob ?? '')?.reviewEveryMonths ?? policy.reviewEveryMonths,
        };
      }),
      ...gone.map((lineage) => withdrawn(lineage, texts, placed)),
    ],
    documents: await documentHistories(root, files, objects),
    evidence: {
      policies: current,
      records: placed,
      lostRecords,
      texts,
      updates,
      offers: await placeOffers(root, files, found, objects, asOf),
      objects,
      commits: found,
    },
  };
}

async function headOf(root: string): Promise<{ hash: string; day: string } | null> {
  const there = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch(() => null);
  if (there === null) return null;
  const said = await git(root, ['-c', 'log.showSignature=false', 'show', '-s', '--format=%H %cI', 'HEAD']);
  const [hash = '', committed = ''] = said.toString().trim().split(' ');
  return { hash, day: committed.slice(0, 'yyyy-mm-dd'.length) };
}

async function readLog(root: string): Promise<string> {
  const signers = join(root, SIGNERS);
  const keys = existsSync(signers) ? ['-c', `gpg.ssh.allowedSignersFile=${signers}`] : [];
  return (await git(root, [...keys, ...LOG_ARGUMENTS, FOLDER, ...DOCUMENT_PATHS])).toString('utf8');
}

function withdrawn(
  lineage: Lineage,
  texts: ReadonlyMap<string, PolicyText>,
  records: readonly PlacedRecord[],
): PolicyHistory {
  const id = idOf(lineage.path);
  const last = lineage.revisions.findLast(({ blob }) => blob !== null);
  const removal = lineage.revisions.findLast(({ blob }) => blob === null);
  return {
    id,
    title: (last?.blob ? texts.get(last.blob)?.title : null) ?? id,
    formerIds: lineage.formerPaths.map(idOf),
    withdrawn: removal ? describeCommit(removal.commit) : null,
    ...controlDocument(
      lineage,
      texts,
      null,
      records.filter(({ record }) => record.policy === id),
    ),
    reviewEveryMonths: 0,
  };
}

function idOf(path: string): string {
  return path.slice(FOLDER.length + 1, -'.md'.length);
}
