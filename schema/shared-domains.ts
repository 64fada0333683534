import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import freeEmailDomains from 'free-email-domains';

/**
 * Domains at which anybody can have an address, free-mail and disposable ones: to have one there is to be nobody's
 * colleague. From kept lists.
 */
export function sharedDomains(): string[] {
  return [...new Set([...freeEmailDomains, ...disposableEmailBlocklistSet()])].sort();
}
