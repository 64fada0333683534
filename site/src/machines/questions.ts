import type { Topic } from '../../../schema/questions.ts';
import type { TrustDocument } from '../../../schema/trust-schema.ts';
import { origin } from '../content.ts';

/** The answers as every export has them. */
export function questionRows(topics: readonly Topic[]): TrustDocument['questions'] {
  return topics.flatMap(({ title, questions }) =>
    questions.map((question) => ({
      id: question.id,
      topic: title,
      question: question.question,
      short: question.short,
      answer: question.markdown,
      customer: question.customer,
      ownerRole: question.ownerRole,
      verified: question.verified,
      due: question.due,
      overdue: question.overdue,
      controls: [...question.controls],
      policies: [...question.policies],
      ccm: [...question.ccm],
      url: `${origin}/questions/#${question.id}`,
    })),
  );
}
