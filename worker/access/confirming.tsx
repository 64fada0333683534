import type { Context } from 'hono';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { findMail } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { renderPage } from '../shell.tsx';
import { browserHash, isToken } from './browser.ts';
import { type Attempt, ended, findStanding, type Outcome, type Standing } from './confirm.ts';
import { ConfirmPage, mailing, OVER_TITLES, OverPage, type OverReason } from './confirm-page.tsx';
import { pageTitle } from './field.tsx';
import { reportIn } from './gated.ts';

/**
 * The address of the page may hold the token, so that not even our own next page is told it. Not `no-referrer`, which
 * would take the Origin from the form (core/headers.ts).
 */
const TELL_NOBODY = { 'Referrer-Policy': 'strict-origin' };

/**
 * Shows what there is to confirm: one button behind the link in the browser that asked, else the field for the code.
 * Consumes nothing, however often and by whatever it is opened.
 *
 * @param c - the request's context
 */
export async function showConfirmation(c: Context<App>): Promise<Response> {
  const { db, now } = c.var;
  const report = reportIn(c);
  const token = c.req.query('token') ?? null;
  if (token !== null && !isToken(token)) return await showOver(c, 'cut');
  const standing = await findStanding(db, { reportId: report.id, browserHash: await browserHash(c), token });
  // Somebody without a request of this browser has nothing to confirm; an unknown link is like one that is over.
  if (!standing) return token === null ? c.redirect(`/access/${report.id}`, 303) : await showOver(c, 'over');
  const over = standing.confirmation && ended(standing.confirmation, now);
  if (over) return await showOver(c, over);
  return await showPage(c, standing, token, undefined);
}

/**
 * Reads a submitted confirmation.
 *
 * @throws Failure bad-request where the token is none of ours
 */
export async function readConfirmation(c: Context<App>): Promise<Attempt> {
  const fields = await readForm(c);
  return {
    reportId: reportIn(c).id,
    browserHash: await browserHash(c),
    token: tokenOf(fields.get('token')),
    code: fields.get('code')?.trim() || null,
  };
}

/**
 * Shows why an attempt confirmed nothing, and what to do.
 *
 * @param c - the request's context
 * @param attempt - what was sent
 * @param outcome - why not
 */
export async function showRefusal(
  c: Context<App>,
  attempt: Attempt,
  outcome: Extract<Outcome, { refused: string }>,
): Promise<Response> {
  const { refused } = outcome;
  if (refused === 'used') return await showOver(c, 'used');
  if (refused === 'over' || refused === 'unknown') return await showOver(c, 'over');
  const standing = await findStanding(c.var.db, attempt);
  if (!standing) return await showOver(c, 'over');
  if (outcome.refused !== 'wrong-code')
    return await showPage(c, standing, attempt.token, 'Type the eight digits that stand in the mail.');
  const left = outcome.triesLeft === 1 ? 'One try is' : `${outcome.triesLeft} tries are`;
  const sentence = `That is not the code in the newest mail. ${left} left.`;
  return await showPage(c, standing, attempt.token, sentence);
}

async function showPage(
  c: Context<App>,
  { request, sameBrowser }: Standing,
  token: string | null,
  error: string | undefined,
): Promise<Response> {
  const { db } = c.var;
  const report = reportIn(c);
  return await renderPage(c, {
    title: pageTitle('Confirm your address', error !== undefined),
    status: error === undefined ? 200 : 400,
    headers: TELL_NOBODY,
    body: (
      <ConfirmPage
        report={report}
        address={request.address}
        mailing={mailing(await findMail(db, 'confirmation', request.id))}
        token={token}
        oneClick={token !== null && sameBrowser && error === undefined}
        error={error}
      />
    ),
  });
}

async function showOver(c: Context<App>, reason: OverReason): Promise<Response> {
  return await renderPage(c, {
    title: OVER_TITLES[reason],
    status: reason === 'cut' ? 400 : 410,
    headers: TELL_NOBODY,
    body: <OverPage report={reportIn(c)} reason={reason} />,
  });
}

/** The form carries what its page was given: anything else is no form of ours. */
function tokenOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isToken(text)) throw new Failure('bad-request');
  return text;
}
