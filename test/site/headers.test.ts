import { describe, expect, it } from 'vitest';
import { securityHeaders } from '../../core/headers.ts';
import { LOCALES, localPath } from '../../words/locale.ts';
import { read } from './built.ts';

/** Limits of the platform for `_headers`. */
const MOST_RULES = 100;
const LONGEST_LINE = 2000;

const text = read('_headers').toString('utf8');
const rules = new Map(
  text
    .trim()
    .split(/\n\n+/)
    .map((block) => {
      const [path = '', ...lines] = block.split('\n');
      return [path, Object.fromEntries(lines.map((entry) => entry.trim().split(/: (.*)/, 2)))];
    }),
);

describe('_headers', () => {
  it('H1: every static response has the headers of core/headers.ts', () => {
    expect(rules.get('/*')).toEqual(securityHeaders({ isPublic: true }));
  });

  it('H2: the policy allows nothing inline and nobody else', () => {
    const policy = rules.get('/*')?.['Content-Security-Policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|http|\*|data:|script-src/);
  });

  it('H2: the page of the search alone may run a script, ours, and takes off the general policy first', () => {
    const searches = LOCALES.map((locale) => localPath('/search/', locale));
    const others = [...rules].filter(([path]) => ![...searches, '/*'].includes(path));
    for (const [, headers] of others) expect(headers).not.toHaveProperty('Content-Security-Policy');
    for (const search of searches) {
      expect(text).toContain(
        `\n${search}\n  ! Content-Security-Policy\n  Content-Security-Policy: ${securityHeaders({ scripts: true })['Content-Security-Policy']}\n`,
      );
      const policy = rules.get(search)?.['Content-Security-Policy'] ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe|http|\*|data:/);
    }
  });

  it('H8: stays within the limits of the platform', () => {
    expect(rules.size).toBeLessThanOrEqual(MOST_RULES);
    for (const entry of text.split('\n')) expect(entry.length).toBeLessThanOrEqual(LONGEST_LINE);
  });
});
