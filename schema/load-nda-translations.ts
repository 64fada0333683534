import type { Company } from './company.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderMarkdown } from './markdown.ts';
import type { NdaTranslation, NdaTranslationSource, NdaVersion } from './nda.ts';

/**
 * Translations of the agreement, for convenience: one text decides, and a translation has to say the same in the same places.
 * A translation may be put right; what people accept is never a translation.
 */

/** The agreement as far as its translations depend on it. */
interface TranslatedNda {
  readonly id: string;
  readonly locale: string;
  readonly termMonths: number;
  readonly current: string;
  readonly translations: readonly NdaTranslationSource[];
  readonly versions: readonly NdaVersion[];
}

/**
 * Reads the translations of the text in force, and holds those of every version against the text that they translate.
 *
 * @param files - the reader of `content/`
 * @param nda - the agreement with all its texts
 * @param company - the company, which each text must name; null when unknown
 * @param findings - takes what is wrong
 */
export async function loadNdaTranslations(
  files: ContentFiles,
  nda: TranslatedNda,
  company: Company | null,
  findings: Finding[],
): Promise<NdaTranslation[]> {
  const folder = 'content/nda';
  const about = `${folder}/nda.yaml`;
  const there = await files.namesIfAny(folder, '.md');
  const loaded: NdaTranslation[] = [];
  for (const [index, translation] of nda.translations.entries()) {
    const { locale } = translation;
    const place = `translations[${index + 1}].locale`;
    if (locale === nda.locale || nda.translations.slice(0, index).some((one) => one.locale === locale)) {
      const message = `expected another language than the text itself and the translations before, found "${locale}"`;
      findings.push({ file: about, field: place, message });
      continue;
    }
    const nameOf = (version: string) => `${nda.id}-${version}.${locale}`;
    // A newer text may come before its translation; the page then says that there is none.
    const translated = nda.versions.filter(({ version }) => there.includes(nameOf(version)));
    if (translated.length === 0) await files.text(`${folder}/${nameOf(nda.current)}.md`);
    for (const version of translated) {
      const isCurrent = version.version === nda.current;
      const file = `${folder}/${nameOf(version.version)}.md`;
      const read = await files.text(file);
      if (read === null) continue;
      const { html, headings, refused } = renderMarkdown(read.text, 1);
      const say = (message: string) => findings.push({ file, field: null, message });
      refused.forEach(say);
      const difference = firstDifference(skeleton(version.markdown), skeleton(read.text));
      if (difference)
        say(
          `expected the parts of ${nda.id}-${version.version}.md in their order, found ${difference.found} in place of ${difference.expected}`,
        );
      for (const words of [version.version, String(nda.termMonths), ...(company ? [company.legalName] : [])])
        if (!read.text.includes(words))
          say(`expected it to name "${words}", as the text does that it translates`);
      if (!isCurrent) continue;
      if (!read.text.includes(translation.title)) {
        const message = `expected words of the translation, found "${translation.title}", which ${file} does not contain`;
        findings.push({ file: about, field: `translations[${index + 1}].title`, message });
      }
      loaded.push({ ...translation, html, headings });
    }
  }
  return loaded;
}

/** What a text is made of, without its words: levels and numbers of headings, numbers of clauses, entries of lists. */
function skeleton(markdown: string): string[] {
  return markdown.split('\n').flatMap((line) => {
    const [heading] = /^#{1,6} (\d+\.)?/.exec(line) ?? [];
    const [clause] = /^\d+\.\d+(?= )/.exec(line) ?? [];
    const part = heading ?? clause ?? (line.startsWith('- ') ? '- an entry' : undefined);
    return part === undefined ? [] : [part.trim()];
  });
}

function firstDifference(
  expected: readonly string[],
  found: readonly string[],
): { expected: string; found: string } | null {
  const length = Math.max(expected.length, found.length);
  for (let index = 0; index < length; index++) {
    if (expected[index] !== found[index])
      return { expected: quoted(expected[index]), found: quoted(found[index]) };
  }
  return null;
}

function quoted(part: string | undefined): string {
  return part === undefined ? 'the end' : `"${part}"`;
}
