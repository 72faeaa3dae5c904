import { createHash } from 'node:crypto';

/** What the page tells the person, and the window that opened it. */
export type RedirectOutcome =
  | { isOk: true; credentialId: number; credentialName: string; vendor: string }
  | { isOk: false; code: string; message: string };

/**
 * Runs in the popup. The vendor's pages may have cut the tie to the opener (Cross-Origin-Opener-Policy), so the same
 * message goes out on a broadcast channel as well; both reach this origin only. A failure stays open to be read.
 */
const script = `
const { outcome, credentialId, code } = document.body.dataset;
const ok = outcome === 'authenticated';
const message = {
  type: 'muster:oauth2',
  ok,
  credentialId: credentialId ? Number(credentialId) : null,
  code: code || null,
  message: document.getElementById('text').textContent,
};
if (window.opener) window.opener.postMessage(message, window.location.origin);
const channel = new BroadcastChannel('muster:oauth2');
channel.postMessage(message);
channel.close();
history.replaceState(null, '', window.location.pathname);
document.getElementById('close').addEventListener('click', () => window.close());
if (ok) setTimeout(() => window.close(), 800);
`;

const style = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { max-width: 32rem; padding: 2rem; }
h1 { font-size: 1.35rem; margin: 0 0 0.75rem; }
p { line-height: 1.5; margin: 0 0 1rem; overflow-wrap: anywhere; }
code { font-size: 0.85rem; opacity: 0.75; }
button { font: inherit; padding: 0.5rem 1rem; border-radius: 0.4rem; border: 1px solid currentColor; background: transparent; color: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`;

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but the script and style above may run or load. */
export const redirectPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  // Any other value would cut the tie to the window that waits for the message.
  'cross-origin-opener-policy': 'unsafe-none',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

/** The page at the end of a sign-in at a vendor. Text is escaped; the code and state of the address are taken out of the history. */
export function renderRedirectPage(outcome: RedirectOutcome): string {
  const data = outcome.isOk
    ? `data-outcome="authenticated" data-credential-id="${outcome.credentialId}"`
    : `data-outcome="failed" data-code="${escapeHtml(outcome.code)}"`;
  const text = outcome.isOk
    ? `<h1>Authenticated</h1>
<p id="text" role="status">${escapeHtml(outcome.vendor)} granted access to the credential${outcome.credentialName ? ` “${escapeHtml(outcome.credentialName)}”` : ''}. This window closes by itself; if it does not, close it and go back to Muster.</p>`
    : `<h1>Not authenticated</h1>
<p id="text" role="alert">${escapeHtml(outcome.message)}</p>
<p><code>${escapeHtml(outcome.code)}</code></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${outcome.isOk ? 'Authenticated' : 'Not authenticated'} – Muster</title>
<style>${style}</style>
</head>
<body ${data}>
<main>
${text}
<button type="button" id="close">Close window</button>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (char) => entities[char] as string);
}
