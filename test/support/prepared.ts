import { glyph } from '../../core/marks/glyphs.ts';
import type { Prepared } from '../../core/marks/prepare.ts';
import { latin1Bytes } from '../../core/pdf/chars.ts';

/** What the stand-in mark says; tests look for it in copies. */
export const STAND_IN = 'Copy of a test reader';

/** The blank file: head and body in one piece. */
export function blankFile({ head, body }: Prepared): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(head.length + body.length);
  file.set(head);
  file.set(body, head.length);
  return file;
}

/** The file with simple text in its slots: what a copy looks like to other people's tools. */
export function stampedFile(prepared: Prepared): Uint8Array<ArrayBuffer> {
  const file = blankFile(prepared);
  const glyphs = Array.from(STAND_IN, (char) => glyph(char.charCodeAt(0)).toString(16).padStart(4, '0')).join(
    '',
  );
  const line = `/G gs .35 g BT /F1 40 Tf -480 0 Td <${glyphs}> Tj ET`;
  const contents = {
    diagonal: line,
    foot: line,
    name: '0 0 m 500 0 l 500 500 l h f',
    company: '',
    cover: 'BT /F1 30 Tf 0 -60 Td <0001> Tj ET',
    copy: 'AAAA-AAAA-AAAA',
    id: '0123456789abcdef0123456789abcdef',
    check: '',
    xmp: '01234567-89ab-4cde-8f01-23456789abcd',
  };
  for (const { kind, offset, length } of prepared.manifest.slots)
    file.set(latin1Bytes(contents[kind].padEnd(length, ' ')), offset);
  return file;
}
