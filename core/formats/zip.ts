import { crc32 } from './crc32.ts';
import { readZip } from './read-zip.ts';
import { movedBy, slottedText } from './slotted-text.ts';
import { type LaidOut, NOTICE } from './unmarked.ts';
import { writeZip } from './write-zip.ts';

const NOTICE_FILE = 'COPY-NOTICE';
const TEXT = `${NOTICE}\r
Copy {copy}\r
This archive carries no visible mark: do not pass on what is in it without this notice.\r
Check {check}\r
`;

/**
 * Lays out a ZIP archive: a notice with the copy id is its first entry, all others follow as they were packed.
 *
 * @param file - the archive
 * @throws PrepareRefusal where it is not plainly one
 */
export async function layOutZip(file: Uint8Array): Promise<LaidOut> {
  const { entries, comment } = await readZip(file);
  const taken = new Set(entries.map(({ name }) => name.split('/')[0]?.toLowerCase()));
  let name = `${NOTICE_FILE}.txt`;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${NOTICE_FILE}-${i}.txt`;
  const { bytes, slots } = slottedText(TEXT);
  const notice = { name, method: 0 as const, crc: crc32(bytes), size: bytes.length, data: bytes };
  const { head, body, dataOffsets } = writeZip([notice, ...entries], 1);
  const notes = [`${name} was put in front of its ${entries.length} entries, with the copy id.`];
  if (comment) notes.push('The comment of the archive was removed.');
  return { head, body, slots: movedBy(slots, dataOffsets[0] ?? 0), notes };
}
