/** A vendor whose every answer the test writes: a real HTTP server on this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface VendorCall {
  method: string;
  path: string;
  query: Record<string, string>;
  /** Parsed body of a request; undefined when it has none. */
  body: unknown;
  /** How often this route was asked, this time included. */
  count: number;
}

/** Anything but JSON at status 200. */
export class Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: string | Buffer;

  constructor(
    options: {
      status?: number;
      headers?: Record<string, string>;
      json?: unknown;
      text?: string;
      bytes?: Buffer;
    } = {},
  ) {
    this.status = options.status ?? 200;
    this.headers = { 'content-type': 'application/json', ...options.headers };
    this.content = options.bytes ?? options.text ?? JSON.stringify(options.json ?? {});
  }
}

type Answer = (call: VendorCall) => unknown;

export interface ScriptVendor {
  readonly url: string;
  readonly port: number;
  /** Requests so far, as `GET /path?query`. */
  readonly asked: string[];
  /**
   * `GET /path` → what is answered: a JSON value, a {@link Reply}, or a function that gives either. A path may end in
   * `*`. What is set later wins.
   */
  on(route: string, answer: unknown): void;
  /** Forgets routes, requests and their counts. */
  clear(): void;
  stop(): Promise<void>;
}

export async function startScriptVendor(): Promise<ScriptVendor> {
  let routes: { route: string; answer: unknown }[] = [];
  const counts = new Map<string, number>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', 'http://vendor');
    const method = request.method ?? 'GET';
    const route = `${method} ${url.pathname}`;
    asked.push(`${route}${url.search}`);
    counts.set(route, (counts.get(route) ?? 0) + 1);
    const found = routes.findLast((one) =>
      one.route.endsWith('*') ? route.startsWith(one.route.slice(0, -1)) : one.route === route,
    );
    const call: VendorCall = {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: parseBody(text),
      count: counts.get(route) ?? 0,
    };
    let answer: unknown = new Reply({ status: 404, json: { error: `nothing is scripted for ${route}` } });
    if (route === 'GET /check') answer = {};
    if (found)
      answer = typeof found.answer === 'function' ? await (found.answer as Answer)(call) : found.answer;
    const { status, headers, content } = answer instanceof Reply ? answer : new Reply({ json: answer });
    response.writeHead(status, headers).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    on(route, answer) {
      routes.push({ route, answer });
    },
    clear() {
      routes = [];
      counts.clear();
      asked.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
