import { type Config, checkedConfig } from '../config.ts';
import { content } from '../content.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { NoAnswer, postJson } from '../outbound.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { checkEndpointUrl } from './endpoint-url.ts';
import { eventsOf, type Kind, kindOf } from './kinds.ts';
import { messageBody, type RecordedEvent } from './message.ts';
import { endpointSecret } from './secret.ts';
import { staffMessage } from './staff-message.ts';
import { signMessage } from './standard.ts';
import {
  claimEndpoint,
  type Delivery,
  disableEndpoint,
  dueEndpoints,
  type Endpoint,
  eventsBetween,
  findDelivery,
  findEndpoint,
  findEvent,
  insertEndpoint,
  lastEvent,
  moveEndpoint,
  recordDelivery,
  type Standing,
  sentAgain,
} from './store.ts';

/**
 * Posts events to endpoints: each endpoint has a cursor into the events, so that it is told of everything that it asked
 * for, at least once and in order. What fails is tried again, further and further apart; the events behind it wait. An
 * endpoint that has failed for days is turned off, and staff is told.
 */

/** The staff's chat, from STAFF_WEBHOOK_URL: an endpoint like any other, with a format of its own. */
export const STAFF_ENDPOINT = 'staff';
const STAFF_KINDS = ['request.pending', 'proposal.made'] as const;

const PATIENCE_MS = 10_000;
const MOST_ENDPOINTS = 20;
/** Of one look at the events. */
const MOST_EVENTS = 500;
/** After which a run begins no further post. It ends a patience later at most, well before the lease does. */
const BUDGET_MS = 4 * 60_000;
const LEASE_MS = 10 * 60_000;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long to wait after so many failures, as Standard Webhooks suggests; after the last one, again that long. */
const WAITS = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, DAY];
const GIVE_UP_AFTER_MS = 5 * DAY;

/** How a try ended. */
interface Try {
  readonly ok: boolean;
  /** The endpoint wants no more (RFC 9110 section 15.5.11). */
  readonly gone: boolean;
  readonly answer: string;
  readonly retryAfterMs: number;
}

/** How long a run may take. */
export interface RunLimits {
  /** How long an endpoint may take to answer. */
  readonly patienceMs?: number;
  /** After which no further post begins. */
  readonly budgetMs?: number;
  /** Reads the time that has passed; milliseconds. */
  readonly clock?: () => number;
}

/**
 * Posts what is due, until nothing is left or its time is over. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 * @param limits - see {@link RunLimits}
 */
export async function deliverWebhooks(
  env: Env,
  now: number,
  { patienceMs = PATIENCE_MS, budgetMs = BUDGET_MS, clock = Date.now }: RunLimits = {},
): Promise<void> {
  const config = checkedConfig(env);
  const db = env.DB.withSession('first-primary');
  if (config.STAFF_WEBHOOK_URL !== '' && (await findEndpoint(db, STAFF_ENDPOINT)) === null) {
    await insertEndpoint(db, { id: STAFF_ENDPOINT, url: '', kinds: STAFF_KINDS, by: 'system' }, now);
  }
  const end = clock() + budgetMs;
  const isOver = () => clock() >= end;
  const due = await dueEndpoints(db, now, MOST_ENDPOINTS);
  await Promise.all(due.map((id) => deliverTo({ db, config, patienceMs, isOver }, id, now)));
}

/** What a run has at hand. */
interface Run {
  readonly db: D1DatabaseSession;
  readonly config: Config;
  readonly patienceMs: number;
  /** Whether its time is over. */
  readonly isOver: () => boolean;
}

async function deliverTo(run: Run, id: string, now: number): Promise<void> {
  const { db } = run;
  const endpoint = await claimEndpoint(db, id, now, LEASE_MS);
  if (!endpoint) return;
  const standing = { ...endpoint, next_at: now };
  const last = await lastEvent(db);
  const wanted = eventsOf(endpoint.kinds);
  while (standing.cursor < last && !run.isOver()) {
    const events = await eventsBetween(db, { after: standing.cursor, last }, wanted, MOST_EVENTS);
    for (const event of events) {
      const kind = kindOf(event.type);
      if (kind === undefined || run.isOver()) break;
      const tried = await post(run, endpoint, kind, event);
      if (!tried.ok) {
        await db.batch(failed(db, { ...endpoint, ...standing }, kind, event, tried, now));
        return;
      }
      standing.cursor = event.id;
      standing.tries = 0;
      standing.failing_since = null;
      await db.batch([
        recordDelivery(db, deliveryOf(endpoint, kind, event, 'delivered', tried, now)),
        // Still ours: the lease goes on until the run ends.
        moveEndpoint(db, id, { ...standing, next_at: now + LEASE_MS }),
      ]);
    }
    // All that it wants was told: what it does not want is behind it too.
    if (events.length < MOST_EVENTS && (events.at(-1)?.id ?? 0) <= standing.cursor) standing.cursor = last;
  }
  await db.batch([moveEndpoint(db, id, standing)]);
}

/** Statements after a failed try: when to try again, or that it is the end. */
function failed(
  db: D1DatabaseSession,
  endpoint: Endpoint,
  kind: Kind,
  event: RecordedEvent,
  tried: Try,
  now: number,
): D1PreparedStatement[] {
  const failingSince = endpoint.failing_since ?? now;
  const isOver = tried.gone || now - failingSince >= GIVE_UP_AFTER_MS;
  const wait = WAITS[Math.min(endpoint.tries, WAITS.length - 1)] ?? DAY;
  const standing: Standing = {
    cursor: endpoint.cursor,
    next_at: now + Math.min(Math.max(wait, tried.retryAfterMs), DAY),
    tries: endpoint.tries + 1,
    failing_since: failingSince,
  };
  const state = isOver ? 'given-up' : 'failing';
  const mail = {
    id: newId(),
    template: 'webhook-disabled',
    recipient: content.access.requestsNotify,
    subjectId: `${endpoint.id}.${now}`,
  } as const;
  return [
    recordDelivery(db, deliveryOf(endpoint, kind, event, state, tried, now)),
    moveEndpoint(db, endpoint.id, standing),
    ...(isOver
      ? [
          ...disableEndpoint(db, endpoint.id, tried.gone ? 'gone' : 'failing', now),
          queueMailIfChanged(db, mail, now),
        ]
      : []),
  ];
}

/**
 * Posts one event once more, because staff asks for it. The receiver knows it by its id.
 *
 * @param db - primary database session
 * @param config - the checked settings
 * @param deliveryId - which
 * @param staffId - who asks
 * @param now - milliseconds
 * @returns the endpoint's id
 * @throws Failure not-found where it is no longer kept
 */
export async function sendAgain(
  db: D1DatabaseSession,
  config: Config,
  deliveryId: string,
  staffId: string,
  now: number,
): Promise<string> {
  const delivery = await findDelivery(db, deliveryId);
  const endpoint = delivery && (await findEndpoint(db, delivery.endpoint_id));
  const event = delivery && (await findEvent(db, delivery.event_id));
  if (!endpoint || !event) throw new Failure('not-found', { detail: 'That delivery is no longer kept.' });
  const tried = await post({ db, config, patienceMs: PATIENCE_MS }, endpoint, delivery.type, event);
  const state = tried.ok ? 'delivered' : delivery.state === 'delivered' ? 'failing' : delivery.state;
  await db.batch([
    recordDelivery(db, deliveryOf(endpoint, delivery.type, event, state, tried, now)),
    sentAgain(db, delivery, staffId, now),
  ]);
  return endpoint.id;
}

function deliveryOf(
  endpoint: Endpoint,
  kind: Kind,
  event: RecordedEvent,
  state: Delivery['state'],
  tried: Try,
  now: number,
): Omit<Delivery, 'tries'> {
  return {
    id: newId(),
    endpoint_id: endpoint.id,
    event_id: event.id,
    type: kind,
    state,
    answer: tried.answer,
    tried_at: now,
  };
}

async function post(
  { db, config, patienceMs }: Omit<Run, 'isOver'>,
  endpoint: Endpoint,
  kind: Kind,
  event: RecordedEvent,
): Promise<Try> {
  const isStaff = endpoint.id === STAFF_ENDPOINT;
  const body = isStaff ? await staffMessage(db, config, kind, event.object) : messageBody(kind, event);
  if (body === null) return { ok: true, gone: false, answer: 'waits no longer: not sent', retryAfterMs: 0 };
  // Looked at again: what is in the table may be older than the rule.
  const checked = checkEndpointUrl(isStaff ? config.STAFF_WEBHOOK_URL : endpoint.url, config);
  if ('error' in checked)
    return { ok: false, gone: false, answer: 'not sent: address refused', retryAfterMs: 0 };
  try {
    const secret = await endpointSecret(config.SESSION_SECRET, endpoint.id);
    // Not the run's reading of the clock: a run takes minutes, and receivers look at theirs.
    const at = Date.now();
    const headers = isStaff ? {} : await signMessage(secret, `msg_${endpoint.id}_${event.id}`, body, at);
    const { status, retryAfterMs } = await postJson(checked.url, body, { ...headers }, patienceMs);
    return {
      ok: status >= 200 && status < 300,
      gone: status === 410,
      answer: String(status),
      retryAfterMs: retryAfterMs ?? 0,
    };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { ok: false, gone: false, answer: error.message, retryAfterMs: 0 };
  }
}
