/**
 * What the simulated vendors have in common: a server on this machine, request counts and log, the faults every vendor shows.
 * Used by tests, the demo and the benchmark; never part of the product's own process in production.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultBoard } from './fault-board.ts';
import type { CommonFault } from './simulator.ts';

export interface SimulatedCall {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  /** As `normalizePath` gives it. */
  path: string;
  /** The body as text; empty for GET. */
  text: string;
}

export interface RequestLogEntry {
  method: string;
  path: string;
  /** Only where `isQueryLogged` allows it. */
  query: Record<string, string>;
  status: number;
}

export interface SimulatorServer {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  /** Address once started. */
  url(): string;
  /** Requests answered so far, by `METHOD /path`. */
  readonly requests: ReadonlyMap<string, number>;
  /** The latest thousand requests, as they ended. */
  readonly log: readonly RequestLogEntry[];
  /** Forgets the requests so far, their counts included. */
  clearLog(): void;
}

export interface SimulatorServerOptions {
  /** Default: any free one. */
  port?: number | undefined;
  /** PEM texts; with them the server speaks https. */
  tls?: { key: string; cert: string } | undefined;
  /** Makes one path of those the vendor answers alike; default: as asked. */
  normalizePath?: (path: string) => string;
  /** Whether the query of a path may stand in the log; default: never, since it may hold secrets. */
  isQueryLogged?: (path: string) => boolean;
}

const logLength = 1_000;

/** @param answer runs once the body is read; what it throws becomes a 500. */
export function makeSimulatorServer(
  options: SimulatorServerOptions,
  answer: (call: SimulatedCall) => Promise<void> | void,
): SimulatorServer {
  const requests = new Map<string, number>();
  const log: RequestLogEntry[] = [];
  let url = '';
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const asked = new URL(request.url ?? '/', 'http://simulator');
      const method = request.method ?? 'GET';
      const path = options.normalizePath?.(asked.pathname) ?? asked.pathname;
      const key = `${method} ${path}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      response.once('close', () => {
        const query = options.isQueryLogged?.(path) ? Object.fromEntries(asked.searchParams) : {};
        log.push({ method, path, query, status: response.statusCode });
        if (log.length > logLength) log.shift();
      });
      const text = method === 'GET' ? '' : await readText(request);
      await answer({ request, response, method, url: asked, path, text });
    })().catch((err: unknown) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(err));
    });
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  return {
    requests,
    log,
    clearLog() {
      log.length = 0;
      requests.clear();
    },
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

export function sendHtml(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}

/** Answers to common faults, as this vendor writes them. */
export interface CommonFaultBodies {
  /** Of a 429: a text goes out as plain text, anything else as JSON. */
  throttled: unknown;
  failed: unknown;
  /** Where the JSON of a list ends too early, and where its connection breaks. */
  truncated?: string;
  reset?: string;
}

/** Shows one of the faults every vendor has, when it is on; `not-authenticated` is the vendor's own to answer. */
export function showCommonFault(
  faults: Pick<FaultBoard<CommonFault>, 'take'>,
  response: ServerResponse,
  nowMs: number,
  bodies: CommonFaultBodies,
): boolean {
  const throttle = (retryAfter: string | undefined) => {
    const { throttled } = bodies;
    const isText = typeof throttled === 'string';
    response.writeHead(429, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    });
    response.end(isText ? throttled : JSON.stringify(throttled));
    return true;
  };
  const seconds = faults.take('throttle-seconds');
  if (seconds !== undefined) return throttle(String(seconds));
  const dateSeconds = faults.take('throttle-date');
  if (dateSeconds !== undefined) return throttle(new Date(nowMs + dateSeconds * 1_000).toUTCString());
  if (faults.take('throttle-silent') !== undefined) return throttle(undefined);
  if (faults.take('html-at-200') !== undefined) {
    sendHtml(response, '<!doctype html><html><body><h1>Maintenance</h1></body></html>');
    return true;
  }
  if (faults.take('server-error') !== undefined) {
    sendJson(response, 500, bodies.failed);
    return true;
  }
  if (faults.take('truncated-json') !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(bodies.truncated ?? '{"Items":[{"Id":"31');
    return true;
  }
  if (faults.take('reset') === undefined) return false;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
  response.write(bodies.reset ?? '{"Items":[', () => response.destroy());
  return true;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
