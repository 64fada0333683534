import { z } from 'zod';
import type { WordDiff } from './compare/word-diff.ts';
import { count, date, line, list, prose, sha256, slug, text, version } from './fields.ts';
import type { Heading } from './policies.ts';

const locale = text('a language tag such as en', (value) => /^[a-z]{2}(-[A-Z]{2})?$/.test(value));

/** A translation of the text in force; the text itself is <id>-<version>.<locale>.md. */
const translationSchema = z.strictObject({
  locale: locale.describe('Its language, as a BCP 47 tag.'),
  title: line.describe('The title as it stands in the translation.'),
  summary: prose.describe('The summary, translated.'),
  governingLaw: line.describe('The law that governs the agreement, translated.'),
  consentSentence: line.describe(
    'The sentence beside the box, translated: it stands below the one that is agreed to.',
  ),
  authoritySentence: line.describe('The sentence that claims authority, translated.'),
  agreeLabel: line.describe('The words on the button that accepts, translated.'),
  declineLabel: line.describe('The words on the button that declines, translated.'),
});

/** `content/nda/nda.yaml`: what is said around the text of the agreement. */
export const ndaSchema = z.strictObject({
  id: slug.describe('Names the agreement in addresses and receipts; never changes.'),
  current: version.describe('The version in force; it has an entry in versions.yaml.'),
  title: line.describe('The title as it stands in the text.'),
  summary: prose.describe('What the reader agrees to, in a few sentences that bind nobody.'),
  locale: locale.describe('The language of the text that is offered and decides, as a BCP 47 tag.'),
  governingLanguage: line.describe('The language whose wording decides: that of the text, by its name.'),
  governingLaw: line.describe('The law that governs the agreement.'),
  termMonths: count(1, 120).describe('For how many months information stays covered after it was received.'),
  acceptanceMonths: count(1, 120)
    .nullable()
    .default(null)
    .describe(
      'For how many months an acceptance gives access before it has to be given anew; without, until it is ended.',
    ),
  claimMonths: count(1, 360).describe(
    'For how many months after that claims can be raised: until then the evidence of an acceptance is kept.',
  ),
  coversColleagues: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Whether whoever accepts may bring colleagues of the same domain under their acceptance.'),
  consentSentence: line.describe('The sentence beside the box; names the title and the version.'),
  authoritySentence: line.describe('The sentence by which the reader claims authority to bind a company.'),
  agreeLabel: line.describe('The words on the button that accepts.'),
  declineLabel: line.describe('The words on the button that declines.'),
  translations: z
    .array(translationSchema, { error: 'a list of translations' })
    .default([])
    .describe('Translations for convenience: shown in public, never offered for acceptance.'),
});

/** A translation as `nda.yaml` describes it. */
export type NdaTranslationSource = z.infer<typeof translationSchema>;

/** A translation of the text in force, rendered for a page; its headings begin at level 2. */
export interface NdaTranslation extends NdaTranslationSource {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** `content/nda/versions.yaml`: every version there ever was. Entries are added, never changed. */
export const ndaVersionsSchema = z.strictObject({
  versions: list(
    z.strictObject({
      version: version.describe('The version; its text is <id>-<version>.md beside this file.'),
      effective: date.describe('The day from which this text is offered.'),
      sha256: sha256.describe('The SHA-256 of the text’s exact bytes.'),
      changes: prose.describe('What changed, for someone who signed the version before.'),
    }),
  ).describe('Oldest first.'),
});

/** One text of the agreement, past or present. */
export interface NdaVersion {
  readonly version: string;
  readonly effective: string;
  readonly changes: string;
  /** The path on the site of the exact bytes. */
  readonly path: string;
  /** SHA-256 of the exact bytes, hexadecimal. */
  readonly sha256: string;
  /** The exact text. */
  readonly markdown: string;
  /** The text rendered for a page; its headings begin at level 2. */
  readonly html: string;
  /** What became of it in the text in force; null for that text itself. */
  readonly toCurrent: WordDiff | null;
}

/** The agreement in force. */
export interface Nda extends Omit<z.infer<typeof ndaSchema>, 'current' | 'translations'>, NdaVersion {
  readonly headings: readonly Heading[];
  /** Every version, oldest first, the one in force included. */
  readonly versions: readonly NdaVersion[];
  /** Of the text in force. */
  readonly translations: readonly NdaTranslation[];
}
