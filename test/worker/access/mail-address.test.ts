import { describe, expect, it } from 'vitest';
import { parseMailAddress } from '../../../core/mail-address.ts';

describe('a mail address', () => {
  it.each([
    ['ann@example.com', 'ann@example.com', 'ann@example.com'],
    ['  Ann.Lee@Example.COM ', 'ann.lee@example.com', 'ann.lee@example.com'],
    ['ann+vendor@example.com', 'ann+vendor@example.com', 'ann@example.com'],
    ['+tag@example.com', '+tag@example.com', '+tag@example.com'],
    ["o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    ['ann@例え.テスト', 'ann@xn--r8jz45g.xn--zckzah', 'ann@xn--r8jz45g.xn--zckzah'],
    // Full-width letters are the same letters to IDNA, so two spellings cannot be two readers.
    ['ann@ｅxample.com', 'ann@example.com', 'ann@example.com'],
  ])('M10: %s is kept in one form', (typed, address, mailbox) => {
    expect(parseMailAddress(typed)).toEqual({ address, mailbox });
  });

  it('M10: a look-alike of another script stays another domain', () => {
    expect(parseMailAddress('ann@аcme.com')?.address).toBe('ann@xn--cme-5cd.com');
  });

  it.each([
    '',
    'ann',
    '@example.com',
    'ann@',
    'ann@@example.com',
    'ann@example.com@evil.com',
    'ann@localhost',
    'ann@example.com.',
    'ann@.example.com',
    'ann@example..com',
    'ann@-example.com',
    'ann@[127.0.0.1]',
    'ann@127.0.0.1',
    'ann@0x7f.1',
    'ann@[IPv6:::1]',
    'ann@example.com:25',
    'ann@example.com/path',
    'ann@exa%6dple.com',
    'ann@exa mple.com',
    'ann@exa_mple.com',
    'ann@例え。テスト.com',
    '"ann lee"@example.com',
    'ann(comment)@example.com',
    'Ann <ann@example.com>',
    'ann lee@example.com',
    'ann.@example.com',
    '.ann@example.com',
    'a..b@example.com',
    'ann%evil.com@example.com',
    'evil!ann@example.com',
    'ännä@example.com',
    'ann@example.com\r\nBcc: victim@example.com',
    'ann\r\n@example.com',
    'ann@example.com,victim@example.com',
    'ann@example.com;victim@example.com',
    'ann@example.com\u2028Bcc: victim@example.com',
    'ann\u0000@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ann@${'a'.repeat(64)}.com`,
    `ann@${'a.'.repeat(130)}com`,
    `${'a'.repeat(310)}@example.com`,
  ])('M9 M10: refuses %j', (typed) => {
    expect(parseMailAddress(typed)).toBeNull();
  });
});
