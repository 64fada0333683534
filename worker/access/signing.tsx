import type { Context } from 'hono';
import type { App } from '../app.ts';
import { content } from '../content.ts';
import { readForm } from '../form.ts';
import { requireSamePerson, requireSession } from '../login/session.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { renderPage } from '../shell.tsx';
import { acceptNda, declineNda, recordTampering, type Signer } from './accept.ts';
import { graceEnds, openTexts, readAgreement } from './agreement.ts';
import { clientOf } from './client.ts';
import { pageTitle } from './field.tsx';
import { advance, pathOf, progressOf, reportIn } from './gated.ts';
import { standsOn } from './grant.ts';
import { DeclinedPage, NdaPage } from './nda-page.tsx';
import { atNda, type Progress } from './progress.ts';
import { findRequest } from './request-store.ts';
import { decideFor, refusedBy } from './settle.ts';

type AtNda = Extract<Progress, { at: 'nda' }>;

/** What is said above the agreement when it is shown again. */
interface Again {
  readonly status: 400 | 409;
  /** SHA-256 of the text that the reader saw before, if that was another one. */
  readonly seen: string | null;
  readonly error: string | undefined;
}

/**
 * Shows the agreement in force to a reader who has come so far.
 *
 * @param c - the request's context
 * @param progress - whose, for which request
 * @param again - why it is shown once more, if it is
 */
export async function showNda(c: Context<App>, progress: AtNda, again?: Again): Promise<Response> {
  const { nda, company } = content;
  return await renderPage(c, {
    title: pageTitle(c.var.words, nda.title, again?.error !== undefined),
    status: again?.status ?? 200,
    body: (
      <NdaPage
        report={reportIn(c)}
        nda={nda}
        counterparty={company.legalName}
        request={progress.request}
        personId={requireSession(c, 'prospect').person.id}
        seen={again?.seen ?? seenBefore(progress)}
        lastDay={lastDay(progress, c.var.now)}
        error={again?.error}
      />
    ),
  });
}

/** The text that a reader accepted before, if it is another one than that in force. */
function seenBefore({ renews }: AtNda): string | null {
  const hash = renews?.acceptedHash ?? null;
  return hash === content.nda.sha256 ? null : hash;
}

/** Until when the text that was accepted before still opens the report, in milliseconds; null where it does not. */
function lastDay({ renews }: AtNda, now: number): number | null {
  const { nda, access } = content;
  return renews && standsOn(renews, openTexts(nda, access.ndaGraceDays, now))
    ? graceEnds(nda, access.ndaGraceDays)
    : null;
}

/**
 * Takes a reader's answer to the agreement. Only whether the reader agrees is taken from the form; everything else on
 * it has to say what the server says.
 *
 * @param c - the request's context
 * @throws Failure signed-out, forbidden, conflict, bad-request
 */
export async function answerNda(c: Context<App>): Promise<Response> {
  const { db, now, config } = c.var;
  const report = reportIn(c);
  const session = requireSession(c, 'prospect');
  const fields = await readForm(c);
  requireSamePerson(session, fields.get('person'));
  const named = await findRequest(db, fields.get('request') ?? '');
  if (named?.person_id !== session.person.id || named.report_id !== report.id) throw new Failure('forbidden');

  // A rule may have come since the page was shown.
  const current = await advance(c);
  const progress = atNda(current);
  // Agreed already: a doubled click, the back button, a retry. The answer is the same.
  if (!progress) return c.redirect(pathOf(c, current), 303);
  const signer: Signer = {
    personId: session.person.id,
    sessionHash: session.idHash,
    client: clientOf(c),
    request: progress.request,
    renews: progress.renews,
  };

  const agreement = readAgreement(fields, content.nda);
  if (agreement === 'tampered') {
    await recordTampering(db, signer, now);
    throw new Failure('bad-request');
  }
  switch (fields.get('decision')) {
    case 'decline':
      if (!(await declineNda(db, signer, now))) return c.redirect(pathOf(c, await progressOf(c)), 303);
      return await renderPage(c, {
        title: c.var.words.m.agreement.declined,
        body: <DeclinedPage report={report} />,
      });
    case 'agree':
      break;
    default:
      throw new Failure('bad-request');
  }
  if (agreement === 'outdated')
    return await showNda(c, progress, { status: 409, seen: fields.get('sha256') ?? null, error: undefined });
  if (agreement === 'unticked') {
    const error = c.var.words.m.agreement.unticked;
    return await showNda(c, progress, { status: 400, seen: seenBefore(progress), error });
  }

  const decision = decideFor(progress.request.address, report);
  // Only somebody who declined, or whose grant stands on an older text, comes here denied: all others were told above.
  if (decision.outcome === 'deny') throw refusedBy(decision);
  const mails = await acceptNda(c.env, db, signer, decision, config.BUILD_ID, now);
  for (const mailId of mails) await enqueueMail(c.env, mailId);
  return c.redirect(pathOf(c, await progressOf(c)), 303);
}
