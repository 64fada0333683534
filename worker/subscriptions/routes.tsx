import { type Context, Hono } from 'hono';
import { text } from '../../words/html.ts';
import { isToken } from '../access/browser.ts';
import { clientOf } from '../access/client.ts';
import { OneClickPage, OverPage } from '../access/confirm-page.tsx';
import { pageTitle } from '../access/field.tsx';
import type { App } from '../app.ts';
import { guardFlood } from '../counters.ts';
import { readForm } from '../form.ts';
import { clientAddress } from '../guard.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { newToken } from '../random.ts';
import { renderPage } from '../shell.tsx';
import { CheckMailPage, EndedPage, ManagePage, SubscribePage } from './pages.tsx';
import { changeTopics, endSubscription, findSubscription } from './store.ts';
import {
  askForSubscription,
  confirmByToken,
  findPendingSubscription,
  type SubscriptionEntries,
  type SubscriptionErrors,
  validateSubscription,
} from './subscribe.ts';
import { readSubscriptionToken, subscriptionToken } from './token.ts';
import { namesOf, TOPICS, type TopicId, topicsOf } from './topics.ts';

/** Pages whose address may hold a token tell it to nobody (worker/access/confirming.tsx). */
const TELL_NOBODY = { 'Referrer-Policy': 'strict-origin' };

/** `/subscribe`: news by mail, asked for, confirmed, changed and ended. A GET changes nothing. */
export const subscribe = new Hono<App>()
  .get('/', async (c) => {
    const topic = c.req.query('topic');
    const topics = topicsOf(topic === undefined ? [] : [topic]);
    return await showForm(c, newToken(), { address: '', topics }, {});
  })

  .post('/', async (c) => {
    await guardFlood(c.env.MAIL_LIMIT, clientAddress(c));
    const fields = await readForm(c);
    const attempt = fields.get('attempt');
    if (!isToken(attempt)) throw new Failure('bad-request');
    const entries = { address: fields.get('address') ?? '', topics: chosenIn(fields) };
    const { m } = c.var.words;
    const checked = validateSubscription(entries, m);
    if ('errors' in checked) return await showForm(c, attempt, entries, checked.errors);
    const mailId = await askForSubscription(c.var.db, checked, attempt, clientOf(c), c.var.now);
    // Not sent while the asker waits: how long that takes would tell whether there is a mail at all.
    if (mailId !== null) c.executionCtx.waitUntil(enqueueMail(c.env, mailId));
    const body = <CheckMailPage address={checked.address.address} />;
    return await renderPage(c, { title: m.confirmation.checkMail, body });
  })

  .get('/confirm', async (c) => {
    const token = c.req.query('token');
    const request = isToken(token) && (await findPendingSubscription(c.var.db, token, c.var.now));
    if (!request) return await showOver(c);
    const { m } = c.var.words;
    const lead = m.subscribe.will(text(request.address), text(namesOf(m, request.topics)));
    return await renderPage(c, {
      title: m.subscribe.confirming,
      body: (
        <OneClickPage title={m.subscribe.confirming} lead={lead} action="/subscribe/confirm" token={token} />
      ),
      headers: TELL_NOBODY,
    });
  })

  .post('/confirm', async (c) => {
    const token = (await readForm(c)).get('token');
    const id = isToken(token)
      ? await confirmByToken(c.var.db, c.var.config.SESSION_SECRET, token, c.var.now)
      : null;
    if (id === null) return await showOver(c);
    return await showSubscription(c, id, 'confirmed');
  })

  .get('/manage', async (c) => {
    const id = await readSubscriptionToken(c.var.config.SESSION_SECRET, c.req.query('token'));
    return id === null ? await showOver(c) : await showSubscription(c, id, null);
  })

  .post('/manage', async (c) => {
    await guardFlood(c.env.MAIL_LIMIT, clientAddress(c));
    const { config, db, now } = c.var;
    const fields = await readForm(c);
    const id = await readSubscriptionToken(config.SESSION_SECRET, fields.get('token'));
    if (id === null) return await showOver(c);
    if (fields.get('act') === 'end') {
      await db.batch(endSubscription(db, id, now, 'reader'));
      return await renderPage(c, {
        title: c.var.words.m.subscribe.ended,
        at: '/subscribe',
        body: <EndedPage />,
      });
    }
    const topics = chosenIn(fields);
    if (topics.length === 0) return await showSubscription(c, id, null, c.var.words.m.subscribe.noTopicOrEnd);
    await changeTopics(db, id, topics, now);
    return await showSubscription(c, id, 'changed');
  });

function chosenIn(fields: ReadonlyMap<string, string>): TopicId[] {
  return TOPICS.filter((id) => fields.get(`topic-${id}`) === 'yes');
}

async function showForm(
  c: Context<App>,
  attempt: string,
  entries: SubscriptionEntries,
  errors: SubscriptionErrors,
): Promise<Response> {
  const wrong = Object.keys(errors).length > 0;
  return await renderPage(c, {
    title: pageTitle(c.var.words, c.var.words.m.subscribe.title, wrong),
    status: wrong ? 400 : 200,
    body: <SubscribePage attempt={attempt} entries={entries} errors={errors} />,
  });
}

async function showOver(c: Context<App>): Promise<Response> {
  const { over, overLead, askAgain } = c.var.words.m.subscribe;
  return await renderPage(c, {
    title: over,
    status: 404,
    body: <OverPage title={over} words={overLead} ways={[{ href: '/subscribe', label: askAgain }]} />,
    headers: TELL_NOBODY,
  });
}

async function showSubscription(
  c: Context<App>,
  id: string,
  done: 'confirmed' | 'changed' | null,
  error?: string,
): Promise<Response> {
  const subscription = await findSubscription(c.var.db, id);
  if (!subscription) return await showOver(c);
  const token = await subscriptionToken(c.var.config.SESSION_SECRET, id);
  return await renderPage(c, {
    title: pageTitle(c.var.words, c.var.words.m.subscribe.managing, error !== undefined),
    status: error === undefined ? 200 : 400,
    at: `/subscribe/manage?token=${encodeURIComponent(token)}`,
    body: (
      <ManagePage
        subscription={subscription}
        token={token}
        done={done}
        {...(error === undefined ? {} : { error })}
      />
    ),
    headers: TELL_NOBODY,
  });
}
