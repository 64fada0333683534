import { sha256Hex } from '../marks/sha256-hex.ts';

/** The rules of access as they are decided by: every list read, every address and domain in its one form. */

/** Who may have a report: anyone; customers alone; customers and whoever accepts the NDA; whom a person releases it to. */
export const ACCESS_LEVELS = ['public', 'customers', 'customer-or-nda', 'on-request'] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What a rule does: the NDA and then the report, the report at once, a person decides, nothing. */
export const OUTCOMES = ['nda', 'grant', 'review', 'deny'] as const;

/** One rule. */
export interface AccessRule {
  readonly name: string;
  readonly domains: readonly string[];
  readonly people: readonly string[];
  /** The list that some of the domains came from. */
  readonly list: string | null;
  readonly freeMail: boolean;
  readonly disposable: boolean;
  readonly everybody: boolean;
  /** Null for all reports. */
  readonly reports: readonly string[] | null;
  readonly outcome: (typeof OUTCOMES)[number];
  /** For how many days the grant lives; null for the general time. */
  readonly days: number | null;
  /** How many downloads the grant allows; null for what the report says. */
  readonly downloads: number | null;
  readonly basis: 'customer' | 'partner' | null;
  readonly reason: string | null;
  readonly reference: string | null;
}

/** What a hash is made of. */
export interface RuleSetContents {
  readonly rules: readonly AccessRule[];
  /** Empty unless a rule asks for them. */
  readonly freeMailDomains: readonly string[];
  /** Empty unless a rule asks for them. */
  readonly disposableDomains: readonly string[];
}

/** The rules in their order, under the hash that decisions are recorded with. */
export interface RuleSet extends RuleSetContents {
  /** SHA-256 of the rules and every list they read: the version of the rule set. */
  readonly sha256: string;
}

/**
 * The version of a rule set.
 *
 * @param contents - the rules in their order, with their lists
 * @returns SHA-256 in lower-case hex
 */
export async function hashRules(contents: RuleSetContents): Promise<string> {
  return await sha256Hex(new TextEncoder().encode(textOfRules(contents)));
}

/**
 * The text of a rule set of which its version is the SHA-256: JSON of the rules in their order, the free-mail domains and the
 * disposable ones.
 *
 * @param contents - the rules in their order, with their lists
 */
export function textOfRules({ rules, freeMailDomains, disposableDomains }: RuleSetContents): string {
  return JSON.stringify([rules, freeMailDomains, disposableDomains]);
}

/** Reads what {@link textOfRules} wrote. */
export function readRules(text: string): RuleSetContents {
  const [rules, freeMailDomains, disposableDomains] = JSON.parse(text) as [AccessRule[], string[], string[]];
  return { rules, freeMailDomains, disposableDomains };
}

/** Whether a rule set is the one that its hash names: nothing was lost or changed since it was checked. */
export async function isWhole(ruleSet: RuleSet): Promise<boolean> {
  return (
    [ruleSet.rules, ruleSet.freeMailDomains, ruleSet.disposableDomains].every(Array.isArray) &&
    (await hashRules(ruleSet)) === ruleSet.sha256
  );
}
