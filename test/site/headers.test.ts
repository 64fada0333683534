import { describe, expect, it } from 'vitest';
import { securityHeaders } from '../../core/headers.ts';
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
    expect(rules.get('/*')).toEqual(securityHeaders());
  });

  it('H2: the policy allows nothing inline and nobody else', () => {
    const policy = rules.get('/*')?.['Content-Security-Policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|http|\*|data:/);
  });

  it('H8: stays within the limits of the platform', () => {
    expect(rules.size).toBeLessThanOrEqual(MOST_RULES);
    for (const entry of text.split('\n')) expect(entry.length).toBeLessThanOrEqual(LONGEST_LINE);
  });
});
