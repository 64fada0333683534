import { readFileSync } from 'node:fs';
import { heading } from './blocks.ts';
import { INK } from './ink.ts';
import type { ReportDocument } from './report-document.ts';

interface Entry {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

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
const GROUPS: readonly Entry[] = [
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
 * Draws the contents: each line a link, with the page of its target from the draft.
 *
 * @param doc - the document
 */
export function drawContents(doc: ReportDocument): void {
  heading(doc, 1, 'Contents', 'contents');
  doc.within('TOC', () => {
    for (const entry of entries()) drawEntry(doc, entry);
  });
}

function entries(): Entry[] {
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

function drawEntry(doc: ReportDocument, entry: Entry): void {
  const main = entry.level === 1;
  const size = main ? 10.5 : 9.4;
  const step = main ? 19 : 15.5;
  if (main && doc.y > doc.box.top + 60) doc.y += 8;
  doc.need(step + (main ? 40 : 0));
  const { left, right } = doc.box;
  const x = left + (main ? 0 : 16);
  const cut = main ? 'bold' : 'regular';
  const label = doc.layout.labels.get(entry.anchor) ?? '0';
  const { y } = doc;
  doc.within('TOCI', () =>
    doc.within('Reference', () =>
      doc.within('Link', (link) => {
        doc.content(() => {
          doc.place(`${entry.text} `, x, y, { size, cut });
          doc.place(label, right, y, { size, cut, align: 'right' });
        });
        doc.linkTo(link, `#${entry.anchor}`, `${entry.text}, page ${label}`, [x, y, right - x, step]);
      }),
    ),
  );
  const from = x + doc.widthOf(entry.text, size, cut) + 6;
  const to = right - doc.widthOf(label, size, cut) - 6;
  doc.artifact(
    () =>
      doc.pdf
        .moveTo(from, y + size * 1.12)
        .lineTo(to, y + size * 1.12)
        .lineWidth(0.6)
        .dash(0.6, { space: 3 })
        .stroke(INK.rule)
        .undash(),
    'Layout',
  );
  doc.y += step;
}
