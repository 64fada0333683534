import { check, fieldName } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderInline } from './markdown.ts';
import { dutiesOf, tierOf } from './rate-vendor.ts';
import {
  type Vendor,
  type VendorRules,
  type VendorSource,
  vendorRulesSchema,
  vendorSchema,
} from './vendors.ts';

const RULES = 'content/vendors.yaml';
const FOLDER = 'content/vendors';

/**
 * Reads the register of vendors and the rules that rate them.
 *
 * @param files - the reader of `content/`
 * @param today - the day on which the content is read
 * @param findings - takes what is wrong
 * @returns rules and vendors, the latter PRIVATE; null when the rules are not sound. A register may be empty.
 */
export async function loadVendors(
  files: ContentFiles,
  today: string,
  findings: Finding[],
): Promise<{ rules: VendorRules; vendors: Vendor[] } | null> {
  const data = await files.yaml(RULES);
  const rules = data === undefined ? null : check(vendorRulesSchema, data, RULES, findings);
  const { html, refused, links } = renderInline(rules?.notice.objection ?? '');
  files.link(RULES, 'notice.objection', links);
  findings.push(...refused.map((message) => ({ file: RULES, field: 'notice.objection', message })));
  const vendors: Vendor[] = [];
  for (const id of await files.namesIfAny(FOLDER, '.yaml')) {
    const file = `${FOLDER}/${id}.yaml`;
    const source = await files.yaml(file);
    const vendor = source === undefined ? null : check(vendorSchema, source, file, findings);
    if (vendor === null || rules === null) continue;
    findings.push(
      ...[...vendorContradictions(vendor, rules, today), ...undisclosed(vendor, rules)].map(
        ([field, message]) => ({ file, field, message }),
      ),
    );
    const { tier, because } = tierOf(vendor, rules);
    vendors.push({ ...vendor, id, tier, because, due: dutiesOf(vendor, tier, rules) });
  }
  findings.push(...sameNames(vendors));
  return rules && { rules: { ...rules, notice: { ...rules.notice, objection: html } }, vendors };
}

/**
 * What fields of a vendor say against each other or against the rules.
 *
 * @returns pairs of field and message
 */
export function vendorContradictions(
  vendor: VendorSource,
  rules: VendorRules,
  today: string,
): [field: string, message: string][] {
  const wrong: [string, string][] = [];
  const { status, dates, subprocessor, noSubprocessor } = vendor;
  for (const field of ['data', 'access'] as const) {
    const known = rules[field].map(({ id }) => id);
    for (const [index, id] of vendor[field].entries()) {
      if (known.includes(id)) continue;
      wrong.push([
        fieldName([field, index]),
        `expected a kind of ${field} of ${RULES} (${known.join(', ')}), found "${id}"`,
      ]);
    }
  }
  if (status === 'active' && !dates.active) {
    wrong.push(['dates.active', 'is missing; an active vendor has the day of its contract']);
  }
  if (status === 'ended' && !dates.ended) {
    wrong.push(['dates.ended', 'is missing; a vendor that ended has the day']);
  }
  if (status === 'evaluating' && !dates.evaluating) {
    wrong.push(['dates.evaluating', 'is missing; a vendor under evaluation has the day on which it began']);
  }
  for (const [field, from] of [
    ['active', 'evaluating'],
    ['ended', 'active'],
    ['deletionConfirmed', 'ended'],
  ] as const) {
    const [day, before] = [dates[field], dates[from]];
    if (day && before && day < before) {
      wrong.push([`dates.${field}`, `expected ${before} (dates.${from}) or later, found "${day}"`]);
    }
  }
  for (const [field, day] of [
    ...(['evaluating', 'active', 'ended', 'deletionConfirmed'] as const).map(
      (name): [string, string | undefined] => [`dates.${name}`, dates[name]],
    ),
    ...vendor.reviews.map((review, index): [string, string] => [
      fieldName(['reviews', index, 'date']),
      review.date,
    ]),
    ...vendor.evidence.map((entry, index): [string, string] => [
      fieldName(['evidence', index, 'received']),
      entry.received,
    ]),
  ]) {
    if (day !== undefined && day > today) {
      wrong.push([field, `expected a day that has come, today is ${today}, found "${day}"`]);
    }
  }
  if (status !== 'ended' && (dates.ended || dates.deletionConfirmed)) {
    wrong.push([
      'status',
      `expected ended, since dates.${dates.ended ? 'ended' : 'deletionConfirmed'} is there, found "${status}"`,
    ]);
  }
  if (noSubprocessor !== undefined && (subprocessor || heldOfCustomers(vendor, rules).length === 0)) {
    const why = subprocessor ? 'it is a subprocessor' : 'it holds no data of customers';
    wrong.push(['noSubprocessor', `expected none: ${why}`]);
  }
  if (subprocessor) {
    if (status === 'evaluating') {
      wrong.push([
        'subprocessor',
        'expected none: a vendor under evaluation processes nothing for customers',
      ]);
    }
    for (const [index, entry] of subprocessor.processing.entries()) {
      const before = subprocessor.processing[index - 1];
      if (before && entry.from <= before.from) {
        const message = `expected a day after ${before.from}, found "${entry.from}"`;
        wrong.push([fieldName(['subprocessor', 'processing', index, 'from']), message]);
      }
    }
    const last = subprocessor.processing.at(-1);
    if (last && subprocessor.until && subprocessor.until < last.from) {
      wrong.push(['subprocessor.until', `expected ${last.from} or later, found "${subprocessor.until}"`]);
    }
    if (status === 'ended' && !subprocessor.until) {
      wrong.push(['subprocessor.until', 'is missing; the vendor ended']);
    }
  }
  return wrong;
}

/** Whoever holds data of customers is named: as a subprocessor, or with the reason why it is none. A table cannot say either. */
function undisclosed(vendor: VendorSource, rules: VendorRules): [field: string, message: string][] {
  const held = heldOfCustomers(vendor, rules);
  const { status, subprocessor, noSubprocessor } = vendor;
  if (status !== 'active' || held.length === 0 || subprocessor || noSubprocessor !== undefined) return [];
  const message = `is missing; it holds ${held.join(', ')}: say what it processes, or in noSubprocessor why it is none`;
  return [['subprocessor', message]];
}

function heldOfCustomers({ data }: VendorSource, rules: VendorRules): string[] {
  return rules.data.flatMap(({ id, ofCustomers }) => (ofCustomers && data.includes(id) ? [id] : []));
}

function sameNames(vendors: readonly Vendor[]): Finding[] {
  const first = new Map<string, string>();
  return vendors.flatMap(({ id, name, status }) => {
    if (status === 'ended') return [];
    const other = first.get(name.toLowerCase());
    if (other === undefined) {
      first.set(name.toLowerCase(), id);
      return [];
    }
    const message = `expected a vendor once, found "${name}" in ${FOLDER}/${other}.yaml as well`;
    return [{ file: `${FOLDER}/${id}.yaml`, field: 'name', message }];
  });
}
