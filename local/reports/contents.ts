import { readFileSync } from 'node:fs';
import { type ContentsEntry, drawContents } from '../../typeset/contents.ts';
import type { PagedDocument } from '../../typeset/paged-document.ts';

const FILES = [
  '0-notice',
  '1-opinion',
  '2-assertion',
  '3-system-1',
  '3-system-2',
  '3-system-3',
  '4-tests',
  '5-other',
  '5-annex-a',
  '5-calendar',
  '6-bridge',
];

/** The groups of criteria, which are headings made from data. */
const GROUPS: readonly ContentsEntry[] = [
  ['CC1', 'Control environment'],
  ['CC2', 'Information and communication'],
  ['CC3', 'Risk assessment'],
  ['CC4', 'Monitoring'],
  ['CC5', 'Control activities'],
  ['CC6', 'Access'],
  ['CC7', 'Operation of the system'],
  ['CC8', 'Changes'],
  ['CC9', 'Lowering of risks'],
  ['A1', 'Availability'],
  ['C1', 'Confidentiality'],
].map(([group, title]) => ({ level: 2, text: `${group} ${title}`, anchor: `group-${group}` }));

/** The title of a group of criteria, such as `CC6`. */
export function groupTitle(group: string): string {
  const entry = GROUPS.find((each) => each.anchor === `group-${group}`);
  if (!entry) throw new Error(`There is no group of criteria called ${group}`);
  return entry.text;
}

/**
 * Draws the contents of the SOC 2 report.
 *
 * @param doc - the document
 */
export function drawReportContents(doc: PagedDocument): void {
  drawContents(doc, entries());
}

function entries(): ContentsEntry[] {
  return FILES.flatMap((file) => {
    const text = readFileSync(new URL(`text/soc2/${file}.md`, import.meta.url), 'utf8');
    const found = [...text.matchAll(/^(#{1,2}) (.+?) \{#([\w-]+)\}$/gm)].map(
      ([, marks = '', title = '', anchor = '']) => ({ level: marks.length, text: title, anchor }),
    );
    if (file !== '4-tests') return found;
    const end = found.findIndex((each) => each.anchor === 'lists');
    return [...found.slice(0, end), ...GROUPS, ...found.slice(end)];
  });
}
