import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultBoard } from './faults.ts';

export const notFound = {
  resultCode: 'FAILURE',
  errorMessage: 'HTTP 404 Not Found',
  incidentId: 'WEB_MGMT_SERVICE-00000000',
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}

/** Waits when the other side reads slowly, so that a huge answer never stands in memory. */
export async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

export async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** Shows the fault that is on, if it takes the place of the answer. */
export function showFault(faults: FaultBoard, response: ServerResponse, nowMs: number): boolean {
  const seconds = faults.take('throttle-seconds');
  if (seconds !== undefined) return throttle(response, String(seconds));
  const dateSeconds = faults.take('throttle-date');
  if (dateSeconds !== undefined)
    return throttle(response, new Date(nowMs + dateSeconds * 1_000).toUTCString());
  if (faults.take('throttle-silent') !== undefined) return throttle(response, undefined);
  if (faults.take('html-at-200') !== undefined) {
    sendHtml(response, 200, '<!doctype html><html><body><h1>Maintenance</h1></body></html>');
    return true;
  }
  if (faults.take('rate-limit-html') !== undefined) {
    sendHtml(response, 200, '<!doctype html><html><body><h1>Too many requests</h1></body></html>');
    return true;
  }
  if (faults.take('server-error') !== undefined) {
    sendJson(response, 500, 'Internal error');
    return true;
  }
  if (faults.take('truncated-json') !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('[{"id":31,"firstName":"Ad');
    return true;
  }
  if (faults.take('reset') === undefined) return false;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
  response.write('[{"id":', () => response.destroy());
  return true;
}

function throttle(response: ServerResponse, retryAfter: string | undefined): true {
  response.writeHead(429, {
    'content-type': 'text/plain',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  response.end('Too many requests');
  return true;
}
