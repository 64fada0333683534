import { PrepareRefusal } from '../marks/refusal.ts';
import { crc32 } from './crc32.ts';

const UNICODE_PATH = 0x7075;
const LONGEST = 512;
/** Control characters, and those that turn the direction of text or are not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The name of an archive's entry, if it is one that unpacks to the same place everywhere: UTF-8, relative, with forward
 * slashes, without steps upwards, devices, drive letters or characters that are not seen.
 *
 * @param raw - as it stands in the directory
 * @param extra - the extra field, which may hold the name in UTF-8 (APPNOTE 4.6.9)
 * @throws PrepareRefusal archive-path
 */
export function plainPath(raw: Uint8Array, extra: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(unicodePath(raw, extra) ?? raw);
  } catch (cause) {
    throw new PrepareRefusal('archive-path', cause);
  }
  const parts = name.replace(/\/$/, '').split('/');
  const plain =
    name.length <= LONGEST &&
    !UNSEEN.test(name) &&
    !/[\\:*?"<>|]/.test(name) &&
    parts.every((part) => part !== '' && !/^\.{1,2}$|[. ]$|^ /.test(part) && !DEVICE.test(part));
  if (!plain) throw new PrepareRefusal('archive-path', JSON.stringify(name));
  return name;
}

function unicodePath(raw: Uint8Array, extra: Uint8Array): Uint8Array | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) !== UNICODE_PATH || length < 5 || at + 4 + length > extra.length) continue;
    const known = extra[at + 4] === 1 && view.getUint32(at + 5, true) === crc32(raw);
    if (known) return extra.subarray(at + 9, at + 4 + length);
  }
  return null;
}
