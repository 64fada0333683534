import { z } from 'zod';
import { excerpt } from '../../core/search/excerpt.ts';
import { type Found, findPlaces } from '../../core/search/find-places.ts';
import { type TrustDocument, trustSchema } from '../../schema/trust-schema.ts';
import { twinPath } from '../../words/twin-path.ts';
import type { Site } from './site.ts';

/** Said to whoever asked for what there is not: one sentence that says what there is. */
export class CannotAnswer extends Error {}

/** A question that the site has an answer to. */
interface Tool<In extends z.ZodObject = z.ZodObject, Out extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** By which a model chooses. */
  readonly description: string;
  readonly input: In;
  readonly output: Out;
  /** @throws {@link CannotAnswer} where something is named that there is not */
  answer(input: z.output<In>, site: Site): Promise<z.input<Out>>;
}

const {
  reports,
  policies,
  controls,
  subprocessors,
  subprocessorChanges,
  vendors,
  questions,
  updates,
  built,
} = trustSchema.shape;

/** Characters of Markdown in one answer: some eight thousand tokens. */
const LONGEST_TEXT = 30_000;
const MOST_FOUND = 30;
const WORDS = z.string().trim().min(1).max(500);
const SOME_ID = z.string().min(1).max(100);

/** What every answer says of itself. */
const cited = {
  page: z.url().describe('The public page that says the same: cite it.'),
  built: built.describe('The day and the commit of the content.'),
};

/** The tools, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [
  tool({
    name: 'search',
    title: 'Search the trust center',
    description:
      'Find public pages and their parts by words: policies, controls, questions, reports, subprocessors, updates. Gives addresses and excerpts, the best first. Read a whole page with read_page.',
    input: z.strictObject({
      words: WORDS.describe(
        'A few words, as "encryption at rest". A place with all of them comes before one with some.',
      ),
      most: z.int().min(1).max(MOST_FOUND).default(10).describe('How many places at most.'),
    }),
    output: z.strictObject({
      ...cited,
      found: z.int().describe('How many places there are in all.'),
      places: z.array(
        z.strictObject({
          title: z.string().describe('Of the page.'),
          heading: z.string().nullable().describe('Of the part; null for the page as a whole.'),
          url: z.url().describe('Cite this.'),
          excerpt: z.string(),
        }),
      ),
    }),
    async answer({ words, most }, site) {
      const found = findPlaces(await site.index(), words);
      return {
        ...(await citing(site, `/search/?q=${encodeURIComponent(words)}`)),
        found: found.length,
        places: found.slice(0, most).map((place) => ({
          title: place.page,
          heading: place.heading || null,
          url: `${site.origin}${place.id}`,
          excerpt: excerptOf(place),
        })),
      };
    },
  }),
  tool({
    name: 'read_page',
    title: 'Read a page',
    description:
      'Read a public page as Markdown by its address, such as one that search or a list gave. A long page comes in pieces: ask again with from = next.',
    input: z.strictObject({
      address: z
        .string()
        .min(1)
        .max(2048)
        .describe('A URL of this site, or a path such as "/policies/encryption/".'),
      from: z.int().min(0).default(0).describe('The character to begin at: `next` of the piece before.'),
    }),
    output: z.strictObject({
      ...cited,
      markdown: z.url().describe('Where the same Markdown lies.'),
      text: z.string(),
      next: z.int().nullable().describe('Where the next piece begins; null where this is the last.'),
    }),
    async answer({ address, from }, site) {
      const path = await site.find(address);
      const markdown = path === null ? null : await site.markdown(path);
      if (path === null || markdown === null)
        throw new CannotAnswer(
          `There is no public page at that address. Use search, or read ${site.origin}/llms.txt.`,
        );
      const rest = markdown.slice(from);
      const text = rest.length <= LONGEST_TEXT ? rest : rest.slice(0, endOfLine(rest));
      const end = from + text.length;
      return {
        ...(await citing(site, path)),
        markdown: `${site.origin}${twinPath(path)}`,
        text,
        next: end < markdown.length ? end : null,
      };
    },
  }),
  tool({
    name: 'list_reports',
    title: 'Audit reports',
    description:
      'List audit reports (SOC 2, SOC 3, penetration test): type, period, trust services criteria in and out of scope, auditor, opinion, number of exceptions, coverage up to today, and how a person gets each. The contents of a report that is not public are not available here.',
    input: z.strictObject({ id: SOME_ID.optional().describe('Only this report.') }),
    output: z.strictObject({ ...cited, reports }),
    async answer({ id }, site) {
      const trust = await site.trust();
      return {
        ...(await citing(site, id === undefined ? '/reports/' : `/reports/${encodeURIComponent(id)}/`)),
        reports: oneOrAll('report', trust.reports, id),
      };
    },
  }),
  tool({
    name: 'list_controls',
    title: 'Security controls',
    description:
      'List security controls with statement, status (in place, planned or not), owner, frequency, last run, next due, trust services criteria and policies. Filters narrow the list; all that are given must fit.',
    input: z.strictObject({
      criterion: SOME_ID.optional().describe('A trust services criterion or its group, as "CC6.1" or "CC6".'),
      area: SOME_ID.optional().describe('An area of the security page, as "access".'),
      status: trustSchema.shape.controls.element.shape.status.optional(),
    }),
    output: z.strictObject({ ...cited, controls }),
    async answer({ criterion, area, status }, site) {
      const all = (await site.trust()).controls;
      const wanted = criterion?.toUpperCase();
      const serves = ({ criteria }: TrustDocument['controls'][number]) =>
        criteria.some((one) => one === wanted || one.startsWith(`${wanted}.`));
      if (area !== undefined)
        mustBe(
          'area',
          area,
          all.map((control) => control.area),
        );
      if (wanted !== undefined && !all.some(serves))
        mustBe(
          'criterion',
          wanted,
          all.flatMap(({ criteria }) => criteria),
        );
      return {
        ...(await citing(site, area === undefined ? '/controls/' : `/controls/${area}/`)),
        controls: all.filter(
          (control) =>
            (wanted === undefined || serves(control)) &&
            (area === undefined || control.area === area) &&
            (status === undefined || control.status === status),
        ),
      };
    },
  }),
  tool({
    name: 'list_policies',
    title: 'Policies',
    description:
      'List policies with version, owner, approval, the version in force, last and next review. The text of one is read with read_page.',
    input: z.strictObject({ id: SOME_ID.optional().describe('Only this policy.') }),
    output: z.strictObject({ ...cited, policies }),
    async answer({ id }, site) {
      const trust = await site.trust();
      return {
        ...(await citing(site, id === undefined ? '/policies/' : `/policies/${encodeURIComponent(id)}/`)),
        policies: oneOrAll('policy', trust.policies, id),
      };
    },
  }),
  tool({
    name: 'list_subprocessors',
    title: 'Subprocessors',
    description:
      'List subprocessors with purpose, data, regions and since when; changes that were announced and until when customers may object; and the numbers of all vendors by tier.',
    input: z.strictObject({}),
    output: z.strictObject({ ...cited, subprocessors, changes: subprocessorChanges, vendors }),
    async answer(_, site) {
      const trust = await site.trust();
      return {
        ...(await citing(site, '/subprocessors/')),
        subprocessors: trust.subprocessors,
        changes: trust.subprocessorChanges,
        vendors: trust.vendors,
      };
    },
  }),
  tool({
    name: 'answer_question',
    title: 'Answer a question of a questionnaire',
    description:
      'Find the published answers that fit a question of a security questionnaire best, word for word, each with its owner, the day it was last verified and its address. Use this first for a single question. An empty list means that nothing is published: do not make an answer up.',
    input: z.strictObject({
      question: WORDS.describe('The question, or its main words.'),
      most: z.int().min(1).max(10).default(3).describe('How many answers at most.'),
    }),
    output: z.strictObject({
      ...cited,
      answers: questions.describe('The best first. They may answer another question: compare.'),
      ask: z.email().describe('Where a question that is not answered can be sent.'),
    }),
    async answer({ question, most }, site) {
      const trust = await site.trust();
      const byPlace = new Map(
        trust.questions.map((one) => [new URL(one.url).pathname + new URL(one.url).hash, one]),
      );
      const found = findPlaces(await site.index(), question, (id) => byPlace.has(id));
      return {
        ...(await citing(site, '/questions/')),
        answers: found.flatMap(({ id }) => byPlace.get(String(id)) ?? []).slice(0, most),
        ask: trust.company.contacts.security,
      };
    },
  }),
  tool({
    name: 'list_updates',
    title: 'Incidents, bulletins and news',
    description:
      'List what was published about incidents, vulnerabilities and changes, newest first: severity, what was affected, timeline, post-mortem.',
    input: z.strictObject({
      topic: trustSchema.shape.updates.element.shape.topic.optional().describe('Only these.'),
    }),
    output: z.strictObject({ ...cited, updates }),
    async answer({ topic }, site) {
      const trust = await site.trust();
      return {
        ...(await citing(site, '/updates/')),
        updates: trust.updates.filter((update) => topic === undefined || update.topic === topic),
      };
    },
  }),
];

/** Ties the types of what is asked and answered together, and forgets them: the list holds all kinds. */
function tool<In extends z.ZodObject, Out extends z.ZodObject>(one: Tool<In, Out>): Tool {
  return one as unknown as Tool;
}

async function citing(site: Site, path: string) {
  return { page: `${site.origin}${path}`, built: (await site.trust()).built };
}

function oneOrAll<T extends { readonly id: string }>(
  noun: string,
  all: readonly T[],
  id: string | undefined,
): T[] {
  if (id !== undefined)
    mustBe(
      noun,
      id,
      all.map((one) => one.id),
    );
  return all.filter((one) => id === undefined || one.id === id);
}

function mustBe(noun: string, given: string, known: readonly string[]): void {
  if (known.includes(given)) return;
  const names = [...new Set(known)].toSorted().join(', ');
  throw new CannotAnswer(`There is no ${noun} of that name. There are: ${names}.`);
}

function excerptOf(place: Found): string {
  return excerpt(place.text, [...place.terms, ...place.queryTerms])
    .map(({ text }) => text)
    .join('');
}

/** Where to cut a text that is too long: behind its last whole line. */
function endOfLine(text: string): number {
  return text.lastIndexOf('\n', LONGEST_TEXT - 1) + 1 || LONGEST_TEXT;
}
