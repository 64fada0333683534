/**
 * The kinds of file that a report behind the gate may be. A PDF is marked on every page; the others have no place for a mark
 * that can be seen, and carry the copy id in their metadata (docs/formats/unmarked.md).
 */

/** A format, by the extension of its file names. */
export type Format = 'pdf' | UnmarkedFormat;
export type UnmarkedFormat = 'docx' | 'xlsx' | 'zip' | 'png' | 'jpeg' | 'gif';

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What each is called by people, and by its media type. */
export const formats: Readonly<Record<Format, { readonly name: string; readonly mediaType: string }>> = {
  pdf: { name: 'PDF', mediaType: 'application/pdf' },
  docx: { name: 'Word document', mediaType: `${OFFICE}.wordprocessingml.document` },
  xlsx: { name: 'Excel workbook', mediaType: `${OFFICE}.spreadsheetml.sheet` },
  zip: { name: 'ZIP archive', mediaType: 'application/zip' },
  png: { name: 'PNG image', mediaType: 'image/png' },
  jpeg: { name: 'JPEG image', mediaType: 'image/jpeg' },
  gif: { name: 'GIF image', mediaType: 'image/gif' },
};

/**
 * The format that a file's name says.
 *
 * @param fileName - of the catalogue
 * @returns the format; null where nothing of that kind is handed out
 */
export function formatOfName(fileName: string): Format | null {
  const extension = /\.([a-z0-9]+)$/.exec(fileName)?.[1] ?? '';
  const format = extension === 'jpg' ? 'jpeg' : extension;
  return Object.hasOwn(formats, format) ? (format as Format) : null;
}

const BEGINNINGS: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['ZIP archive or Office document', [0x50, 0x4b, 0x03, 0x04]],
  ['empty ZIP archive', [0x50, 0x4b, 0x05, 0x06]],
  ['PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG image', [0xff, 0xd8, 0xff]],
  ['GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['TIFF image', [0x49, 0x49, 0x2a, 0x00]],
  ['TIFF image', [0x4d, 0x4d, 0x00, 0x2a]],
  ['WebP image or other RIFF file', [0x52, 0x49, 0x46, 0x46]],
  ['Office document of the old kind, or one with a password', [0xd0, 0xcf, 0x11, 0xe0]],
];

/**
 * What a file that is no PDF is, by its first bytes.
 *
 * @returns a name for people, or null where it is none of those that are known
 */
export function kindOfBytes(file: Uint8Array): string | null {
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, i) => file[i] === byte))?.[0] ?? null;
}
