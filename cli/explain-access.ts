import { type Decision, decideAccess, type Facts, UNRULED } from '../core/access/decide.ts';
import type { AccessRule } from '../core/access/rules.ts';
import type { Access } from '../schema/access.ts';
import type { Report } from '../schema/reports.ts';

const LEVEL_WORDS = {
  customers: 'for signed-in customers only',
  'customer-or-nda': 'for customers, and for whoever accepts the NDA',
  'on-request': 'on request: a person releases it',
} as const;

/**
 * What would follow for somebody, and why, in words.
 *
 * @param access - the rules in force
 * @param report - what they would ask for
 * @param address - theirs, in its one form
 * @param customer - whether they are signed in as a customer
 * @returns lines
 */
export function explainAccess(
  access: Access,
  { id, access: level }: Report,
  address: string,
  customer: boolean,
): string[] {
  if (level === 'public') return [`${id} is public: anyone has it, and no rule is asked.`];
  const facts: Facts = { address, reportId: id, level, customer };
  const decision = decideAccess(access.rules, facts);
  return [
    `${address}${customer ? ', signed in as a customer' : ''}, for ${id}, which is ${LEVEL_WORDS[level]}`,
    '',
    `Decides:  ${whatDecides(decision, access, facts)}`,
    `Follows:  ${whatFollows(decision, access)}`,
    `Recorded: rule ${decision.record.rule}, of the rule set ${decision.record.rules}`,
  ];
}

function whatDecides(decision: Decision, { rules }: Access, { address, customer }: Facts): string {
  const { rule } = decision;
  if (!rule) {
    if (decision.record.rule === UNRULED.customersOnly) return 'the level of the report, before any rule.';
    const count = rules.rules.length;
    const none = count === 0 ? 'there are no rules' : `none of the ${count} rules matches`;
    return customer
      ? `no rule: ${none}${count === 0 ? '' : ' (for a customer only those that name a person or a domain count)'}.`
      : `no rule: ${none}.`;
  }
  const place = rules.rules.indexOf(rule);
  const before = rules.rules.slice(0, place).map(({ name }) => name);
  const above = before.length === 0 ? '' : ` Above it, and not matching: ${before.join(', ')}.`;
  return `rule "${rule.name}", number ${place + 1} of ${rules.rules.length}, because ${why(decision, rule, address ?? '')}.${above}`;
}

function why({ match }: Decision, rule: AccessRule, address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  switch (match) {
    case 'person':
      return rule.people.includes(address)
        ? `it names ${address}`
        : `it names the mailbox of ${address}, which has a tag`;
    case 'domain':
      return rule.list === null
        ? `it names the domain ${domain}`
        : `it, or its list content/access/${rule.list}, names the domain ${domain}`;
    case 'disposable':
      return `${domain} is on the kept list of disposable domains`;
    case 'free-mail':
      return `${domain} is on the kept list of free-mail domains`;
    default:
      return 'it matches everybody';
  }
}

function whatFollows(decision: Decision, access: Access): string {
  const days = `${decision.days ?? access.grantDays} days`;
  const nda = decision.nda ? 'they read and accept the NDA; ' : '';
  switch (decision.outcome) {
    case 'deny':
      return `nothing is given. They are told: ${decision.reason}`;
    case 'review':
      return `${nda}then a person decides; if it is released, access lasts ${days}. A request that nobody decides within ${access.waitingDays} days expires.`.replace(
        /^then/,
        'at once',
      );
    case 'nda':
      return `${nda}then they have it, for ${days}.`;
    case 'grant':
      return `they have it at once, without the NDA, for ${days}. ${basis(decision)}`;
  }
}

function basis({ basis, rule }: Decision): string {
  return basis === 'partner' ? `Basis: ${rule?.reference}. ${rule?.reason}` : 'Basis: the terms of service.';
}
