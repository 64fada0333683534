import { writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { securityHeaders } from '../../core/headers.ts';
import { LOCALES, localPath } from '../../words/locale.ts';

/** Writes `_headers`, from which the platform sets the headers of static files: the same that the Worker sets itself. */
export function headersFile(): AstroIntegration {
  return {
    name: 'headers-file',
    hooks: {
      'astro:build:done': ({ dir }) => writeFile(new URL('_headers', dir), render()),
    },
  };
}

function render(): string {
  const rules: [path: string, headers: Record<string, string>][] = [
    ['/*', securityHeaders({ isPublic: true })],
    // Names of built files carry a hash of their content.
    ['/_astro/*', { 'Cache-Control': 'public, max-age=31536000, immutable' }],
    ['/*.md', type('text/markdown')],
    ['/*.csv', type('text/csv', 'header=present')],
    ['/*.atom', type('application/atom+xml')],
    ['/*.rss', type('application/rss+xml')],
    ['/*.ics', type('text/calendar')],
    ['/updates/feeds/*.json', type('application/feed+json')],
    ['/trust.schema.json', type('application/schema+json')],
    ['/llms.txt', type('text/markdown')],
    ['/.well-known/security.txt', type('text/plain')],
    ...LOCALES.map((locale): [string, Record<string, string>] => [
      localPath('/search/', locale),
      { 'Content-Security-Policy': securityHeaders({ scripts: true })['Content-Security-Policy'] ?? '' },
    ]),
    ...LOCALES.map((locale): [string, Record<string, string>] => [
      `${localPath('/shell/', locale)}*`,
      { 'X-Robots-Tag': 'noindex' },
    ]),
  ];
  const everywhere = rules[0]?.[1] ?? {};
  return rules
    .map(([path, headers], index) =>
      [
        path,
        ...Object.entries(headers).flatMap(([name, value]) => [
          // Of two rules with one header the platform sends both values, and a browser then heeds the narrower policy.
          ...(index > 0 && name in everywhere ? [`  ! ${name}`] : []),
          `  ${name}: ${value}`,
        ]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

function type(name: string, parameter?: string): Record<string, string> {
  return { 'Content-Type': [name, 'charset=utf-8', parameter].filter(Boolean).join('; ') };
}
