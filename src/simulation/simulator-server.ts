/**
 * What the simulated vendors have in common: a server on this machine, request counts, the faults every vendor shows.
 * Used by tests, the demo and the benchmark; never part of the product's own process in production.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CommonFault } from '../connector-kit/simulator.ts';
import type { FaultBoard } from './fault-board.ts';

export interface SimulatedCall {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  path: string;
  /** The body as text; empty for GET. */
  text: string;
}

export interface SimulatorServer {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  /** Address once started. */
  url(): string;
  /** Requests answered so far, by `METHOD /path`. */
  readonly requests: ReadonlyMap<string, number>;
}

/** @param tls PEM texts; with them the server speaks https. */
export function makeSimulatorServer(
  options: { port?: number | undefined; tls?: { key: string; cert: string } | undefined },
  answer: (call: SimulatedCall) => Promise<void> | void,
): SimulatorServer {
  const requests = new Map<string, number>();
  let url = '';
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const asked = new URL(request.url ?? '/', 'http://simulator');
      const method = request.method ?? 'GET';
      const key = `${method} ${asked.pathname}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      await answer({
        request,
        response,
        method,
        url: asked,
        path: asked.pathname,
        text: await readText(request),
      });
    })().catch((err: unknown) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(err));
    });
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  return {
    requests,
    url: () => url,
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
      });
      url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { url };
    },
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/**
 * Shows one of the faults every vendor has, when it is on; `not-authenticated` is the vendor's own to answer.
 * @param throttled body of a 429, as this vendor writes it.
 */
export function showCommonFault(
  faults: Pick<FaultBoard<CommonFault>, 'take'>,
  response: ServerResponse,
  nowMs: number,
  bodies: { throttled: unknown; failed: unknown },
): boolean {
  const throttle = (retryAfter: string | undefined) => {
    sendJson(response, 429, bodies.throttled, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    return true;
  };
  const seconds = faults.take('throttle-seconds');
  if (seconds !== undefined) return throttle(String(seconds));
  const dateSeconds = faults.take('throttle-date');
  if (dateSeconds !== undefined) return throttle(new Date(nowMs + dateSeconds * 1_000).toUTCString());
  if (faults.take('throttle-silent') !== undefined) return throttle(undefined);
  if (faults.take('html-at-200') !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html><body><h1>Maintenance</h1></body></html>');
    return true;
  }
  if (faults.take('server-error') !== undefined) {
    sendJson(response, 500, bodies.failed);
    return true;
  }
  if (faults.take('truncated-json') !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"Items":[{"Id":"31');
    return true;
  }
  if (faults.take('reset') === undefined) return false;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
  response.write('{"Items":[', () => response.destroy());
  return true;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
