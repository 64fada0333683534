import shared from '../../.generated/shared-domains.json';
import { type MailAddress, parseMailAddress } from '../../core/mail-address.ts';
import type { Nda } from '../../schema/nda.ts';
import type { Messages } from '../messages/en.ts';

/** Who counts as somebody's colleague: whoever has an address at exactly the same domain, and the domain is a company's. */

const sharedDomains: ReadonlySet<string> = new Set(shared);

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Whether anybody may have an address at a domain, for years or for minutes: it names no company. */
export function isAnybodys(domain: string): boolean {
  return sharedDomains.has(domain);
}

/**
 * Whether whoever accepted an agreement with an address may bring in colleagues.
 *
 * @param nda - the agreement
 * @param address - confirmed, in its one form
 */
export function bringsColleagues(
  { coversColleagues }: Pick<Nda, 'coversColleagues'>,
  address: string,
): boolean {
  return coversColleagues && !isAnybodys(domainOf(address));
}

/**
 * Reads the address of a colleague.
 *
 * @param typed - attacker-controlled
 * @param own - the signer's address, in its one form
 * @param messages - in the signer's language
 * @returns the address, or one sentence about what is wrong with it
 */
export function readColleague(
  typed: string,
  own: string,
  { companies, fields }: Messages,
): { address: MailAddress } | { error: string } {
  const address = parseMailAddress(typed);
  if (!address) return { error: typed.trim() === '' ? companies.missing : fields.addressWrong };
  const domain = domainOf(own);
  if (domainOf(address.address) !== domain) return { error: companies.otherDomain(domain) };
  if (address.address === own) return { error: companies.own };
  return { address };
}
