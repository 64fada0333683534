import { describe, expect, it } from 'vitest';
import { plainLine } from '../../../worker/access/plain-line.ts';

describe('a plain line', () => {
  it.each([
    ['Ann  Lee', 'Ann Lee'],
    [' Ann\tLee\u00a0', 'Ann Lee'],
    ['Ann\r\nBcc: x@example.com', 'Ann Bcc: x@example.com'],
    ['Ann\u2028Lee', 'Ann Lee'],
    ['A\u0000n\u0007n', 'Ann'],
    ['Zoe\u0308', 'Zo\u00eb'],
    ['\u202eeeL nnA', 'eeL nnA'],
    ['\u2067Ann\u2069', 'Ann'],
    ['A\u200bn\u2060n\ufeff', 'Ann'],
    ['A\u00adnn', 'Ann'],
    ['Ann\u{e0041}\u{e007f}', 'Ann'],
    [') Tj ET Q', ') Tj ET Q'],
    ['<b>Ann</b>', '<b>Ann</b>'],
    ['ليلى', 'ليلى'],
    // Joiners at work stay: without them the emoji falls apart and the Persian word is another one.
    ['👩\u200d💻', '👩\u200d💻'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['Ann\u200d', 'Ann'],
    ['\ud800Ann', '\ufffdAnn'],
  ])('N8: %j becomes %j', (typed, line) => {
    expect(plainLine(typed)).toBe(line);
  });

  it.each(['', ' ', '\u200b\u200b', '\u202e', '\u3000', '\u0000', '\u2800\u200d'.slice(1), '\u0301'])(
    'N8: %j is nothing',
    (typed) => {
      expect(plainLine(typed)).toBe('');
    },
  );
});
