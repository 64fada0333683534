import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printableAddress, printableName, withCodePoints } from '../../../core/marks/reader-text.ts';
import { anyText } from '../../support/marks.ts';

test.each([
  ['decomposed letters are composed', 'Zoe\u0308 Mu\u0308ller', 'Zoë Müller'],
  ['white space of any kind is one space', ' \tZoë\u00a0\u3000\r\n\u2028 M\u0085 ', 'Zoë M'],
  ['control characters go', 'Z\0o\u0007ë\u007f\u009f', 'Zoë'],
  [
    'overrides, embeddings, isolates and marks of direction go',
    '\u202eZ\u202do\u2066ë\u2069\u200e\u200f\u061c',
    'Zoë',
  ],
  ['zero-width characters go', 'Z\u200bo\u2060ë\ufeff\u00ad\u034f\u180e', 'Zoë'],
  ['annotation marks and other format characters go', 'Z\ufff9o\ufffaë\ufffb\u{1d173}', 'Zoë'],
  ['tags and variation selectors go', 'Z\u{e0041}o\u{e007f}ë\ufe0e\u{e0100}', 'Zoë'],
  ['fillers that look like spaces go', 'Z\u3164o\u115fë\uffa0', 'Zoë'],
  ['joiners between letters of Latin go', 'Z\u200do\u200cë', 'Zoë'],
  ['the non-joiner inside a Persian word stays', 'می\u200cخواهد', 'می\u200cخواهد'],
  ['the non-joiner at the end of one goes', 'می\u200c خواهد\u200c', 'می خواهد'],
  ['the joiner between emoji stays', '👩\u200d👧', '👩\u200d👧'],
  ['the joiner after an emoji goes', '👩\u200d', '👩'],
  ['the emoji style of a sign stays, of a letter goes', '❤\ufe0f a\ufe0f', '❤\ufe0f a'],
  ['half a surrogate pair is seen', 'a\ud800b', 'a\ufffdb'],
  ['Arabic number signs are seen', '\u0601١٢', '\u0601١٢'],
  ['marks are not piled higher than six', `a${'\u0323'.repeat(40)}`, `ạ${'\u0323'.repeat(6)}`],
])('N8 W6: %s', (_, typed, printed) => {
  expect(printableName(typed)).toBe(printed);
});

test('N8 W5: what is printed is clean, short, and stays as it is', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      const name = printableName(typed);
      expect(printableName(name)).toBe(name);
      expect(name.normalize('NFC')).toBe(name);
      expect(name).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}|^ | $| {2}/u);
      expect(Array.from(new Intl.Segmenter('und').segment(name)).length).toBeLessThanOrEqual(64);
      expect(name.length).toBeLessThanOrEqual(96);
    }),
    { numRuns: 1000 },
  );
});

test('W5: text is cut between graphemes', () => {
  expect(printableName(`${'a'.repeat(62)}👩\u200d👧xyz`)).toBe(`${'a'.repeat(62)}👩\u200d👧…`);
  expect(printableName('नि'.repeat(70))).toBe(`${'नि'.repeat(47)}…`);
});

test('W5: a grapheme that does not end is cut between code points', () => {
  const chain = '👩\u200d'.repeat(500);
  expect(printableName(chain)).toMatch(/^(👩\u200d)+👩?…$/u);
});

test.each([
  ['jane.doe+soc2@acme.example', 'jane.doe+soc2@acme.example'],
  ['Jane.Doe@ACME.Example', 'Jane.Doe@acme.example'],
  ['jane@bücher.example', 'jane@xn--bcher-kva.example'],
  ['jane@аcme.example', 'jane@xn--cme-5cd.example'],
  ['jаne@acme.example', 'j[U+0430]ne@acme.example'],
  ['jane@１.example', 'jane@1.example'],
  ['jane@-ü\u202e.example', 'jane@xn----eha.example'],
  ['jane@ü/..example', 'jane@[U+00FC]/..example'],
  ['jane@1', 'jane@1'],
  ['büro', 'b[U+00FC]ro'],
  ['', ''],
])('W6 M10: the address %j is printed %j', (typed, printed) => {
  expect(printableAddress(typed)).toBe(printed);
});

test('W5: any address is ASCII but for the mark of a cut, and short', () => {
  fc.assert(
    fc.property(anyText, anyText, (local, domain) => {
      const address = printableAddress(`${local}@${domain}`);
      expect(address).toMatch(/^[\x20-\x7e]*…?[\x20-\x7e]*$/);
      expect(address.length).toBeLessThanOrEqual(64);
    }),
    { numRuns: 1000 },
  );
});

test('W6: code points are printed for graphemes, and cut like any text', () => {
  const has = (grapheme: string) => /^[ -~]$/.test(grapheme);
  expect(withCodePoints('a🦊 b', has)).toBe('a[U+1F98A] b');
  expect(withCodePoints('👩\u200d👧', has)).toBe('[U+1F469 U+200D U+1F467]');
  expect(withCodePoints('🦊'.repeat(64), has)).toHaveLength(64);
  expect(withCodePoints('🦊'.repeat(64), has)).toMatch(/^(\[U\+1F98A\])+.*…$/);
});
