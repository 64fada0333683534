import { addMonths } from './calendar.ts';
import { check, fieldName, unknownId } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderMarkdown } from './markdown.ts';
import { type Question, type Topic, topicSchema } from './questions.ts';

const FOLDER = 'content/questions';
/** Answers stand below a heading of the third level. */
const HEADING_SHIFT = 3;

/** What questions refer to. */
export interface QuestionContext {
  readonly controlIds: readonly string[];
  readonly policyIds: readonly string[];
  /** Policies by an id that they had before. */
  readonly formerIds: ReadonlyMap<string, string>;
  /** The first day on which anything can have been verified; null when unknown. */
  readonly founded: string | null;
  readonly today: string;
}

/**
 * Reads the questions and answers.
 *
 * @param files - the reader of `content/`
 * @param context - what they refer to
 * @param findings - takes what is wrong
 * @returns the topics that are sound, in the order of the page; there need be none
 */
export async function loadQuestions(
  files: ContentFiles,
  context: QuestionContext,
  findings: Finding[],
): Promise<Topic[]> {
  const topics: (Topic & { place: number })[] = [];
  const takenIds = new Map<string, string>();
  for (const id of await files.namesIfAny(FOLDER, '.yaml')) {
    const file = `${FOLDER}/${id}.yaml`;
    const data = await files.yaml(file);
    const source = data === undefined ? null : check(topicSchema, data, file, findings);
    if (source === null) continue;
    const questions = source.questions.map(({ answer, ...question }, index): Question => {
      const report = (field: string, message: string) =>
        findings.push({ file, field: fieldName(['questions', index, field], source), message });
      const { html, refused, links: hrefs } = renderMarkdown(answer, HEADING_SHIFT);
      for (const message of refused) report('answer', message);
      files.link(file, fieldName(['questions', index, 'answer'], source), hrefs);

      const taken = takenIds.get(question.id);
      if (taken) report('id', `expected an id of its own, found "${question.id}", which ${taken} has`);
      takenIds.set(question.id, `${file}: ${fieldName(['questions', index], source)}`);
      if (question.verified > context.today) {
        report(
          'verified',
          `expected a day that has come, today is ${context.today}, found "${question.verified}"`,
        );
      }
      if (context.founded !== null && question.verified < context.founded) {
        report(
          'verified',
          `expected a day after the company came into being, ${context.founded}, found "${question.verified}"`,
        );
      }
      unknown(question.controls, context.controlIds, 'controls', 'a control', report);
      unknown(question.policies, context.policyIds, 'policies', 'a policy', report, context.formerIds);
      const due = addMonths(question.verified, question.everyMonths);
      return { ...question, html, markdown: answer.trim(), due, overdue: due < context.today };
    });
    topics.push({ id, title: source.title, place: source.place, questions });
  }
  return topics.sort((a, b) => a.place - b.place).map(({ place: _, ...topic }) => topic);
}

function unknown(
  used: readonly string[],
  known: readonly string[],
  field: string,
  noun: string,
  report: (field: string, message: string) => void,
  formerIds?: ReadonlyMap<string, string>,
): void {
  for (const id of used) {
    if (!known.includes(id)) report(field, unknownId(`the id of ${noun}`, id, known, formerIds?.get(id)));
  }
}
