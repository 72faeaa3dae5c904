/** A browser's part in the demo: signs in, keeps the cookie, presses the buttons of a vendor's consent page. */
import { request } from 'undici';

export interface DemoClient {
  call<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: unknown): Promise<T>;
  /** Goes through the vendor's sign-in as a person would, and back to Muster. */
  consent(authorizeUrl: string): Promise<void>;
}

export async function makeDemoClient(
  baseUrl: string,
  admin: { name: string; email: string; password: string },
): Promise<DemoClient> {
  let cookie = '';
  let csrfToken = '';

  async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: unknown): Promise<T> {
    const response = await request(`${baseUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': csrfToken },
      body: body === undefined ? (method === 'GET' ? null : '{}') : JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode >= 400)
      throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    const header = response.headers['set-cookie'];
    const set = Array.isArray(header) ? header[0] : header;
    if (set) cookie = set.split(';')[0] ?? '';
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const signedIn = await call<{ csrfToken: string }>('POST', '/api/setup', admin);
  csrfToken = signedIn.csrfToken;

  return {
    call,
    async consent(authorizeUrl) {
      const page = await request(authorizeUrl);
      const html = await page.body.text();
      if (page.statusCode !== 200 || !html.includes('name="decision"'))
        throw new Error(`The vendor's consent page answered ${page.statusCode}`);
      const url = new URL(authorizeUrl);
      const form = new URLSearchParams([...url.searchParams, ['decision', 'allow']]);
      const answer = await request(`${url.origin}${url.pathname}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      });
      await answer.body.dump();
      const location = String(answer.headers['location'] ?? '');
      const back = await request(location.replace(new URL(location).origin, baseUrl), {
        headers: { cookie },
      });
      const text = await back.body.text();
      if (back.statusCode !== 200)
        throw new Error(`The way back from the vendor answered ${back.statusCode}: ${text.slice(0, 300)}`);
    },
  };
}
