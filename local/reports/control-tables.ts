import { heading, paragraph } from '../../typeset/blocks.ts';
import { INK, SIZE } from '../../typeset/ink.ts';
import type { Run } from '../../typeset/lines.ts';
import type { PagedDocument } from '../../typeset/paged-document.ts';
import { type Cell, table } from '../../typeset/table.ts';
import { SOC2_CANARY } from './canary.ts';
import { groupTitle } from './contents.ts';
import type { Control, Criterion } from './controls.ts';

/**
 * Draws every criterion with its controls, their tests and their results.
 *
 * @param doc - the document
 * @param criteria - all of them
 */
export function drawCriteria(doc: PagedDocument, criteria: readonly Criterion[]): void {
  let group = '';
  for (const each of criteria) {
    const mine = groupOf(each.criterion);
    if (mine !== group) {
      group = mine;
      doc.newPage('portrait');
      heading(doc, 2, groupTitle(group), `group-${group}`);
      const reference = `Text of this part is confidential. ${SOC2_CANARY}`;
      paragraph(doc, [{ text: reference, cut: 'regular' }], { size: SIZE.small, colour: INK.quiet });
    }
    drawCriterion(doc, each, criteria);
  }
}

function drawCriterion(doc: PagedDocument, each: Criterion, criteria: readonly Criterion[]): void {
  heading(doc, 3, each.criterion, each.criterion, 230);
  paragraph(doc, [plain(each.about)]);
  const others = serving(each.criterion, criteria).map((control) => control.id);
  if (others.length > 0) {
    paragraph(doc, [plain('Also served by '), ...linked(others), plain('.')], { size: SIZE.table });
  }
  table(doc, {
    head: ['Control', 'What the company does', 'What the auditor did', 'Result'],
    columns: [12, 34, 33, 21],
    rows: each.controls.map((control) => ({
      anchor: control.id,
      marked: control.exception !== undefined,
      cells: [
        [[{ text: control.id, cut: 'bold' }]],
        [[plain(control.statement)], [{ text: `${control.owner}. ${control.frequency}.`, cut: 'italic' }]],
        control.tests.map(testRuns),
        resultOf(control),
      ],
    })),
  });
}

function serving(criterion: string, criteria: readonly Criterion[]): Control[] {
  return criteria.flatMap((other) => other.controls.filter((control) => control.also.includes(criterion)));
}

function linked(names: readonly string[]): Run[] {
  return names.flatMap((name, index): Run[] => [
    plain(index === 0 ? '' : ', '),
    { text: name, cut: 'regular', href: `#${name}` },
  ]);
}

function testRuns(test: string): Run[] {
  const [kind = '', ...rest] = test.split('. ');
  return [{ text: `${kind}.`, cut: 'bold' }, plain(` ${rest.join('. ')}`)];
}

function resultOf(control: Control): Cell {
  if (control.exception === undefined) return [[plain('No exceptions noted.')]];
  const answer = `#response-${control.id.toLowerCase()}`;
  return [
    [{ text: 'Exception noted.', cut: 'bold' }],
    [plain(control.exception)],
    [{ text: 'Management’s answer', cut: 'regular', href: answer }],
  ];
}

/**
 * Draws which controls serve each criterion.
 *
 * @param doc - the document
 * @param criteria - all of them
 */
export function drawOverview(doc: PagedDocument, criteria: readonly Criterion[]): void {
  table(doc, {
    head: ['Criterion', 'In our own words', 'Tested there', 'Also served by'],
    columns: [11, 47, 18, 24],
    rows: criteria.map(({ criterion, about, controls }) => ({
      cells: [
        [[{ text: criterion, cut: 'bold', href: `#${criterion}` }]],
        [[plain(about)]],
        [linked(controls.map((control) => control.id))],
        [linked(serving(criterion, criteria).map((control) => control.id))],
      ],
    })),
  });
}

/**
 * Draws the list of all controls with owners and instances.
 *
 * @param doc - the document
 * @param criteria - all of them
 */
export function drawControlList(doc: PagedDocument, criteria: readonly Criterion[]): void {
  table(doc, {
    head: [
      'Control',
      'Criteria',
      'Owner',
      'How often',
      'Kind',
      'Operation',
      'Population',
      'Tested',
      'Result',
    ],
    columns: [9, 23, 17, 18, 10.5, 10.5, 10.5, 8, 14],
    rows: criteria.flatMap(({ criterion, controls }) =>
      controls.map((control) => ({
        marked: control.exception !== undefined,
        cells: [
          [[{ text: control.id, cut: 'bold', href: `#${control.id}` }]],
          [linked([criterion, ...control.also])],
          [[plain(control.owner)]],
          [[plain(control.frequency)]],
          [[plain(control.kind)]],
          [[plain(control.operation)]],
          [[plain(String(control.population))]],
          [[plain(String(control.sample))]],
          [[plain(control.exception === undefined ? 'No exceptions' : 'Exception')]],
        ],
      })),
    ),
  });
}

/**
 * Draws which control serves which group of criteria.
 *
 * @param doc - the document
 * @param criteria - all of them
 */
export function drawCoverage(doc: PagedDocument, criteria: readonly Criterion[]): void {
  const groups = [...new Set(criteria.map((each) => groupOf(each.criterion)))];
  table(doc, {
    head: ['Control', 'Owner', ...groups],
    columns: [14, 26, ...groups.map(() => 7)],
    rows: criteria.flatMap(({ criterion, controls }) =>
      controls.map((control) => ({
        cells: [
          [[{ text: control.id, cut: 'bold', href: `#${control.id}` }]],
          [[plain(control.owner)]],
          ...groups.map((group): Cell => [[partOf(group, criterion, control)]]),
        ],
      })),
    ),
  });
}

function partOf(group: string, criterion: string, control: Control): Run {
  if (groupOf(criterion) === group) return { text: 'tested', cut: 'bold' };
  return plain(control.also.some((other) => groupOf(other) === group) ? 'serves' : '');
}

function groupOf(criterion: string): string {
  return criterion.split('.')[0] ?? criterion;
}

function plain(text: string): Run {
  return { text, cut: 'regular' };
}
