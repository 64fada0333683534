import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { dictOf, PdfString, Stream } from '../../../core/pdf/objects.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';

/** Files encrypted by qpdf, in every way that it knows. */
const METHODS = {
  'RC4, 40 bits (R2)': ['--allow-weak-crypto', '--encrypt', '', 'owner', '40', '--'],
  'RC4, 128 bits (R3)': ['--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=n', '--'],
  'RC4 by crypt filter (R4)': ['--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--force-V4', '--'],
  'AES, 128 bits (R4)': ['--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=y', '--'],
  'AES, 128 bits, plain metadata': [
    '--allow-weak-crypto',
    '--encrypt',
    '',
    'owner',
    '128',
    '--use-aes=y',
    '--cleartext-metadata',
    '--',
  ],
  'AES, 256 bits (R5)': ['--allow-weak-crypto', '--encrypt', '', 'owner', '256', '--force-R5', '--'],
  'AES, 256 bits (R6)': ['--encrypt', '', 'owner', '256', '--'],
  'AES, 256 bits, plain metadata': ['--encrypt', '', 'owner', '256', '--cleartext-metadata', '--'],
  'AES, 256 bits, object streams': ['--object-streams=generate', '--encrypt', '', 'owner', '256', '--'],
  'AES, 256 bits, by an empty owner password': ['--encrypt', 'user', '', '256', '--allow-insecure', '--'],
} as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'encryption-'));
  const objects = onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R >>',
    7: '<< /Title (A title) >>',
    8: streamBody('<x:xmpmeta/>', '/Type /Metadata /Subtype /XML'),
  });
  writeFileSync(join(folder, 'plain.pdf'), pdfFile(objects, { trailer: '/Info 7 0 R' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function encrypt(options: readonly string[]): Uint8Array {
  const target = join(folder, 'encrypted.pdf');
  execFileSync('qpdf', [join(folder, 'plain.pdf'), ...options, target]);
  return new Uint8Array(readFileSync(target));
}

describe('W15 encryption', () => {
  it.each(Object.entries(METHODS))('opens %s without a password', async (_, options) => {
    const document = await PdfDocument.open(encrypt(options));
    expect(document.encrypted).toBe(true);
    const title = dictOf(document.resolve(document.trailer.get('Info')))?.get('Title');
    expect(title instanceof PdfString && latin1Text(title.value)).toBe('A title');
    const pages = dictOf(document.resolve(document.catalog.get('Pages')));
    const kids = document.resolve(pages?.get('Kids'));
    const page = dictOf(document.resolve(Array.isArray(kids) ? kids[0] : undefined));
    const content = document.resolve(page?.get('Contents'));
    const decoded = content instanceof Stream ? document.decode(content) : undefined;
    expect(latin1Text(decoded?.bytes ?? new Uint8Array())).toContain(textContent('Hello'));
    const metadata = document.resolve(document.catalog.get('Metadata'));
    const xmp = metadata instanceof Stream ? document.decode(metadata) : undefined;
    expect(latin1Text(xmp?.bytes ?? new Uint8Array())).toContain('<x:xmpmeta/>');
    expect(document.repairs.size).toBe(0);
  });

  it.each(['/Wength 128', '/Length 040', '/Length 016'])(
    'finds the length of the key where it says %s',
    async (said) => {
      const file = latin1Text(encrypt(METHODS['RC4, 128 bits (R3)']));
      expect(file.match(/\/Length 128/g)).toHaveLength(1);
      const document = await PdfDocument.open(latin1Bytes(file.replace('/Length 128', said)));
      const title = dictOf(document.resolve(document.trailer.get('Info')))?.get('Title');
      expect(title instanceof PdfString && latin1Text(title.value)).toBe('A title');
    },
  );

  it.each(['40', '128', '256'])('refuses a %s-bit key that needs a password', async (bits) => {
    const options = ['--allow-weak-crypto', '--encrypt', 'user', 'owner', bits, '--'];
    await expect(PdfDocument.open(encrypt(options))).rejects.toMatchObject({ reason: 'password' });
  });
});
