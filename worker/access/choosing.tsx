import type { Context } from 'hono';
import type { App } from '../app.ts';
import { registrationsOf } from '../login/provider.ts';
import { Failure } from '../problem.ts';
import { countPromise } from '../promise.ts';
import { newToken } from '../random.ts';
import { renderPage } from '../shell.tsx';
import { browserHash, isToken } from './browser.ts';
import { ChoosePage } from './choose-page.tsx';
import { pageTitle } from './field.tsx';
import { progressOf, reportIn } from './gated.ts';
import type { Entries, Field } from './request.ts';
import { findRequestOfBrowser } from './request-store.ts';

/** A form that came back with something to enter again. */
export interface Rejected {
  readonly attempt: string;
  readonly entries: Entries;
  readonly errors: Partial<Record<Field, string>>;
}

/**
 * Shows the two ways to a report.
 *
 * @param c - the request's context
 * @param rejected - what was entered and what is wrong with it; without, what this browser entered last is kept
 */
export async function showChoice(c: Context<App>, rejected?: Rejected): Promise<Response> {
  const { session, config, words } = c.var;
  const report = reportIn(c);
  const providers = registrationsOf(config).filter(({ role }) => role === 'customer');
  const progress = await progressOf(c);
  const [figures] = report.access === 'customers' ? [] : await countPromise(c.var.db, [report.id], c.var.now);
  const form = rejected ?? { attempt: newToken(), entries: await lastEntries(c), errors: {} };
  return await renderPage(c, {
    title: pageTitle(words, words.m.choose.title(report.title), rejected !== undefined),
    status: rejected ? 400 : 200,
    body: (
      <ChoosePage
        report={report}
        session={session}
        providers={providers}
        figures={figures}
        earlier={progress.at === 'start' || progress.at === 'denied' ? progress.request : null}
        {...form}
      />
    ),
  });
}

/**
 * Takes the form apart; what is missing is empty.
 *
 * @param fields - the form; attacker-controlled
 * @throws Failure bad-request where the form is none of ours
 */
export function readEntries(fields: ReadonlyMap<string, string>): { attempt: string; entries: Entries } {
  const attempt = fields.get('attempt');
  if (!isToken(attempt)) throw new Failure('bad-request');
  const [name, company, address] = (['name', 'company', 'address'] as const).map(
    (field) => fields.get(field) ?? '',
  );
  return { attempt, entries: { name: name ?? '', company: company ?? '', address: address ?? '' } };
}

async function lastEntries(c: Context<App>): Promise<Entries> {
  const browser = await browserHash(c);
  const last = browser && (await findRequestOfBrowser(c.var.db, reportIn(c).id, browser));
  if (last) return last;
  // Whoever confirmed an address for one report is not asked to type it again for the next.
  const { session } = c.var;
  if (session?.kind !== 'prospect') return { name: '', company: '', address: '' };
  const { name, company, address } = session.person;
  return { name, company, address: address ?? '' };
}
