import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptAesCbc, decryptAesData } from '../../../core/pdf/aes.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { md5 } from '../../../core/pdf/md5.ts';
import { rc4 } from '../../../core/pdf/rc4.ts';

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('the old ciphers of PDF', () => {
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('MD5 of %j (RFC 1321, A.5)', (message, digest) => {
    expect(hex(md5(latin1Bytes(message)))).toBe(digest);
  });

  it('RC4 (key "Key")', () => {
    expect(hex(rc4(latin1Bytes('Key'), latin1Bytes('Plaintext')))).toBe('bbf316e8d940af0ad3');
  });

  it.each([16, 32])('AES-CBC with %d-byte keys undoes what Web Crypto does', async (size) => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    await fc.assert(
      fc.asyncProperty(
        bytes(size),
        bytes(16),
        fc.uint8Array({ maxLength: 200 }),
        async (rawKey, iv, message) => {
          const key = await crypto.subtle.importKey('raw', Uint8Array.from(rawKey), 'AES-CBC', false, [
            'encrypt',
          ]);
          const algorithm = { name: 'AES-CBC', iv: Uint8Array.from(iv) };
          const encrypted = new Uint8Array(
            await crypto.subtle.encrypt(algorithm, key, Uint8Array.from(message)),
          );
          expect(decryptAesCbc(rawKey, iv, encrypted).subarray(0, message.length)).toEqual(message);
          expect(decryptAesData(rawKey, Uint8Array.of(...iv, ...encrypted))).toEqual(message);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes encrypted data that are too short for nothing', () => {
    expect(latin1Text(decryptAesData(new Uint8Array(16), new Uint8Array(20)))).toBe('');
  });
});
