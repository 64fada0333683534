import { addMonths } from './calendar.ts';
import { check, fieldName, unknownId } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderInline } from './markdown.ts';
import { type Security, securitySchema } from './security.ts';

const FILE = 'content/security.yaml';

/** The fields whose text is Markdown; everything else is shown as it stands. */
const RICH = new Set([
  'lead',
  'detail',
  'intro',
  'goodReason',
  'badReason',
  'instead',
  'plan',
  'effect',
  'weDo',
  'youDo',
]);

/**
 * Reads the security page.
 *
 * @param files - the reader of `content/`
 * @param ids - the ids of all reports, to which the page refers
 * @param today - nothing can have been reviewed or certified after it
 * @param findings - takes what is wrong
 * @returns the page with its longer texts as HTML, or null when it is not sound
 */
export async function loadSecurity(
  files: ContentFiles,
  ids: readonly string[],
  today: string,
  findings: Finding[],
): Promise<Security | null> {
  const data = await files.yaml(FILE);
  const source = data === undefined ? null : check(securitySchema, data, FILE, findings);
  if (source === null) return null;

  const references: [string, string | undefined][] = [
    ['mainReport', source.mainReport],
    ...source.certified.map((entry, index): [string, string | undefined] => [
      fieldName(['certified', index, 'report']),
      entry.report,
    ]),
  ];
  for (const [field, id] of references) {
    if (id !== undefined && !ids.includes(id)) {
      const message = unknownId('the id of a report', id, ids);
      findings.push({ file: FILE, field, message });
    }
  }
  for (const [index, area] of source.areas.entries()) {
    if (source.areas.findIndex((other) => other.id === area.id) !== index) {
      const message = `expected an id of its own, found "${area.id}" a second time`;
      findings.push({ file: FILE, field: fieldName(['areas', index, 'id']), message });
    }
  }
  if (source.reviewed > today) {
    const message = `expected a day that has come, today is ${today}, found "${source.reviewed}"`;
    findings.push({ file: FILE, field: 'reviewed', message });
  }
  for (const [index, { since }] of source.certified.entries()) {
    if (since <= today.slice(0, 'yyyy-mm'.length)) continue;
    const message = `expected a month that has begun, today is ${today}, found "${since}": what is only planned is no certificate`;
    findings.push({ file: FILE, field: fieldName(['certified', index, 'since']), message });
  }
  if (source.verifiedUntil > addMonths(source.reviewed, 12)) {
    const message = `expected a day within a year of ${source.reviewed}, found "${source.verifiedUntil}"`;
    findings.push({ file: FILE, field: 'verifiedUntil', message });
  }
  return rendered(source, [], source, files, findings) as Security;
}

/** The same data with its Markdown rendered. */
function rendered(
  value: unknown,
  path: (string | number)[],
  source: unknown,
  files: ContentFiles,
  findings: Finding[],
): unknown {
  if (Array.isArray(value)) {
    return value.map((entry, index) => rendered(entry, [...path, index], source, files, findings));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        rendered(entry, [...path, key], source, files, findings),
      ]),
    );
  }
  const field = path.findLast((step) => typeof step === 'string');
  if (typeof value !== 'string' || field === undefined || !RICH.has(field)) return value;
  const { html, refused, links: hrefs } = renderInline(value);
  files.link(FILE, fieldName(path, source), hrefs);
  findings.push(...refused.map((message) => ({ file: FILE, field: fieldName(path, source), message })));
  return html;
}
