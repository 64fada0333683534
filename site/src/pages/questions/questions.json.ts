import { questions, today } from '../../content.ts';
import { questionRows } from '../../machines/questions.ts';

/** All answers as data: the part `questions` of trust.json, alone. */
export function GET(): Response {
  return Response.json({ on: today, questions: questionRows(questions) });
}
