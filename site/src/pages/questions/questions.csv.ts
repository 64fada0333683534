import { stringify } from 'csv-stringify/sync';
import { controls, origin, questions } from '../../content.ts';
import { plainAnswer } from '../../machines/plain-answer.ts';
import { questionRows } from '../../machines/questions.ts';

/** Columns as in a CAIQ: the identifier, the question, the answer in a word, how, what is the customer's, and the references. */
const COLUMNS = [
  'Question ID',
  'CCM v4',
  'Topic',
  'Question',
  'Answer',
  'Implementation description',
  'Customer responsibility',
  'Controls',
  'Trust services criteria',
  'Policies',
  'Owner',
  'Last verified',
  'Verify again by',
  'Permalink',
];

/**
 * All answers as a table (RFC 4180) of plain text, to be copied into a questionnaire; in UTF-8 with a byte order mark, without which spreadsheets take it for another encoding. A
 * cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function GET(): Response {
  const html = new Map(questions.flatMap((topic) => topic.questions.map((one) => [one.id, one.html])));
  const rows = questionRows(questions).map((row) => [
    row.id,
    row.ccm.join(', '),
    row.topic,
    row.question,
    row.short ?? '',
    plainAnswer(html.get(row.id) ?? '', `${origin}/questions/`),
    row.customer ?? '',
    row.controls.join(', '),
    [
      ...new Set(controls.filter(({ id }) => row.controls.includes(id)).flatMap(({ criteria }) => criteria)),
    ].join(', '),
    row.policies.join(', '),
    row.ownerRole,
    row.verified,
    row.due,
    row.url,
  ]);
  return new Response(
    stringify([COLUMNS, ...rows], { bom: true, record_delimiter: 'windows', escape_formulas: true }),
  );
}
