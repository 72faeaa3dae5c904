import type { ServerResponse } from 'node:http';

/** What has not been taken up to here belongs to somebody who does not read any more. */
const maxWaitingBytes = 256 * 1024;

/** One stream of server-sent events. */
export interface EventStream {
  send(event: { name: string; id?: string; data: unknown }): void;
  /** A line nobody reads, so that proxies see life. */
  beat(): void;
  end(): void;
  readonly isOpen: boolean;
}

/**
 * Opens the stream on an answer that Fastify has let go of. Proxies are told to hand everything on at once; the reader
 * asks again after three seconds when the stream ends.
 */
export function openEventStream(
  raw: ServerResponse,
  headers: Record<string, string | number | string[] | undefined>,
  onEnd: () => void,
): EventStream {
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    raw.end();
    onEnd();
  };
  raw.on('close', end);
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-store, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  const write = (text: string) => {
    if (!isOpen) return;
    raw.write(text);
    if (raw.writableLength > maxWaitingBytes) end();
  };
  write('retry: 3000\n\n');
  return {
    send: ({ name, id, data }) =>
      write(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`),
    beat: () => write(': \n\n'),
    end,
    get isOpen() {
      return isOpen;
    },
  };
}
