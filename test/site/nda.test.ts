import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChanged } from './mutate.ts';

const TEXT = 'nda/mutual-1.0.md';
const text = readFileSync(join(import.meta.dirname, '../../content', TEXT), 'utf8');
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
      'content/nda/versions.yaml: versions[2]: expected a later version and date than 1.0 of 2026-06-01, found 0.9 of 2026-12-01',
    );
  });

  it.each([
    [
      { file: 'nda/nda.yaml', replace: 'termMonths: 24', by: 'termMonths: 36' },
      'content/nda/nda.yaml: termMonths: expected words of the agreement, found "36 months", which content/nda/mutual-1.0.md does not contain',
    ],
    [
      { file: 'nda/nda.yaml', replace: 'Agreement, version 1.0,', by: 'Agreement' },
      'content/nda/nda.yaml: consentSentence: expected it to name "1.0"',
    ],
    [
      { file: 'company.yaml', replace: 'legalName: Larkspur Relay', by: 'legalName: Larkspur Relais' },
      'content/nda/mutual-1.0.md: expected the party "Larkspur Relais Example GmbH" of content/company.yaml',
    ],
  ])('what is said around the text has to agree with it (%#)', async (change, message) => {
    expect(await loadChanged(change)).toBe(message);
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
