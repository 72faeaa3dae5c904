/** Receivers of syslog as they stand in a network: real sockets, RFC 6587 octet counting read byte by byte. */
import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** Reads counted messages out of pieces of any size. Throws where the stream is none. */
export function makeFrameReader(onMessage: (message: string) => void): (piece: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const space = rest.indexOf(0x20);
      if (space < 0) return;
      const digits = rest.subarray(0, space).toString('latin1');
      if (!/^[1-9]\d{0,9}$/.test(digits)) throw new Error(`"${digits}" is no length of a message`);
      const end = space + 1 + Number(digits);
      if (rest.length < end) return;
      onMessage(rest.subarray(space + 1, end).toString('utf8'));
      rest = rest.subarray(end);
    }
  };
}

export interface SyslogTestReceiver {
  port: number;
  /** Whole messages, in the order they came. */
  messages: string[];
  /** What the bodies say, in the order they came. */
  ids(): number[];
  connectionCount(): number;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  tls?: TlsOptions;
  port?: number;
  /** Looks at each connection first; one it deals with itself is not read. */
  onConnection?: (socket: Socket, index: number) => boolean;
}

export async function openSyslogReceiver(options: ReceiverOptions = {}): Promise<SyslogTestReceiver> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  const accept = (socket: Socket) => {
    connectionCount += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (options.onConnection?.(socket, connectionCount)) return;
    const read = makeFrameReader((message) => messages.push(message));
    socket.on('data', (piece: Buffer) => read(piece));
  };
  const server: Server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    ids: () => messages.map(readId),
    connectionCount: () => connectionCount,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export async function openDatagramReceiver(): Promise<SyslogTestReceiver> {
  const messages: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message) => messages.push(message.toString('utf8')));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    messages,
    ids: () => messages.map(readId),
    connectionCount: () => 0,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

const readId = (message: string): number =>
  (JSON.parse(message.slice(message.indexOf('{'))) as { id: number }).id;
