import { decryptAesCbc, decryptAesData } from './aes.ts';
import { latin1Bytes } from './chars.ts';
import type { Resolve } from './filters.ts';
import { PdfError } from './limits.ts';
import { md5 } from './md5.ts';
import { type Dict, dictOf, isName, Name, numberOf, PdfString } from './objects.ts';
import { rc4 } from './rc4.ts';

/** How one kind of data is encrypted. */
type Method = 'identity' | 'rc4' | 'aes128' | 'aes256';

/** Undoes the encryption of a document that opens with the empty password. */
export interface Decryption {
  /** @param num, gen - of the indirect object that holds the string */
  string(data: Uint8Array, num: number, gen: number): Uint8Array;
  /** @param dict - of the stream: metadata and streams with a /Crypt filter may be plain */
  stream(data: Uint8Array, num: number, gen: number, dict: Dict): Uint8Array;
}

const PASSWORD_PADDING = Uint8Array.from([
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e,
  0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
]);
const SALT_AES = latin1Bytes('sAlT');

const LOCKED = 'the file opens only with a password';

/**
 * Prepares decryption with the empty user (or owner) password (ISO 32000-2, 7.6).
 *
 * @param dict - the trailer's /Encrypt dictionary
 * @param id - first string of the trailer's /ID, empty if there is none
 * @param resolve - follows references
 * @throws PdfError `password` if a password is needed, `encryption` for a handler that we do not know
 */
export async function openEncryption(dict: Dict, id: Uint8Array, resolve: Resolve): Promise<Decryption> {
  if (!isName(resolve(dict.get('Filter')), 'Standard'))
    throw new PdfError(
      'encryption',
      'the file is encrypted for holders of a certificate or by an unknown handler',
    );
  const version = numberOf(resolve(dict.get('V'))) ?? 0;
  const revision = numberOf(resolve(dict.get('R'))) ?? 0;
  if (![1, 2, 4, 5].includes(version) || revision < 2 || revision > 6)
    throw new PdfError('encryption', `encryption version ${version}, revision ${revision} is not known`);
  const methods = methodsOf(dict, version, resolve);
  const key =
    revision >= 5
      ? await fileKey256(dict, revision, resolve)
      : fileKey128(dict, version, revision, id, resolve);
  const decrypt = (method: Method, data: Uint8Array, num: number, gen: number): Uint8Array => {
    if (method === 'identity') return data;
    if (method === 'aes256') return decryptAesData(key, data);
    const objectKey = keyOfObject(key, num, gen, method === 'aes128');
    return method === 'aes128' ? decryptAesData(objectKey, data) : rc4(objectKey, data);
  };
  const plainMetadata = resolve(dict.get('EncryptMetadata')) === false;
  return {
    string: (data, num, gen) => decrypt(methods.string, data, num, gen),
    stream: (data, num, gen, stream) => {
      if (isName(resolve(stream.get('Type')), 'XRef')) return data;
      if (plainMetadata && version >= 4 && isName(resolve(stream.get('Type')), 'Metadata')) return data;
      return decrypt(methods.ofStream(stream), data, num, gen);
    },
  };
}

function methodsOf(dict: Dict, version: number, resolve: Resolve) {
  if (version < 4) return { string: 'rc4' as Method, ofStream: (): Method => 'rc4' };
  const filters = dictOf(resolve(dict.get('CF')));
  const method = (name: string): Method => {
    if (name === 'Identity') return 'identity';
    const cfm = resolve(dictOf(resolve(filters?.get(name)))?.get('CFM'));
    switch (cfm instanceof Name ? cfm.value : 'None') {
      case 'V2':
        return 'rc4';
      case 'AESV2':
        return 'aes128';
      case 'AESV3':
        return 'aes256';
      default:
        throw new PdfError('encryption', `crypt filter ${name} is not known`);
    }
  };
  const named = (key: string): Method => {
    const value = resolve(dict.get(key));
    return value instanceof Name ? method(value.value) : 'identity';
  };
  const stream = named('StmF');
  return {
    string: named('StrF'),
    ofStream: (own: Dict): Method => {
      const filter = resolve(own.get('Filter'));
      const first = Array.isArray(filter) ? resolve(filter[0]) : filter;
      if (!isName(first, 'Crypt')) return stream;
      const parameters = resolve(own.get('DecodeParms'));
      const name = resolve(
        dictOf(Array.isArray(parameters) ? resolve(parameters[0]) : parameters)?.get('Name'),
      );
      return name instanceof Name ? method(name.value) : 'identity';
    },
  };
}

function bytesOf(dict: Dict, key: string, resolve: Resolve): Uint8Array {
  const value = resolve(dict.get(key));
  return value instanceof PdfString ? value.value : new Uint8Array();
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function equal(a: Uint8Array, b: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[i] === undefined || a[i] !== b[i]) return false;
  return true;
}

/** The key for one object (algorithm 1). */
function keyOfObject(key: Uint8Array, num: number, gen: number, aes: boolean): Uint8Array {
  const suffix = Uint8Array.of(num, num >> 8, num >> 16, gen, gen >> 8);
  return md5(concat(key, suffix, aes ? SALT_AES : new Uint8Array())).subarray(
    0,
    Math.min(16, key.length + 5),
  );
}

/** The file key of revisions 2 to 4 (algorithms 2, 4, 5, 7). */
function fileKey128(
  dict: Dict,
  version: number,
  revision: number,
  id: Uint8Array,
  resolve: Resolve,
): Uint8Array {
  const bits = version === 1 ? 40 : (numberOf(resolve(dict.get('Length'))) ?? (version === 4 ? 128 : 40));
  // Some writers give bytes where bits are meant.
  const length = version === 4 ? 16 : Math.min(16, Math.max(5, (bits < 40 ? bits * 8 : bits) >> 3));
  const owner = bytesOf(dict, 'O', resolve).subarray(0, 32);
  const user = bytesOf(dict, 'U', resolve);
  const permissions = numberOf(resolve(dict.get('P'))) ?? 0;
  const p = Uint8Array.of(permissions, permissions >> 8, permissions >> 16, permissions >> 24);
  const plainMetadata = revision >= 4 && resolve(dict.get('EncryptMetadata')) === false;
  const metadata = plainMetadata ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array();
  const stretched = (hash: Uint8Array, size: number) => {
    let key = hash;
    if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, size));
    return key.subarray(0, size);
  };
  const keyFor = (password: Uint8Array, size: number) =>
    stretched(md5(concat(password, owner, p, id, metadata)), size);
  const opens = (key: Uint8Array) => {
    if (revision === 2) return equal(rc4(key, PASSWORD_PADDING), user, 32);
    return equal(rounds(key, md5(concat(PASSWORD_PADDING, id)), false), user, 16);
  };
  // A missing or wrong /Length shows in that the key opens nothing; readers then try the two that are in use.
  for (const size of new Set([length, 16, 5])) {
    const byUser = keyFor(PASSWORD_PADDING, size);
    if (opens(byUser)) return byUser;
    const ownerKey = stretched(md5(PASSWORD_PADDING), size);
    const userPassword = revision === 2 ? rc4(ownerKey, owner) : rounds(ownerKey, owner, true);
    const byOwner = keyFor(userPassword, size);
    if (opens(byOwner)) return byOwner;
  }
  throw new PdfError('password', LOCKED);
}

/** Twenty passes of RC4, the key changed in each (algorithms 5 and 7). */
function rounds(key: Uint8Array, data: Uint8Array, backwards: boolean): Uint8Array {
  let out = data;
  for (let i = 0; i < 20; i++) {
    const pass = backwards ? 19 - i : i;
    out = rc4(
      key.map((byte) => byte ^ pass),
      out,
    );
  }
  return out;
}

/** The file key of revisions 5 and 6 (algorithm 2.A). */
async function fileKey256(dict: Dict, revision: number, resolve: Resolve): Promise<Uint8Array> {
  const user = bytesOf(dict, 'U', resolve).subarray(0, 48);
  const owner = bytesOf(dict, 'O', resolve).subarray(0, 48);
  const hash = (salt: Uint8Array, userKey: Uint8Array) =>
    revision === 5 ? sha(256, concat(salt, userKey)) : hash6(salt, userKey);
  const none = new Uint8Array();
  for (const [stored, wrapped, userKey] of [
    [user, bytesOf(dict, 'UE', resolve), none],
    [owner, bytesOf(dict, 'OE', resolve), user],
  ] as const) {
    if (stored.length < 48 || wrapped.length < 32) continue;
    if (!equal(await hash(stored.subarray(32, 40), userKey), stored, 32)) continue;
    return decryptAesCbc(
      await hash(stored.subarray(40, 48), userKey),
      new Uint8Array(16),
      wrapped.subarray(0, 32),
    );
  }
  throw new PdfError('password', LOCKED);
}

async function sha(bits: 256 | 384 | 512, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest(`SHA-${bits}`, data));
}

/** The hardened hash of revision 6 for the empty password (algorithm 2.B). */
async function hash6(salt: Uint8Array, userKey: Uint8Array): Promise<Uint8Array> {
  let k = await sha(256, concat(salt, userKey));
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const once = concat(k, userKey);
    const repeated = concat(...Array.from({ length: 64 }, () => once));
    const key = await crypto.subtle.importKey('raw', k.slice(0, 16), 'AES-CBC', false, ['encrypt']);
    const encrypted = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: k.slice(16, 32) }, key, repeated);
    // Web Crypto adds a block of padding, which the algorithm does not have.
    const e = new Uint8Array(encrypted).subarray(0, repeated.length);
    const remainder = e.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    k = await sha(remainder === 0 ? 256 : remainder === 1 ? 384 : 512, concat(e));
    last = e.at(-1) ?? 0;
  }
  return k.subarray(0, 32);
}
