import brand from '../../.generated/brand.json';
import type { Palette } from '../../schema/brand.ts';
import { content } from '../content.ts';
import type { Localised } from '../localised.tsx';
import type { Messages } from '../messages/en.ts';

/**
 * What a mail says, once: the text and the HTML are two renderings of the same parts, so that they cannot differ in a
 * link or a number. Nothing is fetched to show it: no picture, no font, no style from elsewhere, nothing that could tell
 * that it was opened.
 */

/** A part of a mail. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  /** A whole document; `html` is our own rendering of the same text. */
  | { readonly kind: 'document'; readonly text: string; readonly html: string; readonly locale: string }
  /** What to do next: a mail has one of these at most. `note` says what to know before. */
  | { readonly kind: 'action'; readonly label: string; readonly href: string; readonly note?: string };

/** A mail before it is rendered. The subject is made of our own words only. */
export interface Letter {
  readonly subject: string;
  readonly parts: readonly Part[];
  /** Why the reader gets it, for the foot. */
  readonly because: string;
  /** Where a subscription ends, for mails that come of one. */
  readonly unsubscribe?: { readonly page: string; readonly oneClick: string };
}

/**
 * Renders the plain-text body.
 *
 * @param letter - what the mail says
 * @param words - in the reader's language
 */
export function letterText({ parts, because, unsubscribe }: Letter, { m }: Localised): string {
  // The separator that mail programs know (RFC 3676 section 4.3).
  const foot = [
    '-- ',
    because,
    ...(unsubscribe ? [`${m.mail.labelled(m.mail.change)} ${unsubscribe.page}`] : []),
    ...sender(m),
  ];
  return `${[...parts.map((part) => partText(part, m)), foot.join('\n')].join('\n\n')}\n`;
}

/**
 * Renders the HTML body; every text is escaped.
 *
 * @param letter - what the mail says
 * @param words - in the reader's language
 */
export function letterHtml(
  { subject, parts, because, unsubscribe }: Letter,
  { m, locale }: Localised,
): string {
  const end = unsubscribe
    ? ` <a class="accent" style="color: ${brand.light.accent}" href="${escapeHtml(unsubscribe.page)}">${escapeHtml(m.mail.change)}</a>.`
    : '';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
${darkRules(brand.dark)}
}
</style>
</head>
<body class="panel" style="margin: 0; padding: 0; background: ${brand.light.panel}; color: ${brand.light.ink}">
<table role="presentation" class="panel" width="100%" cellspacing="0" cellpadding="0" style="background: ${brand.light.panel}; font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Arial, sans-serif"><tr><td align="center" style="padding: 24px 12px">
<table role="presentation" class="paper" width="100%" cellspacing="0" cellpadding="0" style="max-width: 600px; background: ${brand.light.paper}; color: ${brand.light.ink}; border: 1px solid ${brand.light.line}; border-top: 4px solid ${brand.light.accent}; border-radius: 8px; text-align: left"><tr><td style="padding: 24px 28px 28px; overflow-wrap: anywhere">
<p class="soft" style="margin: 0 0 20px; color: ${brand.light.soft}"><strong class="ink" style="color: ${brand.light.ink}">${escapeHtml(content.company.name)}</strong> ${escapeHtml(m.mail.trustCenter)}</p>
<h1 style="margin: 0 0 16px; font-size: 22px; line-height: 1.3">${escapeHtml(subject)}</h1>
${parts.map((part) => partHtml(part, m)).join('\n')}
</td></tr></table>
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width: 600px; text-align: left"><tr><td class="soft" style="padding: 16px 28px; font-size: 14px; color: ${brand.light.soft}; overflow-wrap: anywhere">
<p style="margin: 0 0 8px">${escapeHtml(because)}${end}</p>
<p style="margin: 0">${sender(m).map(escapeHtml).join('<br>')}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

/** Whom to ask, and who wrote. */
function sender({ mail }: Messages): string[] {
  const { address, contacts } = content.company;
  return [mail.questions(contacts.access), address.join(', ')];
}

function partText(part: Part, { mail }: Messages): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'quote':
      return part.text.replaceAll(/^/gm, '> ');
    case 'action':
      return `${part.note ?? mail.labelled(part.label)}\n${part.href}`;
    case 'code':
      return `${mail.labelled(part.label)} ${part.code}`;
    case 'facts':
      return part.facts.map(([name, value]) => `${mail.labelled(name)} ${value}`).join('\n');
    case 'document':
      return `${RULE}\n\n${part.text.trim()}\n\n${RULE}`;
  }
}

const RULE = '-'.repeat(72);

function partHtml(part: Part, { mail }: Messages): string {
  const { light } = brand;
  switch (part.kind) {
    case 'text':
      return `<p style="margin: 0 0 16px">${escapeHtml(part.text)}</p>`;
    case 'quote':
      return `<blockquote class="panel" style="margin: 0 0 16px; padding: 12px 16px; background: ${light.panel}; border-left: 3px solid ${light.accent}">${escapeHtml(part.text)}</blockquote>`;
    case 'action': {
      const href = escapeHtml(part.href);
      return `${part.note ? `<p style="margin: 24px 0 0">${escapeHtml(part.note)}</p>\n` : ''}<p style="margin: ${part.note ? 12 : 24}px 0 8px"><a class="button" href="${href}" style="display: inline-block; padding: 12px 22px; border-radius: 6px; background: ${light.accent}; color: ${light['on-accent']}; font-weight: 600; text-decoration: none">${escapeHtml(part.label)}</a></p>
<p class="soft" style="margin: 0 0 24px; font-size: 13px; color: ${light.soft}">${mail.buttonLeads(href)}</p>`;
    }
    case 'code':
      return `<p style="margin: 0 0 4px">${escapeHtml(mail.labelled(part.label))}</p>
<p style="margin: 0 0 16px"><strong style="font: bold 28px/1.4 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 2px">${escapeHtml(part.code)}</strong></p>`;
    case 'facts':
      return `<dl style="margin: 0 0 16px">${part.facts.map(([name, value]) => `<dt class="soft" style="font-size: 14px; color: ${light.soft}">${escapeHtml(name)}</dt><dd style="margin: 0 0 8px">${escapeHtml(value)}</dd>`).join('')}</dl>`;
    case 'document':
      return `<div lang="${escapeHtml(part.locale)}" class="panel" style="margin: 0 0 16px; padding: 16px; background: ${light.panel}; border-radius: 6px; font-size: 15px">${part.html.trim()}</div>`;
  }
}

/** Mail programs keep what is written at the element; only a rule of more weight gets past it. */
function darkRules({ paper, panel, ink, soft, line, accent, 'on-accent': onAccent }: Palette): string {
  return `.panel { background: ${panel} !important; color: ${ink} !important; }
.paper { background: ${paper} !important; color: ${ink} !important; border-color: ${line} !important; border-top-color: ${accent} !important; }
.ink { color: ${ink} !important; }
.soft { color: ${soft} !important; }
.accent { color: ${accent} !important; }
.button { background: ${accent} !important; color: ${onAccent} !important; }
blockquote { border-color: ${accent} !important; }`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
