import type { Decision } from '../../core/access/decide.ts';
import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { askForRelease } from './ask.ts';
import type { Recipient } from './draft-grant.ts';
import { grantForTerms } from './issue-grant.ts';
import { findProgress } from './progress.ts';
import { decideFor, recordRefusal, refusedBy } from './settle.ts';
import type { Client } from './submit.ts';

/** Who asks, having signed in at the company's provider. */
interface Customer {
  readonly person: Recipient;
  /** Whether the provider vouches for the address (OpenID Connect Core 1.0 section 5.1, `email_verified`). */
  readonly isVouched: boolean;
}

/**
 * Gives a signed-in customer what follows for them: the report at once, which the Terms of Service cover, or a place in the
 * queue of staff where it is on request or a rule names them. Doubled calls end in one of either.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param customer - who asks; an address that nobody vouches for can keep them out, and earns them nothing
 * @param report - which report
 * @param client - from where, and in which language
 * @param now - milliseconds
 * @returns ids of the mails to send
 * @throws Failure forbidden, with the reason, where a rule denies them; grant-revoked where staff took the report back
 */
export async function serveCustomer(
  env: Env,
  db: D1DatabaseSession,
  customer: Customer,
  report: Report,
  client: Client,
  now: number,
): Promise<string[]> {
  const { person } = customer;
  const decision = decideForCustomer(customer, report);
  if (decision.outcome === 'deny') {
    await recordRefusal(db, person.id, report.id, decision, now);
    throw refusedBy(decision);
  }
  const progress = await findProgress(db, person.id, report.id, content.nda.sha256, now);
  // What waits is decided by a person, as was recorded, even where the rules have changed since.
  if (progress.at === 'pending') return [];
  if (decision.outcome !== 'review') {
    await grantForTerms(env, db, person, report.id, decision, client.locale, now);
    return [];
  }
  if (progress.at !== 'start' && progress.at !== 'denied') return [];
  return [await askForRelease(db, person, report.id, decision, client, now)];
}

/** What the rules say of a signed-in customer: an address that nobody vouches for can keep them out, and earns them nothing. */
export function decideForCustomer({ person, isVouched }: Customer, report: Report): Decision {
  const claimed = decideFor(person.address, report, 'customer');
  return isVouched || claimed.outcome === 'deny' ? claimed : decideFor(null, report, 'customer');
}
