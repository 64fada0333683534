/** A mail address as we keep it. */
export interface MailAddress {
  /** Lower case, the domain in its ASCII form (IDNA): two spellings of one mailbox are one address. */
  readonly address: string;
  /** The same without a `+tag`, which many servers deliver to one mailbox: what limits count. */
  readonly mailbox: string;
}

/** RFC 5321 section 4.5.3.1. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;
/** RFC 5321 Dot-string, without the characters of routing (`%`, `!`); no quoted strings, no comments. */
const LOCAL_PART = /^[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/;
/** Letters and digits of any script, before IDNA: no IP literals, no ports, nothing that a URL parser would decode. */
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** At least two labels (RFC 1035 section 2.3.1); the last one is no number. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * Whether two addresses lead to one mailbox, whatever tag either of them has. What is no address in its one form is
 * compared as it is, without upper and lower case.
 *
 * @param one - an address, however it came
 * @param other - another one
 */
export function isSameMailbox(one: string, other: string): boolean {
  const mailboxOf = (address: string) => parseMailAddress(address)?.mailbox ?? address.toLowerCase();
  return mailboxOf(one) === mailboxOf(other);
}

/**
 * An address with its domain in the one form in which ours are kept, and the rest as it came: an identity provider may write the
 * domain in any script and case.
 *
 * @param address - as the provider says it
 * @returns the same where its domain is none
 */
export function withPlainDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = at < 0 ? undefined : domainOf(address.slice(at + 1));
  return domain === undefined ? address : `${address.slice(0, at)}@${domain}`;
}

/** A domain in its one form; undefined where it is none that mail is sent to. */
function domainOf(written: string): string | undefined {
  if (!WRITTEN_DOMAIN.test(written)) return undefined;
  // The URL standard's host parser is the IDNA implementation that every runtime has.
  const host = URL.parse(`http://${written}/`)?.hostname ?? '';
  return DOMAIN.test(host) ? host : undefined;
}

/**
 * Reads a mail address strictly.
 *
 * @param typed - attacker-controlled; spaces around it are forgiven
 * @returns the address in its one form, or null where it is not one
 */
export function parseMailAddress(typed: string): MailAddress | null {
  const text = typed.trim();
  if (text.length > MAX_ADDRESS) return null;
  const [local = '', domain = '', ...more] = text.split('@');
  const localPart = local.toLowerCase();
  if (more.length > 0 || localPart.length > MAX_LOCAL_PART || !LOCAL_PART.test(localPart)) return null;
  const host = domainOf(domain);
  if (host === undefined || localPart.length + 1 + host.length > MAX_ADDRESS) return null;
  return {
    address: `${localPart}@${host}`,
    mailbox: `${localPart.replace(/(?<=.)\+.*$/, '')}@${host}`,
  };
}
