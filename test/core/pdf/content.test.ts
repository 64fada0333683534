import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../core/pdf/chars.ts';
import { scanContent } from '../../../core/pdf/content.ts';

const scan = (text: string) => scanContent(latin1Bytes(text));

describe('the state in which content ends', () => {
  it.each([
    ['q 1 0 0 1 0 0 cm Q', 0, 0, false, 0],
    ['q q q Q', 2, 0, false, 0],
    ['Q Q q', 1, 2, false, 0],
    ['BT (a) Tj', 0, 0, true, 0],
    ['/Span <</MCID 0>> BDC BT ET /P BMC EMC', 0, 0, false, 1],
    ['EMC EMC', 0, 0, false, 0],
    ['(q Q BT \\) ( BDC ) ) Tj', 0, 0, false, 0],
    ['% q q q\nQ', 0, 1, false, 0],
    ['/q /Q gs', 0, 0, false, 0],
    ['<71> Tj', 0, 0, false, 0],
    ['q BI /W 1 /H 1 /BPC 8 /CS /G ID q EI Q', 0, 0, false, 0],
    ['q BI /W 1 /H 1 ID \x00EI\x01 q q\nEI Q', 0, 0, false, 0],
  ])('W4 %j', (text, openSaves, surplus, openText, openMarkedContent) => {
    const state = scan(text);
    expect(state).toMatchObject({ openSaves, openText, openMarkedContent, whole: true });
    expect(state.surplusRestores).toHaveLength(surplus);
  });

  it.each(['(open', '<41', '[ (a) 1', '<< /A', 'BI /W 1', 'BI /W 1 ID \x00\x01', 'q (a(b) Tj'])(
    '%j ends inside something',
    (text) => {
      expect(scan(text).whole).toBe(false);
    },
  );

  it.each([
    ['1 Td', 1],
    ['(a) 1 2 Td', 0],
    ['/F1 (a) Tf', 1],
    ['1 0 0 rg 0.5 w', 0],
    ['1.0 J', 1],
    ['1 2 3 4 5 sc', 1],
    ['1 2 3 4 5 /P scn', 0],
    ['foo', 1],
    ['1 0 0 1 0 0cm', 0],
    ['12x', 1],
    [') Tj', 1],
    ['] } >', 2],
    ['true false null n', 0],
    ['[ q ] TJ', 1],
    ['/P << /A 1 >> BDC', 0],
  ])('counts the malformed operators of %j', (text, faults) => {
    expect(scan(text).malformed).toHaveLength(2 * faults);
  });

  it('names the bytes of a malformed operator with its operands', () => {
    const text = 'q 1 2 foo Q';
    const [start, end] = scan(text).malformed;
    expect(text.slice(start, end)).toBe('1 2 foo');
  });

  it('says how much can be kept', () => {
    const text = 'q BT (a) Tj ET (open';
    expect(text.slice(0, scan(text).safeEnd)).toBe('q BT (a) Tj ET');
  });

  it('ends on any bytes', () => {
    const alphabet = fc.constantFrom(...'qQBTETIDEIBDCMC()<>[]{}/%\\ \n0.-'.split(''));
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 200 }), (chars) => {
        const state = scan(chars.join(''));
        expect(state.safeEnd).toBeLessThanOrEqual(chars.length);
      }),
      { numRuns: 1000 },
    );
  });
});
