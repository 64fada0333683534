import { z } from 'zod';
import { count, date, line, list, markdown, oneOf, slug, text } from './fields.ts';

/** The answer in a word, as questionnaires ask for it. */
export const SHORT_ANSWERS = ['yes', 'no', 'partly', 'not applicable'] as const;

/** The domains of the Cloud Controls Matrix, version 4, by their letters. A CAIQ numbers its questions by these. */
const CCM_DOMAINS = 'A&A AIS BCR CCC CEK DCS DSP GRC HRS IAM IPY IVS LOG SEF STA TVM UEM'.split(' ');

const ccmControl = text('a control of the Cloud Controls Matrix such as IAM-14', (value) => {
  const [, domain = ''] = /^([A-Z&]{3})-\d\d$/.exec(value) ?? [];
  return CCM_DOMAINS.includes(domain);
});

/** `content/questions/<topic>.yaml`: what reviewers ask, and our answers. The file's name is the topic's id. */
export const topicSchema = z.strictObject({
  title: line.describe('The heading under which the questions stand.'),
  place: count(1, 99).describe('Where it stands on the page; the lowest number comes first.'),
  questions: list(
    z.strictObject({
      id: slug.describe('The fragment of its address. It stays when the words change.'),
      question: line.describe('As a reviewer asks it.'),
      short: oneOf(SHORT_ANSWERS)
        .nullable()
        .default(null)
        .describe('The answer in a word, for questionnaires; leave it out where none fits.'),
      answer: markdown.describe('The answer. The first sentence answers; the rest says how far that goes.'),
      customer: line
        .nullable()
        .default(null)
        .describe('What is left to the customer; leave it out where nothing is.'),
      ownerRole: line.describe('The role that answers for it; a role, never a person.'),
      verified: date.describe('The day on which the owner last held it against practice.'),
      everyMonths: count(1, 12).default(12).describe('For how many months that holds.'),
      controls: z
        .array(slug, { error: 'a list of controls' })
        .default([])
        .describe('The ids of the controls behind it.'),
      policies: z
        .array(slug, { error: 'a list of policies' })
        .default([])
        .describe('The ids of the policies behind it.'),
      ccm: z
        .array(ccmControl, { error: 'a list of controls such as IAM-14' })
        .default([])
        .describe('The controls of the CSA Cloud Controls Matrix, version 4, that it belongs to.'),
    }),
  ).describe('In the order of the page.'),
});

/** A question with its answer. */
export type Question = Omit<z.infer<typeof topicSchema>['questions'][number], 'answer'> & {
  /** The answer as HTML. */
  readonly html: string;
  /** The same as Markdown. */
  readonly markdown: string;
  /** The day by which it has to be verified again. */
  readonly due: string;
  /** Whether that day had passed when the content was read. */
  readonly overdue: boolean;
};

/** Questions that belong together. */
export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly questions: readonly Question[];
}
