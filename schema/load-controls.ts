import { dueAfter, isRegular } from './calendar.ts';
import { type Control, type ControlSource, controlSchema, type PolicyParagraph } from './controls.ts';
import { check, fieldName, unknownId } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import type { RecordsById } from './load-records.ts';
import { renderInline } from './markdown.ts';
import type { Policy } from './policies.ts';
import { sectionText } from './section-text.ts';

const FOLDER = 'content/controls';

/** What controls refer to. */
export interface ControlContext {
  /** The areas of the security page, null when it is not sound. */
  readonly areas: readonly string[] | null;
  readonly policies: readonly Policy[];
  readonly records: RecordsById;
  /** The ids of all series of records, those that are not sound included. */
  readonly recordIds: readonly string[];
  /** The ids of all policies, those that are not sound included. */
  readonly policyIds: readonly string[];
  /** Policies by an id that they had before. */
  readonly formerIds: ReadonlyMap<string, string>;
  /** The day on which the content is read. */
  readonly today: string;
}

/**
 * Reads the controls, ties each to the policy paragraph it carries out and to its records, and reckons from these when it was
 * last carried out and by when it has to be again.
 *
 * @param files - the reader of `content/`
 * @param context - what controls refer to
 * @param findings - takes what is wrong
 * @returns the controls that are sound, in the order of their ids, and the ids of all
 */
export async function loadControls(
  files: ContentFiles,
  context: ControlContext,
  findings: Finding[],
): Promise<{ controls: Control[]; ids: string[] }> {
  const controls: Control[] = [];
  const ids = await files.namesIfAny(FOLDER, '.yaml');
  const recordsInUse = new Set<string>();
  for (const id of ids) {
    const file = `${FOLDER}/${id}.yaml`;
    const data = await files.yaml(file);
    const source = data === undefined ? null : check(controlSchema, data, file, findings);
    if (source === null) continue;
    const report = (field: string, message: string) => findings.push({ file, field, message });
    const rich = (field: string, markdown: string): string => {
      const { html, refused, links } = renderInline(markdown);
      for (const message of refused) report(field, message);
      files.link(file, field, links);
      return html;
    };
    for (const [field, message] of contradictions(source, context)) report(field, message);
    const policies = source.policies.flatMap((entry, index) => paragraph(entry, index, context, report));
    if (source.records !== null) recordsInUse.add(source.records);
    controls.push({
      ...source,
      id,
      policies,
      statement: rich('statement', source.statement),
      plan: source.plan === null ? null : rich('plan', source.plan),
      exception: source.exception === null ? null : rich('exception', source.exception),
      evidence: source.evidence.map((entry, index) => rich(fieldName(['evidence', index]), entry)),
      ...history(source, context),
    });
  }
  // A control that is not sound may well be the one.
  const unused =
    controls.length === ids.length ? context.recordIds.filter((one) => !recordsInUse.has(one)) : [];
  for (const id of unused) {
    const message = 'expected a control whose records they are, found none in content/controls/';
    findings.push({ file: `content/records/${id}.yaml`, field: null, message });
  }
  return { controls, ids };
}

/** What fields of a control say against each other or against the rest: pairs of field and message. */
function contradictions(control: ControlSource, context: ControlContext): [field: string, message: string][] {
  const wrong: [string, string][] = [];
  const { area, status, plan, by, records, datesFrom, frequency, criteria } = control;
  if (context.areas && !context.areas.includes(area)) {
    wrong.push([
      'area',
      `expected an area of content/security.yaml (${context.areas.join(', ')}), found "${area}"`,
    ]);
  }
  if (status === 'in place') {
    if (plan !== null) wrong.push(['plan', 'expected none: it is in place']);
  } else if (plan === null) {
    wrong.push(['plan', `is missing; what is ${status} says what will be done, or why not`]);
  }
  if (status !== 'planned' && by !== null) wrong.push(['by', `expected none: it is ${status}`]);
  if (records !== null && !context.recordIds.includes(records)) {
    wrong.push(['records', unknownId('a series of content/records/', records, context.recordIds)]);
  }
  if (records !== null && datesFrom !== null) {
    wrong.push(['datesFrom', 'expected none beside records: one of both says when it was done']);
  }
  const source = records !== null ? 'records' : datesFrom !== null ? 'datesFrom' : null;
  if (source !== null && dueAfter(frequency, context.today) === null) {
    wrong.push([
      'frequency',
      `expected monthly, quarterly, twice a year or yearly, since it has ${source}, found "${frequency}"`,
    ]);
  }
  for (const [index, id] of criteria.entries()) {
    if (criteria.indexOf(id) !== index) {
      wrong.push([
        fieldName(['criteria', index]),
        `expected each criterion once, found "${id}" a second time`,
      ]);
    }
  }
  return wrong;
}

/** The paragraph of a policy, if it is there and says what the control was written for. */
function paragraph(
  { policy: id, section, says }: ControlSource['policies'][number],
  index: number,
  { policies, policyIds, formerIds }: ControlContext,
  report: (field: string, message: string) => void,
): PolicyParagraph[] {
  const at = (name: string) => fieldName(['policies', index, name]);
  if (!policyIds.includes(id)) {
    // A policy that was renamed still says what the control was written for.
    const renamed = policies.find(({ html }) => sectionText(html, section).includes(says));
    report(at('policy'), unknownId('the id of a policy', id, policyIds, renamed?.id ?? formerIds.get(id)));
    return [];
  }
  const policy = policies.find((entry) => entry.id === id);
  // A text that was refused has no words to compare; that is a finding already.
  if (!policy || policy.html === '') return [];
  const heading = policy.headings.find((entry) => entry.id === section);
  if (!heading) {
    const known = policy.headings.map((entry) => entry.id);
    report(at('section'), unknownId(`a heading of content/policies/${id}.md`, section, known));
    return [];
  }
  if (!sectionText(policy.html, section).includes(says)) {
    report(
      at('says'),
      `expected words under "${heading.text}" of content/policies/${id}.md, found "${says}", which is not there: bring control and policy together`,
    );
  }
  return [{ policy: id, title: policy.title, section, heading: heading.text }];
}

/** When it was carried out and when it has to be, as far as there are records. */
function history(
  { records: id, datesFrom, frequency, status }: ControlSource,
  { records, today }: ControlContext,
): Pick<Control, 'records' | 'lastRun' | 'nextDue' | 'overdue' | 'unrecorded'> {
  const source = id === null ? undefined : records.get(id);
  if (id === null || source === undefined) {
    const unrecorded = status === 'in place' && datesFrom === null && isRegular(frequency);
    return { records: null, lastRun: null, nextDue: null, overdue: false, unrecorded };
  }
  const runs = source.runs.map((run, index) => {
    const before = source.runs[index + 1];
    return { ...run, due: before ? dueAfter(frequency, before.date) : null };
  });
  const lastRun = source.runs[0]?.date ?? null;
  const nextDue = lastRun === null ? null : dueAfter(frequency, lastRun);
  return {
    records: { ...source, id, runs },
    lastRun,
    nextDue,
    overdue: status === 'in place' && nextDue !== null && nextDue < today,
    unrecorded: false,
  };
}
