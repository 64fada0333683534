import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import freeEmailDomains from 'free-email-domains';
import type { z } from 'zod';
import { UNRULED } from '../core/access/decide.ts';
import { type AccessRule, hashRules } from '../core/access/rules.ts';
import { parseMailAddress } from '../core/mail-address.ts';
import { type Access, accessSchema } from './access.ts';
import type { ruleSchema } from './access-rules.ts';
import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';

const FILE = 'content/access.yaml';
const LISTS = 'content/access';

const disposable: ReadonlySet<string> = disposableEmailBlocklistSet();
/** The kept list of free-mail domains holds the disposable ones as well: a rule means one or the other. */
const freeMail: ReadonlySet<string> = new Set(freeEmailDomains.filter((domain) => !disposable.has(domain)));

type WrittenRule = z.output<typeof ruleSchema>;

/**
 * Reads the rules of access, with the lists they name, and proves that each can be reached and says all that its outcome
 * needs.
 *
 * @param files - the reader of `content/`
 * @param gated - ids of the reports that rules can be about; null when unknown
 * @param findings - takes what is wrong
 * @returns the rules, or null when they are not sound
 */
export async function loadAccess(
  files: ContentFiles,
  gated: readonly string[] | null,
  findings: Finding[],
): Promise<Access | null> {
  const data = await files.yaml(FILE);
  const written = data === undefined ? null : check(accessSchema, data, FILE, findings);
  if (!written) {
    await files.claimAll(LISTS);
    return null;
  }
  const rules: AccessRule[] = [];
  for (const [index, rule] of written.rules.entries()) {
    const report = (field: string, message: string) =>
      findings.push({ file: FILE, field: `rules[${index + 1}]${field}`, message });
    checkRule(rule, written.rules.slice(0, index), gated, report);
    rules.push(await readRule(files, rule, report, findings));
  }
  const contents = {
    rules,
    freeMailDomains: rules.some((rule) => rule.freeMail) ? [...freeMail] : [],
    disposableDomains: rules.some((rule) => rule.disposable) ? [...disposable] : [],
  };
  return { ...written, rules: { ...contents, sha256: await hashRules(contents) } };
}

type Report = (field: string, message: string) => void;

function checkRule(
  rule: WrittenRule,
  before: readonly WrittenRule[],
  gated: readonly string[] | null,
  report: Report,
): void {
  if (before.some(({ name }) => name === rule.name))
    report('.name', `expected a name of its own, found "${rule.name}" a second time`);
  if (Object.values<string>(UNRULED).includes(rule.name))
    report('.name', `expected another name: the record calls "${rule.name}" what no rule decided`);
  if (before.some(({ everybody, reports }) => everybody && reports === null))
    report('', 'can never decide: a rule above it matches everybody');
  const { domains, people, list, freeMail, disposable, everybody } = rule;
  if (!(domains.length || people.length || list || freeMail || disposable || everybody))
    report('', 'matches nobody; expected one of domains, people, list, freeMail, disposable, everybody');
  for (const id of rule.reports ?? [])
    if (gated && !gated.includes(id))
      report('.reports', `expected ids of reports that are not public (${gated.join(', ')}), found "${id}"`);

  const partner = rule.outcome === 'grant' && rule.basis === 'partner';
  const needed: readonly (readonly [keyof WrittenRule, boolean, boolean])[] = [
    ['basis', rule.outcome === 'grant', rule.outcome === 'grant'],
    ['days', false, rule.outcome !== 'deny'],
    ['downloads', false, rule.outcome === 'nda' || rule.outcome === 'grant'],
    ['reason', rule.outcome === 'deny' || partner, rule.outcome === 'deny' || partner],
    ['reference', partner, partner],
  ];
  const what = rule.outcome === 'grant' && rule.basis ? `grant to a ${rule.basis}` : rule.outcome;
  for (const [field, required, allowed] of needed) {
    if (required && rule[field] === null) report(`.${field}`, `is missing; a rule with ${what} needs it`);
    if (!allowed && rule[field] !== null)
      report(`.${field}`, `has no meaning in a rule with ${what}; remove it`);
  }
  // A gift to strangers is no basis: without a named person or company nobody can say who was covered.
  if (rule.outcome === 'grant' && (everybody || freeMail || disposable))
    report('.outcome', 'expected nda, review or deny for everybody, freeMail or disposable, found "grant"');
}

async function readRule(
  files: ContentFiles,
  rule: WrittenRule,
  report: Report,
  findings: Finding[],
): Promise<AccessRule> {
  const domains = rule.domains.map((typed, index) => {
    const domain = domainOf(typed);
    if (domain === null)
      report(`.domains[${index + 1}]`, `expected a domain such as example.com, found "${typed}"`);
    else if (rule.outcome === 'grant' && isAnybodys(domain))
      report(
        `.domains[${index + 1}]`,
        `expected the domain of a company, found "${typed}", where ${ANYBODY}`,
      );
    return domain ?? '';
  });
  const people = rule.people.map((typed, index) => {
    const address = parseMailAddress(typed)?.address;
    if (!address)
      report(`.people[${index + 1}]`, `expected an address such as ann@example.com, found "${typed}"`);
    return address ?? '';
  });
  const grants = rule.outcome === 'grant';
  const listed = rule.list === null ? [] : await readList(files, `${LISTS}/${rule.list}`, grants, findings);
  return {
    ...rule,
    domains: [...domains, ...listed],
    people,
    freeMail: rule.freeMail === true,
    disposable: rule.disposable === true,
    everybody: rule.everybody === true,
  };
}

/** The domains of a CSV file (RFC 4180): its first column, which is called "domain". */
async function readList(
  files: ContentFiles,
  file: string,
  grants: boolean,
  findings: Finding[],
): Promise<string[]> {
  const read = await files.text(file);
  if (read === null) return [];
  const [head = '', ...lines] = read.text.trimEnd().split('\n').map(firstColumn);
  if (head !== 'domain')
    findings.push({
      file,
      field: null,
      message: `expected "domain" as the first column of line 1, found "${head}"`,
    });
  if (lines.length === 0)
    findings.push({ file, field: null, message: 'expected at least one domain below line 1' });
  return lines.map((typed, index) => {
    const domain = domainOf(typed);
    if (domain === null) {
      const message = `expected a domain such as example.com in line ${index + 2}, found "${typed}"`;
      findings.push({ file, field: null, message });
    } else if (grants && isAnybodys(domain)) {
      const message = `expected the domain of a company in line ${index + 2}, found "${typed}", where ${ANYBODY}`;
      findings.push({ file, field: null, message });
    }
    return domain ?? '';
  });
}

function firstColumn(line: string): string {
  const [column = ''] = line.split(',');
  return column.trim().replace(/^"(.*)"$/, '$1');
}

/** Why a domain names no company. */
export const ANYBODY = 'anybody may have a mailbox';

/** Whether anybody may have an address at a domain, for years or for minutes. */
export function isAnybodys(domain: string): boolean {
  return freeMail.has(domain) || disposable.has(domain);
}

/** The form in which domains of addresses are compared: lower case, ASCII (IDNA). */
export function domainOf(typed: string): string | null {
  return parseMailAddress(`x@${typed}`)?.address.slice(2) ?? null;
}
