import type { Basis } from '../access/grant.ts';
import type { RequestState } from '../access/request-store.ts';
import { reportOf } from '../content.ts';
import type { MailState, Template } from '../mail/store.ts';
import type { ProposalState } from './proposals/store.ts';
import type { Role } from './staff.ts';

/**
 * How the console says what is kept as a code. The one place for it: exports keep the codes, pages have the words. A code
 * that is not here yet is shown as it is.
 */

/** Codes and their words, in the order in which a filter offers them. */
export type Words<Code extends string> = Readonly<Record<Code, string>>;

/** The words of a code. */
export const wordsOf = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] as string) : code;

/** Codes and words as a filter's options. */
export const optionsOf = <Code extends string>(words: Words<Code>): [Code, string][] =>
  Object.entries(words) as [Code, string][];

/** The title of a report, or its id where the catalogue has it no longer. */
export const titleOf = (reportId: string): string => reportOf(reportId)?.title ?? reportId;

export const REQUEST_STATES: Words<RequestState> = {
  pending: 'Waiting for us',
  granted: 'Granted',
  denied: 'Denied',
  confirmed: 'NDA not answered yet',
  declined: 'NDA declined',
  withdrawn: 'Withdrawn by the reader',
  expired: 'Expired without a decision',
  confirming: 'Address not confirmed',
};

export const PERSON_KINDS: Words<'prospect' | 'customer' | 'staff'> = {
  prospect: 'Prospect',
  customer: 'Customer',
  staff: 'Staff',
};

export const BASES: Words<Basis> = {
  nda: 'NDA',
  terms: 'Terms of Service',
  staff: 'Approved by staff',
};

export const GRANT_STATES: Words<'live' | 'not-begun' | 'expired' | 'revoked'> = {
  live: 'Live',
  'not-begun': 'Not begun',
  expired: 'Expired',
  revoked: 'Revoked',
};

/** What became of an NDA. */
export const AGREEMENT_STATES: Words<
  'in-force' | 'over' | 'withdrawn' | 'ended' | 'superseded' | 'declined'
> = {
  'in-force': 'In force',
  over: 'Term ended',
  withdrawn: 'Withdrawn by the signer',
  ended: 'Ended by us',
  superseded: 'Superseded by a newer text',
  declined: 'Declined',
};

export const INVITATION_STATES: Words<'open' | 'lapsed' | 'joined' | 'ended'> = {
  open: 'Invited',
  lapsed: 'Not taken up in time',
  joined: 'Joined',
  ended: 'Ended',
};

export const OUTCOMES: Words<'complete' | 'broken' | 'revoked' | 'unknown'> = {
  complete: 'Complete',
  broken: 'Broken off',
  revoked: 'Cut off by a revocation',
  unknown: 'Unknown: the end was not recorded',
};

/** What became of a download; null while that is not known. */
export const outcomeInWords = (outcome: string | null): string =>
  outcome === null ? 'Under way' : wordsOf(OUTCOMES, outcome);

export const SCOPES: Words<'person' | 'company' | 'grant' | 'version' | 'report' | 'everything'> = {
  person: 'One person',
  company: 'A company',
  grant: 'One grant',
  version: 'A version of a report',
  report: 'A report',
  everything: 'Everything',
};

export const TEMPLATES: Words<Template> = {
  confirmation: 'Confirm the address',
  receipt: 'Copy of the NDA',
  decision: 'Decision on a request',
  expired: 'Request expired',
  notice: 'To staff: a request waits',
  invitation: 'Invitation by a colleague',
  acknowledgement: 'Copy of the NDA, for a colleague',
  removed: 'Removed by a colleague',
  revoked: 'Access revoked',
  recalled: 'Version withdrawn',
  expiring: 'Access ends soon',
  'new-version': 'New version',
  subscription: 'Confirm a subscription',
  news: 'News',
  proposal: 'To staff: a proposal waits',
  'proposal-reminder': 'To staff: a proposal lapses soon',
  reminder: 'To staff: requests wait for too long',
  'webhook-disabled': 'To staff: a webhook was turned off',
};

/** `dropped` is given up for a reason of ours: what it would have said was no longer true. */
export const MAIL_STATES: Words<MailState | 'dropped'> = {
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent',
  dead: 'Given up',
  dropped: 'Not sent: no longer needed',
};

export const RETURNS: Words<'bounced' | 'complained'> = {
  bounced: 'Came back',
  complained: 'Marked as spam',
};

export const PROPOSAL_STATES: Words<ProposalState> = {
  open: 'Waits for a second person',
  approved: 'Approved, not carried out yet',
  done: 'Carried out',
  failed: 'Could not be carried out',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
};

export const ROLE_NAMES: Words<Role> = {
  approver: 'Approver',
  publisher: 'Publisher',
  administrator: 'Administrator',
};

/** Roles as they are kept, comma-separated, in words. */
export const rolesInWords = (roles: string | null): string =>
  roles === null || roles === ''
    ? 'None: may look'
    : roles
        .split(', ')
        .map((role) => wordsOf(ROLE_NAMES, role))
        .join(', ');

/** What had to be done to a file before it could be marked. */
export const CLASSES: Words<'ok' | 'repaired' | 'decrypted'> = {
  ok: 'Sound',
  repaired: 'Repaired: its index was damaged',
  decrypted: 'Decrypted: it was protected without a password',
};

/** What can be in the audit log. */
export const EVENTS: Words<string> = {
  'request.made': 'Asked for a report',
  'request.pending': 'Request began to wait for staff',
  'request.released': 'Request approved',
  'request.granted': 'Request granted',
  'request.denied': 'Request denied',
  'request.withdrawn': 'Request withdrawn',
  'request.expired': 'Request expired',
  'request.opened': 'Looked at a request',
  'address.confirmed': 'Address confirmed',
  'access.refused': 'Access refused by a rule',
  'access.ended': 'Ended their own access',
  'agreement.opened': 'Looked at an agreement',
  'agreement.exported': 'Took the evidence of an agreement',
  'nda.accepted': 'NDA accepted',
  'nda.declined': 'NDA declined',
  'nda.ended': 'NDA ended',
  'nda.tampered': 'NDA form was tampered with',
  'grant.made': 'Access granted',
  'grant.renewed': 'Access renewed',
  'grant.revoked': 'Access revoked',
  'grant.ended': 'Access ended with its NDA',
  'grant.recalled': 'Version withdrawn from a reader',
  'grant.superseded': 'Grant replaced by a newer one',
  'grant.opened': 'Looked at a grant',
  'download.started': 'Download started',
  'download.completed': 'Download complete',
  'download.failed': 'Download broke off',
  'download.revoked': 'Download cut off by a revocation',
  'download.lost': 'Download without a recorded end',
  'download.refunded': 'Broken download not counted',
  'copy.traced': 'Looked up a copy id',
  'mark.renewed': 'Mark of a copy renewed',
  'invitation.made': 'Colleague invited',
  'invitation.joined': 'Colleague joined',
  'invitation.ended': 'Invitation ended',
  'session.started': 'Signed in',
  'session.ended': 'Signed out',
  'login.failed': 'Sign-in failed',
  'person.opened': 'Looked at a person',
  'person.erased': 'Data of a person deleted',
  'person.deleted': 'Last data of a person deleted',
  'company.opened': 'Looked at a company',
  'list.exported': 'Exported a list',
  'revocation.started': 'Revocation started',
  'revocation.finished': 'Revocation finished',
  'revocation.lifted': 'Block lifted: may ask again',
  'proposal.made': 'Proposal made',
  'proposal.approved': 'Proposal approved',
  'proposal.refused': 'Proposal refused',
  'proposal.withdrawn': 'Proposal withdrawn',
  'proposal.carried-out': 'Proposal carried out',
  'proposal.failed': 'Proposal could not be carried out',
  'rules.exported': 'Took rules away',
  'role.given': 'Role given',
  'role.taken': 'Role taken away',
  'report.stored': 'Version uploaded',
  'report.published': 'Version published',
  'report.withdrawn': 'Version withdrawn',
  'mail.requeued': 'Mail sent again by staff',
  'mail.refused': 'Mail refused by the receiver',
  'mail.bounced': 'Mail came back',
  'mail.complained': 'Mail marked as spam',
  'suppression.lifted': 'Mail to an address allowed again',
  'subscription.confirmed': 'Subscription confirmed',
  'subscription.changed': 'Subscription changed',
  'subscription.ended': 'Subscription ended',
  'webhook.added': 'Webhook added',
  'webhook.removed': 'Webhook removed',
  'webhook.enabled': 'Webhook turned on',
  'webhook.disabled': 'Webhook turned off',
  'webhook.sent-again': 'Webhook sent again',
};

/** What an act of the console says on the page that follows. */
export const DONE: Words<string> = {
  approved: 'Approved. The reader is told by mail.',
  'approved-untold': 'Approved. No address of the reader is known: nobody tells them by mail.',
  denied: 'Denied. The reader is told by mail, with your reason.',
  'denied-untold': 'Denied. No address of the reader is known: nobody tells them by mail.',
  'several-released':
    'The selected requests are approved; each reader is told by mail. One that still waits below is your own, or covered by no agreement.',
  'several-denied':
    'The selected requests are denied; each reader is told by mail, with your reason. One that still waits below is your own: somebody else has to decide it.',
  held: 'You are signed in again. What you entered is still here: look at it, and send it.',
  proposed: 'Proposed. It is done when a second person has approved it.',
  lifted: 'The block is lifted: they may ask again.',
  live: 'That version is live: readers get it from now on.',
  roles: 'The roles are changed. They count from the next click on.',
  'signed-out': 'They are signed out everywhere.',
  requeued: 'That mail is tried again now.',
  'mail-allowed': 'Mail to that address is allowed again.',
  'webhook-added': 'Added. It is told of what happens from now on.',
  'webhook-enabled': 'Turned on again. What happened meanwhile is sent now.',
  'webhook-removed': 'Removed.',
  'webhook-sent': 'Sent again.',
};
