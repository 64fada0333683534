/**
 * Content-Disposition (RFC 6266): the name in plain ASCII for every reader, and in full (RFC 8187) where it has more.
 *
 * @param kind - download it, or show it
 * @param fileName - the name, of the catalogue; never of a person
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%/]/g, '_');
  const plain = `${kind}; filename="${ascii}"`;
  return ascii === fileName ? plain : `${plain}; filename*=UTF-8''${encodeExtended(fileName)}`;
}

/** RFC 8187 section 3.2.1: attr-char stays, everything else is percent-encoded UTF-8. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
