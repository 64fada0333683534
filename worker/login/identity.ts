import { withPlainDomain } from '../../core/mail-address.ts';
import type { Access } from '../../schema/access.ts';
import type { Role } from './provider.ts';

/**
 * Who a provider says somebody is. A person is an issuer and a subject, nothing else: an address that comes back under
 * another subject is another person and inherits nothing (OpenID Connect Core 1.0 section 5.7).
 */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** For the mark and the page, never for a rule. */
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
  /** Everything that was claimed; rules look here. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The provider's own session, where it names one. */
  readonly sid: string | null;
}

/** What the rules of access look at. */
export type LoginRules = Pick<Access, 'customerClaim' | 'staffGroup'>;

const LONGEST_TEXT = 200;
/** RFC 5321 section 4.5.3.1: 64 octets, an @, 255 octets. */
const LONGEST_ADDRESS = 320;

/**
 * Reads an identity from checked claims.
 *
 * @param issuer - whose claims they are
 * @param subject - the `sub` of the ID token
 * @param claims - of the ID token and the userinfo endpoint; their texts belong to the person
 */
export function identityOf(
  issuer: string,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
): Identity {
  const address = plainText(claims.email, LONGEST_ADDRESS);
  const name = ['name', 'preferred_username', 'email']
    .map((claim) => plainText(claims[claim], LONGEST_TEXT))
    .find((text) => text !== '');
  return {
    issuer,
    subject,
    name: name ?? subject,
    company: plainText(claims.company ?? claims.organization, LONGEST_TEXT),
    address: address.includes('@') ? withPlainDomain(address) : null,
    claims,
    sid: typeof claims.sid === 'string' ? claims.sid : null,
  };
}

/**
 * Whether somebody who signed in may be what they signed in as.
 *
 * @param role - through which registration
 * @param claims - checked
 * @param rules - of content/access.yaml
 */
export function isAdmitted(
  role: Role,
  claims: Readonly<Record<string, unknown>>,
  rules: LoginRules,
): boolean {
  if (role === 'staff') return holds(claims, 'groups', rules.staffGroup);
  return rules.customerClaim === null || holds(claims, rules.customerClaim.claim, rules.customerClaim.equals);
}

/** The claims that later decisions need, and no others: a session is not a copy of somebody's profile. */
export function claimsToKeep(role: Role, claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (role !== 'staff') return { email_verified: claims.email_verified === true };
  const { groups, acr, amr, auth_time } = claims;
  return { groups, acr, amr, auth_time };
}

/** A claim is the value, or a list that has it. An address counts only where the provider vouches for it. */
function holds(claims: Readonly<Record<string, unknown>>, claim: string, value: string): boolean {
  if (claim === 'email' && claims.email_verified !== true) return false;
  const actual = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return actual === value || (Array.isArray(actual) && actual.includes(value));
}

/** One line: NFC, no control characters, no overrides of the writing direction, cut at whole characters. */
function plainText(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  const line = value
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, longest).join('');
}
