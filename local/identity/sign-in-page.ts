import { createHash } from 'node:crypto';
import type { DemoAccount } from './accounts.ts';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(30rem, calc(100vw - 3rem)); padding: 2rem 0; }
h1 { font-size: 1.5rem; margin: 0 0 0.25rem; }
p { margin: 0 0 1.5rem; }
form { display: grid; gap: 0.75rem; }
button { display: grid; gap: 0.125rem; padding: 0.875rem 1rem; text-align: left; font: inherit; color: inherit;
  background: transparent; border: 1px solid GrayText; border-radius: 0.5rem; cursor: pointer; }
button:hover { border-color: CanvasText; }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
strong { font-weight: 600; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * The policy of the sign-in page.
 *
 * @param origin - of the trust center, to which the form's redirects lead back
 */
export function signInPolicy(origin: string): string {
  return `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${origin}; frame-ancestors 'none'; base-uri 'none'`;
}

/**
 * The page on which one chooses who to be. There is no password: nothing here protects anything.
 *
 * @param action - the path to post the choice to
 * @param accounts - that are offered
 */
export function signInPage(action: string, accounts: readonly DemoAccount[]): string {
  const buttons = accounts.map(
    (account) => `<button name="account" value="${escapeHtml(account.id)}">
<strong>${escapeHtml(account.name)}</strong>
<span>${escapeHtml(account.email)} · ${escapeHtml(account.note)}</span>
</button>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · local demo</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in</h1>
<p>This is the local demo’s identity provider. In a real deployment this page is your own. Choose who to be:</p>
<form method="post" action="${escapeHtml(action)}">
${buttons.join('\n')}
</form>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
