/** The pages a person sees in the pop-up. They need no script. */
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}
label{display:block;margin:.75rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.45rem .6rem;border:1px solid #6b7280;border-radius:.4rem;background:#fff;color:#111}
button{font:inherit;margin:1.25rem .5rem 0 0;padding:.5rem 1.25rem;border:1px solid #b3261e;border-radius:.4rem;background:#fff;color:#b3261e;cursor:pointer}
button[value=allow]{background:#b3261e;color:#fff}
[role=alert]{padding:.5rem .75rem;border-radius:.4rem;background:#fde8e8;color:#8a1c1c}
@media (prefers-color-scheme:dark){body{color:#e5e7eb;background:#111827}input{background:#1f2937;color:#e5e7eb}button{background:#1f2937;color:#fecaca;border-color:#fca5a5}button[value=allow]{background:#fca5a5;color:#450a0a}}`;

const makePage = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>${body}</main></body>
</html>
`;

/** A wrong client or redirect address is shown, never redirected (facts §2.2). */
export const makeErrorPage = (problem: string): string =>
  makePage('Error', `<h1>Error occurred</h1><p role="alert">${escapeHtml(problem)}</p>`);

export const makeSignedOutPage = (): string =>
  makePage('Signed out', '<h1>You are signed out</h1><p>You can close this window.</p>');

/** What a browser sees that is signed in to the API console with a second factor. */
export const makeMfaPage = (): string =>
  makePage(
    'Verify it is you',
    '<h1>Verification needed</h1><p role="alert">This session is protected by multi-factor authentication and cannot allow the access. Sign out first.</p><p><a href="/logout">Sign out</a></p>',
  );

export interface ConsentPageOptions {
  params: URLSearchParams;
  /** Filled in, so that trying it out takes one click. */
  email: string;
  password: string;
  problem?: string;
}

/** Sign-in and consent in one, with the scopes asked for. */
export function makeConsentPage({ params, email, password, problem }: ConsentPageOptions): string {
  const hidden = [...params]
    .filter(([name]) => !['email', 'password', 'decision'].includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const scopes = (params.get('scope') ?? '')
    .split(',')
    .filter(Boolean)
    .map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
    .join('');
  return makePage(
    'Sign in – ManageEngine simulator',
    `<h1>ManageEngine simulator</h1>
${problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="/oauth/v2/auth">
${hidden}
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required value="${escapeHtml(password)}">
<p>The application <strong>${escapeHtml(params.get('client_id') ?? '')}</strong> would like to access:</p>
<ul>${scopes}</ul>
<button name="decision" value="allow">Accept</button>
<button name="decision" value="refuse" formnovalidate>Reject</button>
</form>`,
  );
}
