import { z } from 'zod';
import { DIRECTIONS, defaultLook, EDGES, STRENGTHS } from '../core/marks/look.ts';
import { defaultTemplate, lineProblem, type MarkTemplate, templateProblem } from '../core/marks/template.ts';
import { line, list, oneOf } from './fields.ts';

const part = line.refine((value) => lineProblem([value]) === null, {
  error: ({ input }) => lineProblem([String(input)]) ?? 'one line of text',
});

const textSchema = z
  .strictObject({
    across: list(part)
      .default([...defaultTemplate.across])
      .describe('The large line across the page: parts with a dot between them.'),
    beneath: z
      .array(part, { error: 'a list' })
      .default([...defaultTemplate.beneath])
      .describe('The smaller line beneath it; the copy id follows.'),
    foot: list(part)
      .default([...defaultTemplate.foot])
      .describe('The line at the edge; the copy id follows.'),
  })
  .superRefine((template: MarkTemplate, context) => {
    const problem = templateProblem(template);
    // What is wrong with a part by itself was said of the part.
    if (problem && template[problem.line].every((one) => lineProblem([one]) === null))
      context.addIssue({ code: 'custom', path: [problem.line], message: problem.expected });
  });

/**
 * `mark` of a report: how its copies are marked. Position and strength are built in by `trust publish`; the text is
 * composed when a copy is granted.
 */
export const markSchema = z.strictObject({
  position: z
    .strictObject({
      across: oneOf(DIRECTIONS)
        .default(defaultLook.across)
        .describe('How the large lines run: up a diagonal, down one, or level.'),
      foot: oneOf(EDGES).default(defaultLook.foot).describe('The edge that the small line stands at.'),
    })
    .default({ across: defaultLook.across, foot: defaultLook.foot })
    .describe('Where the two lines of the mark stand; both are always there.'),
  strength: oneOf(STRENGTHS)
    .default(defaultLook.strength)
    .describe('How dark the mark is; the text under it stays readable.'),
  text: textSchema
    .default({
      across: [...defaultTemplate.across],
      beneath: [...defaultTemplate.beneath],
      foot: [...defaultTemplate.foot],
    })
    .describe('What the lines say: {name}, {company}, {address}, {date} and text of your own.'),
});
