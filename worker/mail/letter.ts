/**
 * What a mail says, once: the text and the HTML are two renderings of the same parts, so that they cannot differ in a
 * link or a number. There are no images, no styles from elsewhere and no tracking.
 */

/** A part of a mail. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly href: string }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'document'; readonly text: string };

/** A mail before it is rendered. The subject is made of our own words only. */
export interface Letter {
  readonly subject: string;
  readonly parts: readonly Part[];
}

/**
 * Renders the plain-text body.
 *
 * @param letter - what the mail says
 */
export function letterText({ parts }: Letter): string {
  return `${parts.map(partText).join('\n\n')}\n`;
}

/**
 * Renders the HTML body; every text is escaped.
 *
 * @param letter - what the mail says
 */
export function letterHtml({ subject, parts }: Letter): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font: 16px/1.5 sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em">
${parts.map(partHtml).join('\n')}
</body>
</html>
`;
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'link':
      return `${part.label}:\n${part.href}`;
    case 'code':
      return `${part.label}: ${part.code}`;
    case 'facts':
      return part.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
    case 'document':
      return `${RULE}\n\n${part.text.trim()}\n\n${RULE}`;
  }
}

const RULE = '-'.repeat(72);

function partHtml(part: Part): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'link': {
      const href = escapeHtml(part.href);
      return `<p>${escapeHtml(part.label)}:<br><a href="${href}">${href}</a></p>`;
    }
    case 'code':
      return `<p>${escapeHtml(part.label)}: <strong style="font: bold 1.4em monospace">${escapeHtml(part.code)}</strong></p>`;
    case 'facts':
      return `<dl>${part.facts.map(([name, value]) => `<dt><strong>${escapeHtml(name)}</strong></dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
    case 'document':
      return `<hr><pre style="white-space: pre-wrap; font: 15px/1.5 sans-serif">${escapeHtml(part.text.trim())}</pre><hr>`;
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
