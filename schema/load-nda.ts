import type { Company } from './company.ts';
import { wordDiff } from './compare/word-diff.ts';
import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { loadNdaTranslations } from './load-nda-translations.ts';
import { renderMarkdown } from './markdown.ts';
import { type Nda, type NdaVersion, ndaSchema, ndaVersionsSchema } from './nda.ts';
import { isLaterVersion } from './versions.ts';

const FOLDER = 'content/nda';
const VERSIONS = `${FOLDER}/versions.yaml`;
const ABOUT = `${FOLDER}/nda.yaml`;

/**
 * Reads the agreement and proves that no text was changed after somebody may have signed it: the bytes of every version
 * have the SHA-256 that was recorded for them.
 *
 * @param files - the reader of `content/`
 * @param company - the company, whose legal name the text must carry; null when unknown
 * @param findings - takes what is wrong
 * @returns the agreement, or null when it is not sound
 */
export async function loadNda(
  files: ContentFiles,
  company: Company | null,
  findings: Finding[],
): Promise<Nda | null> {
  const aboutData = await files.yaml(ABOUT);
  const versionsData = await files.yaml(VERSIONS);
  const about = aboutData === undefined ? null : check(ndaSchema, aboutData, ABOUT, findings);
  const record =
    versionsData === undefined ? null : check(ndaVersionsSchema, versionsData, VERSIONS, findings);
  if (about === null || record === null) {
    await files.claimAll(FOLDER);
    return null;
  }

  const texts: Omit<NdaVersion, 'toCurrent'>[] = [];
  for (const [index, entry] of record.versions.entries()) {
    const before = record.versions[index - 1];
    if (before && !(isLaterVersion(entry.version, before.version) && entry.effective >= before.effective)) {
      findings.push({
        file: VERSIONS,
        field: `versions[${index + 1}]`,
        message: `expected a later version and date than ${before.version} of ${before.effective}, found ${entry.version} of ${entry.effective}`,
      });
    }
    const name = `${about.id}-${entry.version}.md`;
    const read = await files.text(`${FOLDER}/${name}`);
    if (read === null) continue;
    const actual = await digest(read.bytes);
    if (actual !== entry.sha256) {
      findings.push({
        file: `${FOLDER}/${name}`,
        field: null,
        message:
          `the text has SHA-256 ${actual}, but ${VERSIONS} records ${entry.sha256} for version ${entry.version}. ` +
          'A text that was offered never changes: restore it, and give the new text a new version and an entry of its own',
      });
    }
    const { html, refused } = renderMarkdown(read.text, 1);
    findings.push(...refused.map((message) => ({ file: `${FOLDER}/${name}`, field: null, message })));
    texts.push({ ...entry, path: `/nda/${name}`, markdown: read.text, html });
  }

  const inForce = texts.find((entry) => entry.version === about.current);
  if (!inForce) {
    const known = record.versions.map((entry) => entry.version).join(', ');
    const message = `expected a version of ${VERSIONS} (${known}), found "${about.current}"`;
    findings.push({ file: ABOUT, field: 'current', message });
    return null;
  }
  const versions = texts.map((text) => ({
    ...text,
    toCurrent: text === inForce ? null : wordDiff(text.markdown, inForce.markdown),
  }));
  const current = { ...inForce, toCurrent: null };
  const file = `${FOLDER}/${about.id}-${current.version}.md`;
  const { headings, links } = renderMarkdown(current.markdown, 1);
  files.link(file, null, links);
  for (const [field, words] of [
    ['title', about.title],
    ['governingLanguage', about.governingLanguage],
    ['termMonths', `${about.termMonths} months`],
    ['current', `Version ${current.version}`],
  ] as const) {
    if (!current.markdown.includes(words)) {
      findings.push({
        file: ABOUT,
        field,
        message: `expected words of the agreement, found "${words}", which ${file} does not contain`,
      });
    }
  }
  for (const words of [about.title, current.version]) {
    if (!about.consentSentence.includes(words)) {
      findings.push({ file: ABOUT, field: 'consentSentence', message: `expected it to name "${words}"` });
    }
  }
  if (company && !current.markdown.includes(company.legalName)) {
    findings.push({
      file,
      field: null,
      message: `expected the party "${company.legalName}" of content/company.yaml`,
    });
  }
  const names = [about.locale, 'en'].map((tag) =>
    new Intl.DisplayNames(tag, { type: 'language' }).of(about.locale)?.toLowerCase(),
  );
  if (!names.includes(about.governingLanguage.toLowerCase())) {
    findings.push({
      file: ABOUT,
      field: 'governingLanguage',
      message: `expected the language "${about.locale}" of the text that is offered, found "${about.governingLanguage}": what people accept has to be what decides`,
    });
  }
  const translations = await loadNdaTranslations(files, { ...about, versions }, company, findings);
  const { current: _, ...rest } = about;
  return { ...rest, ...current, headings, versions, translations };
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
