import type { Context } from 'hono';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { findMail } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { renderPage } from '../shell.tsx';
import { browserHash, isToken } from './browser.ts';
import { type Attempt, ended, findStanding, type Outcome, type Standing } from './confirm.ts';
import { ConfirmPage, type Errand, mailing, OverPage, type OverReason } from './confirm-page.tsx';
import { pageTitle } from './field.tsx';
import { reportIn } from './gated.ts';

/**
 * The address of the page may hold the token, so that not even our own next page is told it. Not `no-referrer`, which
 * would take the Origin from the form (core/headers.ts).
 */
const TELL_NOBODY = { 'Referrer-Policy': 'strict-origin' };

/** The errand of a path with `:report`. */
export function errandOf(c: Context<App>): Errand {
  const report = reportIn(c);
  return { report, path: `/access/${report.id}` };
}

/**
 * Shows what there is to confirm: one button behind the link in the browser that asked, else the field for the code.
 * Consumes nothing, however often and by whatever it is opened.
 *
 * @param c - the request's context
 * @param errand - what for
 */
export async function showConfirmation(c: Context<App>, errand: Errand): Promise<Response> {
  const { db, now } = c.var;
  const { path } = errand;
  const reportId = errand.report?.id ?? null;
  const token = c.req.query('token') ?? null;
  if (token !== null && !isToken(token)) return await showOver(c, errand, 'cut');
  const standing = await findStanding(db, { reportId, browserHash: await browserHash(c), token });
  // Somebody without a request of this browser has nothing to confirm; an unknown link is like one that is over.
  if (!standing) return token === null ? c.redirect(path, 303) : await showOver(c, errand, 'over');
  const over = standing.confirmation && ended(standing.confirmation, now);
  if (over === 'used' && isTheirs(c, standing)) return c.redirect(path, 303);
  if (over) return await showOver(c, errand, over);
  return await showPage(c, errand, standing, token, undefined);
}

/**
 * Reads a submitted confirmation.
 *
 * @param c - the request's context
 * @param errand - what for
 * @throws Failure bad-request where the token is none of ours
 */
export async function readConfirmation(c: Context<App>, { report }: Errand): Promise<Attempt> {
  const fields = await readForm(c);
  return {
    reportId: report?.id ?? null,
    browserHash: await browserHash(c),
    token: tokenOf(fields.get('token')),
    code: fields.get('code')?.trim() || null,
  };
}

/**
 * Shows why an attempt confirmed nothing, and what to do.
 *
 * @param c - the request's context
 * @param errand - what for
 * @param attempt - what was sent
 * @param outcome - why not
 */
export async function showRefusal(
  c: Context<App>,
  errand: Errand,
  attempt: Attempt,
  outcome: Extract<Outcome, { refused: string }>,
): Promise<Response> {
  const { refused } = outcome;
  if (refused === 'over' || refused === 'unknown') return await showOver(c, errand, 'over');
  const standing = await findStanding(c.var.db, attempt);
  if (refused === 'used') {
    if (standing && isTheirs(c, standing)) return c.redirect(errand.path, 303);
    return await showOver(c, errand, 'used');
  }
  if (!standing) return await showOver(c, errand, 'over');
  const { eightDigits, wrongCode } = c.var.words.m.confirmation;
  const sentence = outcome.refused === 'wrong-code' ? wrongCode(outcome.triesLeft) : eightDigits;
  return await showPage(c, errand, standing, attempt.token, sentence);
}

/** Whether it was confirmed by whoever is signed in here: the back button, and the link of the mail once more, lead on. */
function isTheirs(c: Context<App>, { asked }: Standing): boolean {
  return asked.person_id !== null && asked.person_id === c.var.session?.person.id;
}

async function showPage(
  c: Context<App>,
  errand: Errand,
  { asked, sameBrowser }: Standing,
  token: string | null,
  error: string | undefined,
): Promise<Response> {
  const { db, words } = c.var;
  return await renderPage(c, {
    title: pageTitle(words, words.m.confirmation.title, error !== undefined),
    status: error === undefined ? 200 : 400,
    headers: TELL_NOBODY,
    body: (
      <ConfirmPage
        errand={errand}
        address={asked.address}
        mailing={mailing(await findMail(db, 'confirmation', asked.id))}
        token={token}
        oneClick={token !== null && sameBrowser && error === undefined}
        error={error}
      />
    ),
  });
}

async function showOver(c: Context<App>, errand: Errand, reason: OverReason): Promise<Response> {
  const { m } = c.var.words;
  const { title, words } = m.confirmation.over[reason];
  const again = { href: errand.path, label: m.startAgain };
  const code = { href: `${errand.path}/confirm`, label: m.confirmation.typeCode };
  return await renderPage(c, {
    title,
    status: reason === 'cut' ? 400 : 410,
    headers: TELL_NOBODY,
    body: <OverPage title={title} words={words} ways={reason === 'cut' ? [code, again] : [again]} />,
  });
}

/** The form carries what its page was given: anything else is no form of ours. */
function tokenOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isToken(text)) throw new Failure('bad-request');
  return text;
}
