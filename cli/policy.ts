import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { projectRoot } from '../local/wrangler.ts';
import { ContentError, describeFinding } from '../schema/finding.ts';
import { isSamePerson, peopleOf } from '../schema/history/describe-commit.ts';
import { git } from '../schema/history/git.ts';
import { type LoadedHistory, loadHistory } from '../schema/history/load-history.ts';
import { isSettled, standingOf } from '../schema/history/policy-history.ts';
import { reviewState } from '../schema/history/review-state.ts';
import { loadContent } from '../schema/load.ts';
import { RECORDS_FOLDER } from '../schema/load-policy-records.ts';
import type { Policy } from '../schema/policies.ts';
import type { approvalSchema, reviewSchema } from '../schema/policy-records.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { type Due, lastDay, listDue, WITHIN } from './due.ts';

const usage = `  trust policy approve ID --role ROLE [--sample] [--root DIR]
  trust policy review ID --role ROLE --outcome "no change" | "change wanted" [--note TEXT] [--sample] [--root DIR]
      Writes the record of an approval or a review, bound to the exact text that is committed now. The commit that brings
      the record says who and when: make it yourself, under your own name, and sign it if you can.
        --role ROLE       the role in which you act: the policy's approverRole to approve, its ownerRole to review
        --outcome TEXT    what came of the review
        --note TEXT       what was found, in a sentence
        --sample          marks the record as made up, for a sample company
        --root DIR        the folder that holds content/ (default: this project)
  trust policy status [--root DIR]
      Says of each policy which version is approved, and when its next review is due.
  trust policy due [--within DAYS] [--root DIR]
      Lists what is due about policies, the most urgent first: reviews, and the approval of texts that nobody has approved yet.
      Exit code 0 when nothing is due, 1 when something is, so that it can run each night.
        --within DAYS     also what will be due within so many days, 0 to 366 (default: 0)
        --root DIR        the folder that holds content/ (default: this project)
`;

const OUTCOMES = ['no change', 'change wanted'] as const;

type Record = z.input<typeof approvalSchema> | z.input<typeof reviewSchema>;

/** Keeps the records of document control. */
export const policy: Command = {
  name: 'policy',
  usage,
  async run(args) {
    if (args[0] === 'due') return await due(args.slice(1));
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        outcome: { type: 'string' },
        note: { type: 'string' },
        sample: { type: 'boolean', default: false },
        root: { type: 'string', default: projectRoot },
      },
    });
    const [verb, id, ...more] = positionals;
    if (verb === 'status' && id === undefined) return status(await load(values.root));
    if ((verb !== 'approve' && verb !== 'review') || more.length > 0) {
      throw new UsageError('expected approve ID, review ID, status or due.');
    }
    if (id === undefined) throw new UsageError('expected the ID of a policy.');
    if (values.role === undefined) throw new UsageError('expected --role ROLE.');
    const outcome = OUTCOMES.find((one) => one === values.outcome);
    if (verb === 'review' && outcome === undefined) {
      throw new UsageError('expected --outcome "no change" or "change wanted".');
    }
    if (verb === 'approve' && (values.outcome ?? values.note) !== undefined) {
      throw new UsageError('--outcome and --note are those of a review.');
    }
    const { history, company } = await load(values.root);
    const text = committedText(history, id);
    const expectedRole = verb === 'approve' ? text.approverRole : text.ownerRole;
    if (values.role !== expectedRole) {
      throw new Refusal(`to ${verb} ${id} is the part of the ${expectedRole}, not of the ${values.role}.`);
    }
    if (values.sample && !company.sample) {
      throw new Refusal('--sample is for a sample company, which says so in content/company.yaml.');
    }
    if (verb === 'approve') await refuseRepeatOrAuthor(values.root, history, text, values.sample);
    const shared = { policy: id, version: text.version, blob: text.blob, role: values.role };
    const sample = values.sample ? { sample: true } : {};
    const record: Record =
      verb === 'approve'
        ? { record: 'approval', ...shared, ...sample }
        : {
            record: 'review',
            ...shared,
            outcome: outcome ?? 'no change',
            ...(values.note === undefined ? {} : { note: values.note }),
            ...sample,
          };
    const file = await write(values.root, record, history.asOf);
    console.log(
      `${file}\nCommit it under your own name: git add ${file} && git commit -S -m "policies: ${verb} ${id} ${text.version}"`,
    );
    return 0;
  },
};

async function load(root: string): Promise<{ history: LoadedHistory; company: { sample: boolean } }> {
  try {
    const content = await loadContent(root);
    return { history: await loadHistory(root, content, new Date()), company: content.company };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new Refusal(`the content is not sound:\n${error.findings.map(describeFinding).join('\n')}`);
  }
}

/** The text that is approved or reviewed is one that others can fetch by its hash. */
function committedText({ evidence }: LoadedHistory, id: string): Policy {
  const found = evidence.policies.find(({ policy }) => policy.id === id);
  if (!found) {
    const ids = evidence.policies.map(({ policy }) => policy.id).join(', ');
    throw new Refusal(`there is no policy "${id}"; there are ${ids}.`);
  }
  if (!found.lineage?.revisions.some(({ blob }) => blob === found.policy.blob)) {
    throw new Refusal(`content/policies/${id}.md is not committed as it is now: commit it first.`);
  }
  return found.policy;
}

async function refuseRepeatOrAuthor(
  root: string,
  history: LoadedHistory,
  { id, version }: Policy,
  sample: boolean,
): Promise<void> {
  const versions = history.policies.find((one) => one.id === id)?.versions ?? [];
  const last = versions.at(-1);
  if (last?.approval?.independent) {
    const { by } = last.approval;
    throw new Refusal(`version ${version} was approved on ${by.date} by ${by.author}.`);
  }
  if (sample) return;
  const identity = (await git(root, ['var', 'GIT_AUTHOR_IDENT'])).toString();
  const [, name = '', mail = ''] = /^(.*) <(.*)> \d+ [+-]\d+\s*$/.exec(identity) ?? [];
  const pending = versions.slice(1 + versions.findLastIndex((one) => one !== last && isSettled(one)));
  const commits = new Set(pending.flatMap(({ changes }) => changes.map(({ commit }) => commit)));
  const wrote = history.evidence.commits.filter(({ hash }) => commits.has(hash)).flatMap(peopleOf);
  if (wrote.some((person) => isSamePerson(person, { name, mail }))) {
    throw new Refusal(`${name} wrote this text, and an approval is somebody else’s: ask another.`);
  }
}

async function write(root: string, record: Record, day: string): Promise<string> {
  const verb = record.record === 'approval' ? 'approved' : 'reviewed';
  const file = `${RECORDS_FOLDER}/${record.policy}/${day}-${verb}-${record.version}.yaml`;
  await mkdir(dirname(join(root, file)), { recursive: true });
  try {
    await writeFile(join(root, file), stringify(record), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${file} is there already: commit it.`);
  }
  return file;
}

async function due(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { within: WITHIN, root: { type: 'string', default: projectRoot } },
  });
  const until = lastDay(values.within);
  const { history } = await load(values.root);
  const duties = history.evidence.policies.flatMap(
    ({ policy: { id, title, ownerRole, approverRole } }): Due[] => {
      const control = history.policies.find((one) => one.id === id);
      const today = control?.versions.at(-1);
      if (!control || !today) return [];
      const { last, due: by } = reviewState(control, history.asOf);
      const line = (what: string, role: string) => `${id} (${title}): ${what} [${role}]`;
      const review = {
        by,
        id,
        line: line(`review, ${last ? `last on ${last.by.date}` : 'the first'}`, ownerRole),
      };
      const written = today.changes.at(-1)?.date ?? history.asOf;
      const approval = { by: written, id, line: line(`approval of version ${today.version}`, approverRole) };
      return isSettled(today) ? [review] : [approval, review];
    },
  );
  return listDue(duties, until, `${history.evidence.policies.length} policies`);
}

const STANDINGS = {
  'earlier records': 'earlier records',
  'only its author': 'not approved',
  'not approved': 'not approved',
  'not committed': 'not committed',
} as const;

function status({ history }: { history: LoadedHistory }): number {
  for (const policy of history.policies.filter(({ withdrawn }) => withdrawn === null)) {
    const today = policy.versions.at(-1);
    const { due, overdueDays } = reviewState(policy, history.asOf);
    const standing = today ? standingOf(today) : 'not committed';
    const approved = standing === 'approved' ? `approved ${today?.approval?.by.date}` : STANDINGS[standing];
    const review = overdueDays > 0 ? `review overdue since ${due}` : `review due ${due}`;
    console.log(
      `${policy.id.padEnd(28)} ${(today?.version ?? '').padEnd(12)} ${approved.padEnd(20)} ${review}`,
    );
  }
  return 0;
}
