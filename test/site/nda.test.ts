import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workerView } from '../../schema/content.ts';
import { loadContent } from '../../schema/load.ts';
import { pages } from './built.ts';
import { loadChanged } from './mutate.ts';

const TEXT = 'nda/mutual-1.0.md';
const text = readFileSync(join(import.meta.dirname, '../../content', TEXT), 'utf8');
/** What is said of the translations when they lack words of the agreement. */
const notNamed = (words: string) =>
  ['de', 'fr']
    .map(
      (locale) =>
        `content/nda/mutual-1.0.${locale}.md: expected it to name "${words}", as the text does that it translates`,
    )
    .join('\n');
const sha256 = (value: string) => createHash('sha256').update(value).digest('hex');

describe('the agreement', () => {
  it.each([
    ['a word', text.replace('24 months after', '12 months after')],
    ['one space at the end', `${text} `],
    ['a missing last line break', text.trimEnd()],
  ])('N17: %s changed without a new version fails the build', async (_, changed) => {
    expect(await loadChanged({ file: TEXT, write: changed })).toContain(
      `content/nda/mutual-1.0.md: the text has SHA-256 ${sha256(changed)}, but content/nda/versions.yaml records ${sha256(text)} for version 1.0. ` +
        'A text that was offered never changes: restore it, and give the new text a new version and an entry of its own',
    );
  });

  it('N17: a new version beside the old one is taken, and the old text stays', async () => {
    const next = text
      .replace('Version 1.0.', 'Version 1.1.')
      .replace('in text form if asked', 'in text form');
    const content = await loadChanged(
      { file: 'nda/mutual-1.1.md', write: next },
      {
        file: 'nda/versions.yaml',
        replace: /$/,
        by: `  - version: "1.1"\n    effective: 2026-12-01\n    sha256: ${sha256(next)}\n    changes: Shorter.\n`,
      },
      { file: 'nda/nda.yaml', replace: 'current: "1.0"', by: 'current: "1.1"' },
      { file: 'nda/nda.yaml', replace: 'version 1.0', by: 'version 1.1' },
    );
    // Translations of the older text stay, and are not shown as those of the newer one.
    expect(content).toMatchObject({ nda: { translations: [] } });
    expect(content).toMatchObject({
      nda: {
        version: '1.1',
        effective: '2026-12-01',
        path: '/nda/mutual-1.1.md',
        sha256: sha256(next),
        markdown: next,
        versions: [
          { version: '1.0', sha256: sha256(text), markdown: text },
          { version: '1.1', sha256: sha256(next) },
        ],
      },
    });
  });

  it('a version in force that nobody recorded is refused', async () => {
    expect(
      await loadChanged({ file: 'nda/nda.yaml', replace: 'current: "1.0"', by: 'current: "2.0"' }),
    ).toContain(
      'content/nda/nda.yaml: current: expected a version of content/nda/versions.yaml (1.0), found "2.0"',
    );
  });

  it('an entry that is older than the one before is refused', async () => {
    const message = await loadChanged(
      { file: 'nda/mutual-0.9.md', write: text },
      {
        file: 'nda/versions.yaml',
        replace: /$/,
        by: `  - version: "0.9"\n    effective: 2026-12-01\n    sha256: ${sha256(text)}\n    changes: Older.\n`,
      },
    );
    expect(message).toBe(
      'content/nda/versions.yaml: versions[2]: expected a later version and date than 1.0 of 2026-11-23, found 0.9 of 2026-12-01',
    );
  });

  it.each([
    [
      { file: 'nda/nda.yaml', replace: 'termMonths: 24', by: 'termMonths: 36' },
      `content/nda/nda.yaml: termMonths: expected words of the agreement, found "36 months", which content/nda/mutual-1.0.md does not contain\n${notNamed('36')}`,
    ],
    [
      { file: 'nda/nda.yaml', replace: 'Agreement, version 1.0,', by: 'Agreement' },
      'content/nda/nda.yaml: consentSentence: expected it to name "1.0"',
    ],
    [
      { file: 'company.yaml', replace: 'legalName: Larkspur Relay', by: 'legalName: Larkspur Relais' },
      `content/nda/mutual-1.0.md: expected the party "Larkspur Relais Example GmbH" of content/company.yaml\n${notNamed('Larkspur Relais Example GmbH')}`,
    ],
  ])('what is said around the text has to agree with it (%#)', async (change, message) => {
    expect(await loadChanged(change)).toBe(message);
  });
});

describe('translations of the agreement', () => {
  const GERMAN = 'nda/mutual-1.0.de.md';

  it('N20: one text decides; translations are in public beside it, and the Worker is given no text of theirs', async () => {
    const content = await loadContent(join(import.meta.dirname, '../..'));
    expect(content.nda).toMatchObject({ locale: 'en', governingLanguage: 'English', markdown: text });
    expect(content.nda.translations.map(({ locale }) => locale)).toEqual(['de', 'fr']);
    const given = workerView(content).nda;
    expect({ ...given, translations: [] }).toEqual({ ...content.nda, translations: [] });
    for (const translation of given.translations)
      expect(Object.keys(translation).sort()).toEqual([
        'agreeLabel',
        'authoritySentence',
        'consentSentence',
        'declineLabel',
        'governingLaw',
        'locale',
        'summary',
        'title',
      ]);
    for (const { headings } of content.nda.translations)
      expect(headings).toHaveLength(content.nda.headings.length);
  });

  it('N20: a page in another language shows its translation, and says which text binds', () => {
    const page = (path: string) => pages.find((one) => one.path === path)?.html ?? '';
    for (const [path, heading, words] of [
      ['/de/nda/', 'Gegenseitige Geheimhaltungsvereinbarung', 'Bindend ist allein'],
      ['/fr/nda/', 'Accord mutuel de confidentialité', 'Seul engage'],
    ] as const) {
      expect(page(path)).toContain(heading);
      expect(page(path)).not.toContain('This agreement is between');
      expect(page(path)).toContain(words);
      expect(page(path)).toContain('<a href="/nda/" hreflang="en">');
      expect(page(path)).toContain(sha256(text));
      expect(page(path)).toContain('href="/nda/mutual-1.0.md"');
    }
    expect(page('/nda/')).toContain('This agreement is between');
  });

  it.each([
    [
      { file: GERMAN, replace: '4.3 Behörden', by: 'Behörden' },
      'content/nda/mutual-1.0.de.md: expected the parts of mutual-1.0.md in their order, found "4.4" in place of "4.3"',
    ],
    [
      { file: GERMAN, replace: '## 12. Allgemeines', by: '**Allgemeines**' },
      'content/nda/mutual-1.0.de.md: expected the parts of mutual-1.0.md in their order, found "12.1" in place of "## 12."',
    ],
    [
      { file: GERMAN, replace: 'Version 1.0', by: 'Version 1.1' },
      'content/nda/mutual-1.0.de.md: expected it to name "1.0", as the text does that it translates',
    ],
    [
      { file: GERMAN, replace: '24 Monate', by: '12 Monate' },
      'content/nda/mutual-1.0.de.md: expected it to name "24", as the text does that it translates',
    ],
    [
      { file: GERMAN, replace: 'Warum es', by: '<b>Warum</b> es' },
      'content/nda/mutual-1.0.de.md: expected no HTML, found "<b>" (line 10 of the text)\ncontent/nda/mutual-1.0.de.md: expected no HTML, found "</b>" (line 10 of the text)',
    ],
    [
      { file: 'nda/nda.yaml', replace: 'locale: fr', by: 'locale: de' },
      'content/nda/nda.yaml: translations[2].locale: expected another language than the text itself and the translations before, found "de"\ncontent/nda/mutual-1.0.fr.md: is not a file that anything reads; is its name or folder misspelt?',
    ],
    [
      { file: 'nda/nda.yaml', replace: 'title: Accord mutuel', by: 'title: Accord' },
      'content/nda/nda.yaml: translations[2].title: expected words of the translation, found "Accord de confidentialité", which content/nda/mutual-1.0.fr.md does not contain',
    ],
    [
      { file: 'nda/nda.yaml', replace: 'locale: fr', by: 'locale: it' },
      'content/nda/mutual-1.0.it.md: is missing\ncontent/nda/mutual-1.0.fr.md: is not a file that anything reads; is its name or folder misspelt?',
    ],
    [
      { file: 'nda/nda.yaml', replace: 'governingLanguage: English', by: 'governingLanguage: German' },
      'content/nda/nda.yaml: governingLanguage: expected the language "en" of the text that is offered, found "German": what people accept has to be what decides',
    ],
  ])('is held against the text that it translates (%#)', async (change, message) => {
    expect(await loadChanged(change)).toBe(message);
  });

  it('may be put right without a new version of the agreement', async () => {
    const content = await loadChanged({ file: GERMAN, replace: 'unverzüglich', by: 'sofort' });
    expect(content).toMatchObject({ nda: { sha256: sha256(text) } });
  });
});

describe('the sample agreement', () => {
  it.each([
    ['who may see it', /affiliates.*counsel.*auditors/s],
    ['what is not confidential', /was lawfully known to the receiver before/],
    ['disclosure that the law demands', /a law, a court or an authority obliges/],
    ['the term', /24 months/],
    ['what survives', /remain in\s+force/],
    ['return and deletion', /return or destroy/],
    ['marked copies', /marks that cannot be seen/],
    ['authority to bind', /authorised to bind the company/],
    ['the governing law', /governed by the law of the Federal Republic of Germany/],
    ['the governing language', /language of this agreement is English/],
    ['acceptance by electronic means', /accept this agreement electronically/],
    ['personal data', /legitimate interest/],
    ['that it is a sample', /Sample text of a company that does not exist/],
  ])('speaks of %s', (_, words) => {
    expect(text).toMatch(words);
  });
});
