import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import {
  defaultTemplate,
  FIELDS,
  lineProblem,
  type MarkTemplate,
  MOST_FIXED_TEXT,
  templateProblem,
} from '../../../core/marks/template.ts';
import { anyReader, aReader, expectSound, glyphHex } from '../../support/marks.ts';

const template = (changes: Partial<MarkTemplate>): MarkTemplate => ({ ...defaultTemplate, ...changes });

/** A line of a template: parts of fixed text and fields, each field at most once. */
const anyLine = fc
  .tuple(
    fc.shuffledSubarray([...FIELDS]),
    fc.array(fc.constantFrom('Confidential', 'for', 'Διά', 'Для', 'W'.repeat(18)), { maxLength: 3 }),
  )
  .map(([fields, texts]) => [
    ...fields.map((field, i) => (texts[i] === undefined ? `{${field}}` : `${texts[i]} {${field}}`)),
    ...texts.slice(fields.length),
  ]);

describe('the template of a mark', () => {
  it.each<[string, string[], string | null]>([
    ['fields and text', ['Confidential', 'Copy for {name}', '{date}'], null],
    ['an unknown field', ['{nmae}'], 'in braces only {name}, {company}, {address}, {date}'],
    ['the copy id', ['{copyId}'], 'the copy id is always added'],
    ['a brace alone', ['{name'], 'in braces only'],
    ['braces within braces', ['{{name}}'], 'in braces only'],
    ['a field of every object', ['{constructor}'], 'in braces only'],
    ['a field twice', ['{name}', 'for {name}'], 'each field once'],
    ['an empty part', [''], 'without space'],
    ['space at an end', ['{name} '], 'without space'],
    ['too much text', ['x'.repeat(MOST_FIXED_TEXT), 'y'], 'at most 60 characters'],
    ['text that the font lacks', ['社外秘'], 'Latin, Greek or Cyrillic'],
  ])('takes or refuses %s', (_, line, problem) => {
    if (problem === null) expect(lineProblem(line)).toBeNull();
    else expect(lineProblem(line)).toContain(problem);
  });

  it('says whose the copy is, and draws both lines', () => {
    expect(templateProblem(defaultTemplate)).toBeNull();
    expect(templateProblem(template({ foot: ['Confidential'] }))?.line).toBe('foot');
    expect(templateProblem(template({ across: [] }))?.line).toBe('across');
    expect(templateProblem(template({ beneath: [] }))).toBeNull();
  });

  it('is what the lines say, and the copy id follows', async () => {
    const mark = await composeMark(
      aReader,
      undefined,
      template({
        across: ['Confidential'],
        beneath: [],
        foot: ['For {name} of {company}', 'not for others'],
      }),
    );
    expect(mark.diagonal).toContain(`<${glyphHex('Confidential')}> Tj`);
    expect(mark.diagonal).toContain(`<${glyphHex(aReader.copyId)}> Tj`);
    expect(mark.foot).toContain(
      `<${glyphHex(`For Zoë Łukaszewicz of Müller & Söhne GmbH · not for others · Copy ${aReader.copyId}`)}> Tj`,
    );
  });

  it('leaves out a part with a field that is empty', async () => {
    const foot = ['{name}', 'of {company}'];
    const mark = await composeMark({ ...aReader, company: '' }, undefined, template({ foot }));
    expect(mark.foot).toContain(`<${glyphHex(`Zoë Łukaszewicz · Copy ${aReader.copyId}`)}> Tj`);
  });

  it('is no field of the reader’s: braces in a name are letters', async () => {
    const { foot } = await composeMark({ ...aReader, name: '{company}' });
    expect(foot).toContain(glyphHex('{company} · Müller'));
  });

  it('W4 W5: any template and any reader give a sound mark', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyReader, anyLine, anyLine, anyLine, async (reader, across, beneath, foot) => {
        const any = template({ across, beneath, foot });
        fc.pre(templateProblem(any) === null);
        const mark = await composeMark(reader, undefined, any);
        expectSound(mark, reader, { dated: foot.some((part) => part.includes('{date}')) });
        // Made again of what is kept, it is the same.
        expect(await composeMark(mark.reader, undefined, mark.template)).toEqual(mark);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a template that was not checked', async () => {
    await expect(composeMark(aReader, undefined, template({ foot: ['{x}'] }))).rejects.toThrow('foot');
  });
});
