import { content, reportOf } from '../content.ts';
import type { StaffTemplate, Template } from '../mail/store.ts';

/** How the states that are kept are said to the person whose they are. */

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A day in words, in UTC. */
export const dayInWords = (milliseconds: number): string => DAY.format(milliseconds);

/** A report's title; its id where the catalogue no longer has it. */
export const titleOf = (reportId: string): string => reportOf(reportId)?.title ?? reportId;

const STATES: Readonly<Record<string, string>> = {
  confirming: 'the address was not confirmed',
  confirmed: 'waits for your answer to the NDA',
  pending: 'waits for our decision',
  granted: 'given',
  declined: 'you declined the NDA',
  denied: 'refused',
  withdrawn: 'withdrawn',
  expired: 'expired without an answer',
};

export const requestState = (state: string): string => STATES[state] ?? state;

const OUTCOMES: Readonly<Record<string, string>> = {
  complete: 'complete',
  broken: 'broken off',
  revoked: 'cut off, because access ended',
  unknown: 'not known: nothing was recorded',
};

export const downloadOutcome = (outcome: string | null): string =>
  outcome === null ? 'begun' : (OUTCOMES[outcome] ?? outcome);

const MAILS: Readonly<Record<Exclude<Template, StaffTemplate>, string>> = {
  confirmation: 'Link and code to confirm your address',
  receipt: 'Your copy of the NDA',
  decision: 'Our decision about a request',
  revoked: 'Your access ended',
  recalled: 'A version was taken back',
  'new-version': 'A newer version of a report',
  expiring: 'Your access is about to end',
  invitation: 'A colleague’s invitation',
  acknowledgement: 'Your copy of the NDA that covers you',
  removed: 'A colleague ended your access',
  expired: 'Your request ended without a decision',
  subscription: 'Link to confirm a subscription',
  news: 'News that you subscribed to',
};

export const mailKind = (template: string): string =>
  (MAILS as Readonly<Record<string, string>>)[template] ?? template;

const MAIL_STATES: Readonly<Record<string, string>> = {
  sent: 'sent',
  queued: 'to be sent',
  sending: 'to be sent',
  dead: 'could not be delivered',
};

export const mailState = (state: string): string => MAIL_STATES[state] ?? state;

/** On what a grant stands, in a few words. */
export function basisInWords(basis: string, basisDetail: string): string {
  const detail = JSON.parse(basisDetail) as Record<string, unknown>;
  const released = basis === 'staff' ? ', released by us' : '';
  if (basis === 'terms' || detail.clause !== undefined)
    return `Terms of Service, version ${detail.version}, clause ${detail.clause}${released}`;
  if (detail.agreement !== undefined)
    return `an NDA between us (${detail.agreement}: ${detail.reason})${released}`;
  if (detail.nda === undefined) return 'released by us';
  return `${content.nda.title}, version ${detail.version}${released}`;
}
