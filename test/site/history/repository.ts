import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ContentError, describeFinding } from '../../../schema/finding.ts';
import { checkHistory, overdueReviews } from '../../../schema/history/check-history.ts';
import { type LoadedHistory, loadHistory } from '../../../schema/history/load-history.ts';
import type { PolicyHistory } from '../../../schema/history/policy-history.ts';
import { loadContent } from '../../../schema/load.ts';
import { ROOT } from '../built.ts';

/** Somebody who commits. */
export const ANN = { name: 'Ann Author', mail: 'ann@company.example' };
export const BEA = { name: 'Bea Approver', mail: 'bea@company.example' };

/** The present of all tests that do not say otherwise. */
export const NOW = new Date('2026-06-01T12:00:00Z');

/** The ids that the rest of the sample content links to. */
const LINKED = ['access-control', 'incident-response', 'vendor-management'];

/** What a policy's file says; the rest is always the same. */
export interface Text {
  readonly versions?: readonly string[];
  readonly purpose?: string;
  readonly title?: string;
  readonly fields?: string;
}

/**
 * The file of a policy.
 *
 * @param text - versions as in `1.0 substantive`, with `@2025-01-01` behind for a day of earlier records
 */
export function policyFile({
  versions = ['1.0 substantive'],
  purpose = 'To begin.',
  title = 'Some rule',
  fields = '',
}: Text = {}): string {
  const entries = versions.map((entry) => {
    const [, version, kind, from] = /^(\S+) (\w+)(?: @(\S+))?$/.exec(entry) ?? [];
    return `  - version: "${version}"\n    kind: ${kind}\n    summary: What came with ${version}.\n${from ? `    inForceFrom: ${from}\n` : ''}`;
  });
  return `---
title: ${title}
summary: What it asks.
ownerRole: Head of Security
approverRole: Managing director
${fields}versions:
${entries.join('')}---

## Purpose

${purpose}

## Scope

Everybody.

## Policy

Nobody may.

## Roles and responsibilities

- Everybody keeps it.
`;
}

/** A throw-away repository with the sample content and policies of its own. */
export class Repository implements Disposable {
  readonly root: string;
  readonly #folder: string;

  /** @param name - of its folder */
  constructor(name = 'repository') {
    this.#folder = mkdtempSync(join(tmpdir(), 'history-'));
    this.root = join(this.#folder, name);
    cpSync(join(ROOT, 'content'), join(this.root, 'content'), { recursive: true });
    for (const entry of readdirSync(join(this.root, 'content/policies'))) {
      rmSync(join(this.root, 'content/policies', entry), { recursive: true });
    }
    // Controls, and answers, stand on the sample's own policies.
    for (const name of ['controls', 'records', 'questions', 'updates']) {
      rmSync(join(this.root, 'content', name), { recursive: true });
    }
    // Who committed is what these tests look at.
    rmSync(join(this.root, 'content/authors.yaml'));
    const security = join(this.root, 'content/security.yaml');
    writeFileSync(security, readFileSync(security, 'utf8').replace(/^ *control: .*\n/gm, ''));
    for (const id of LINKED) this.write(`${id}.md`, policyFile({ title: `The ${id} rule` }));
    this.git('init', '-q', '-b', 'main');
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Runs Git as nobody in particular, without the settings of this machine. */
  git(...args: string[]): string {
    return this.run('git', args);
  }

  /** Runs a command in the repository. */
  run(command: string, args: readonly string[], environment: Record<string, string> = {}): string {
    return execFileSync(command, args, {
      cwd: this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: ANN.name,
        GIT_AUTHOR_EMAIL: ANN.mail,
        GIT_COMMITTER_NAME: ANN.name,
        GIT_COMMITTER_EMAIL: ANN.mail,
        ...environment,
      },
    }).trim();
  }

  /** Writes a file below `content/policies/`. */
  write(name: string, text: string): void {
    const path = join(this.root, 'content/policies', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Commits everything. */
  commit(day: string, message = 'policies: a change', who = ANN, args: readonly string[] = []): string {
    this.git('add', '-A');
    const date = day.includes('T') ? day : `${day}T09:00:00Z`;
    this.run('git', [...args, 'commit', '-q', '--allow-empty', '-m', message], {
      GIT_AUTHOR_NAME: who.name,
      GIT_AUTHOR_EMAIL: who.mail,
      GIT_COMMITTER_NAME: who.name,
      GIT_COMMITTER_EMAIL: who.mail,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    });
    return this.git('rev-parse', 'HEAD');
  }

  /** Writes a record about the file as it lies there now. */
  record(id: string, kind: 'approval' | 'review', version: string, fields = ''): string {
    const blob = this.git('hash-object', '--no-filters', `content/policies/${id}.md`);
    const role = kind === 'approval' ? 'Managing director' : 'Head of Security';
    const outcome = kind === 'review' ? 'outcome: no change\n' : '';
    const name = `records/${id}/${kind}-${version}-${blob.slice(0, 6)}.yaml`;
    this.write(
      name,
      `record: ${kind}\npolicy: ${id}\nversion: "${version}"\nblob: ${blob}\nrole: ${role}\n${outcome}${fields}`,
    );
    return `content/policies/${name}`;
  }

  /** Reads the history. */
  async load(now = NOW): Promise<LoadedHistory> {
    return await loadHistory(this.root, await loadContent(this.root), now);
  }

  /** Reads the history of one policy. */
  async history(id: string, now = NOW): Promise<PolicyHistory> {
    const found = (await this.load(now)).policies.find((one) => one.id === id);
    if (!found) throw new Error(`no history of ${id}`);
    return found;
  }

  /** What `npm run check` would say beside what fails. */
  async notes({ now = NOW } = {}): Promise<string[]> {
    return checkHistory(await this.load(now), now, false).notes.map(describeFinding);
  }

  /** What `npm run check` would say of it, a line each; or why it cannot be read. */
  async check({ now = NOW, sample = false } = {}): Promise<string[]> {
    try {
      const history = await this.load(now);
      const { findings } = checkHistory(history, now, sample);
      return [...findings, ...overdueReviews(history, history.asOf)].map(
        ({ file, field, message }) => `${file}: ${field === null ? '' : `${field}: `}${message}`,
      );
    } catch (error) {
      if (error instanceof ContentError) return error.message.split('\n');
      throw error;
    }
  }
}
