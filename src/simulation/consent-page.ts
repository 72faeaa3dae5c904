/** The pages a person sees in the pop-up of a simulated vendor. They need no script. */
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

/** Of the buttons, on a light and on a dark page. */
export interface PageColors {
  light: string;
  dark: string;
}

const makeStyle = ({
  light,
  dark,
}: PageColors) => `:root{color-scheme:light dark;--accent:${light};--on-accent:#fff}
body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}
label{display:block;margin:.75rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.45rem .6rem;border:1px solid #6b7280;border-radius:.4rem;background:#fff;color:#111}
button{font:inherit;margin:1.25rem .5rem 0 0;padding:.5rem 1.25rem;border:1px solid var(--accent);border-radius:.4rem;background:transparent;color:var(--accent);cursor:pointer}
button[value=allow]{background:var(--accent);color:var(--on-accent)}
[role=alert]{padding:.5rem .75rem;border-radius:.4rem;background:#fde8e8;color:#8a1c1c}
@media (prefers-color-scheme:dark){:root{--accent:${dark};--on-accent:#111827}body{color:#e5e7eb;background:#111827}input{background:#1f2937;color:#e5e7eb}}`;

/** @param body HTML; `problem` is text and stands above it. */
export function makePage(title: string, body: string, colors: PageColors, problem?: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${makeStyle(colors)}</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
${body}
</main></body>
</html>
`;
}

export interface ConsentPageOptions {
  title: string;
  colors: PageColors;
  /** Where the form goes; what the browser came with goes along. */
  action: string;
  params: URLSearchParams;
  words: { allow: string; refuse: string };
  /** Filled in, so that trying it out takes one click. */
  email: string;
  password: string;
  problem?: string;
}

/** Sign-in and consent in one, with the scopes asked for; `decision` is `allow` or `refuse`. */
export function makeConsentPage(options: ConsentPageOptions): string {
  const { params, email, password, words } = options;
  const hidden = [...params]
    .filter(([name]) => !['email', 'password', 'decision'].includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const scopes = (params.get('scope') ?? '')
    .split(/[ ,]+/)
    .filter(Boolean)
    .map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
    .join('');
  const form = `<form method="post" action="${escapeHtml(options.action)}">
${hidden}
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required value="${escapeHtml(password)}">
<p>The application <strong>${escapeHtml(params.get('client_id') ?? '')}</strong> asks for access to:</p>
<ul>${scopes}</ul>
<button name="decision" value="allow">${escapeHtml(words.allow)}</button>
<button name="decision" value="refuse" formnovalidate>${escapeHtml(words.refuse)}</button>
</form>`;
  return makePage(options.title, form, options.colors, options.problem);
}
