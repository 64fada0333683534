import type { Letter } from './mailbox.ts';

/** The two pages of the local mailbox. What a mail says is untrusted: it is escaped, and its HTML is shown in a sandbox. */

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  html { background: Canvas; color: CanvasText; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  a { color: light-dark(#1d3fb8, #a9bcff); }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid #8885; vertical-align: top; overflow-wrap: anywhere; }
  td:last-child, th:last-child { padding-right: 0; }
  @media (max-width: 30rem) { tr { display: block; padding: 0.5rem 0; border-bottom: 1px solid #8885; } td { display: block; padding: 0; border: 0; } thead { display: none; } }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid #8885; border-radius: 0.5rem; }
  iframe { width: 100%; height: 26rem; border: 1px solid #8885; border-radius: 0.5rem; background: #fff; }
  dt { font-weight: 600; float: left; clear: left; width: 5rem; }
  dd { margin: 0 0 0 5rem; overflow-wrap: anywhere; }`;

/**
 * The list of mails, newest first; the server has it reloaded.
 *
 * @param letters - what has arrived
 */
export function listPage(letters: readonly Letter[]): string {
  const rows = letters.map(
    (letter) =>
      `<tr><td><a href="/mails/${letter.id}">${escapeHtml(letter.subject)}</a></td><td>${escapeHtml(letter.recipients.join(', '))}</td><td>${escapeHtml(letter.receivedAt.slice(11, 19))}</td></tr>`,
  );
  const table = `<table><thead><tr><th>Subject</th><th>To</th><th>UTC</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(
    'Mailbox',
    `<h1>Mailbox</h1>
     <p>Every mail that the local system sends ends here. The page reloads by itself.</p>
     ${letters.length === 0 ? '<p>No mail yet.</p>' : table}`,
  );
}

/**
 * One mail: its text with the links to click, and its HTML in a frame that may do nothing.
 *
 * @param letter - the mail
 */
export function letterPage(letter: Letter): string {
  const linked = escapeHtml(letter.text).replace(
    /https?:\/\/[^\s<>"]+/g,
    (address) => `<a href="${address}">${address}</a>`,
  );
  return page(
    letter.subject,
    `<p><a href="/">All mails</a></p>
     <h1>${escapeHtml(letter.subject)}</h1>
     <dl><dt>From</dt><dd>${escapeHtml(letter.from)}</dd><dt>To</dt><dd>${escapeHtml(letter.recipients.join(', '))}</dd></dl>
     <pre>${linked}</pre>
     <h2>The same as HTML</h2>
     <iframe sandbox title="HTML of the mail" srcdoc="${escapeHtml(letter.html)}"></iframe>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
