const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

export interface ConsentPageOptions {
  params: URLSearchParams;
  /** Filled in, so that trying it out takes one click. */
  email: string;
  password: string;
  problem?: string;
}

/** The page a person sees in the pop-up: sign-in and consent in one, with the scopes asked for. Needs no script. */
export function makeConsentPage({ params, email, password, problem }: ConsentPageOptions): string {
  const hidden = [...params]
    .filter(([name]) => !['email', 'password', 'decision'].includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const scopes = (params.get('scope') ?? '')
    .split(/[ ,]+/)
    .filter(Boolean)
    .map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
    .join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in – NinjaOne simulator</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}
label{display:block;margin:.75rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.45rem .6rem;border:1px solid #6b7280;border-radius:.4rem;background:#fff;color:#111}
button{font:inherit;margin:1.25rem .5rem 0 0;padding:.5rem 1.25rem;border:1px solid #0b2e4f;border-radius:.4rem;background:#fff;color:#0b2e4f;cursor:pointer}
button[value=allow]{background:#0b2e4f;color:#fff}
[role=alert]{padding:.5rem .75rem;border-radius:.4rem;background:#fde8e8;color:#8a1c1c}
@media (prefers-color-scheme:dark){body{color:#e5e7eb;background:#111827}input{background:#1f2937;color:#e5e7eb}button{background:#1f2937;color:#dbeafe;border-color:#93c5fd}button[value=allow]{background:#93c5fd;color:#0b2e4f}}
</style>
</head>
<body>
<main>
<h1>NinjaOne simulator</h1>
${problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="/ws/oauth/authorize">
${hidden}
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required value="${escapeHtml(password)}">
<p>The application <strong>${escapeHtml(params.get('client_id') ?? '')}</strong> asks for access to:</p>
<ul>${scopes}</ul>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse" formnovalidate>Refuse</button>
</form>
</main>
</body>
</html>
`;
}
