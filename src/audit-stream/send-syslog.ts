import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type AppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { formatSyslogAddress, type SyslogAddress, type SyslogReceiver } from '../model/syslog-address.ts';

/**
 * How long a receiver has to refuse what it was sent before the connection is ended from here: longer than the way there
 * takes. One that goes away with something unread is noticed in this time.
 */
const settleMs = 250;
/** How long a host may take to answer at all. */
const connectMs = 10_000;

/**
 * Sends one piece (tcp, tls) over a connection of its own. Syslog knows no receipt, so the end of the connection is made
 * one: everything is written, the connection ended from here, and it counts once the receiver has read to that end and
 * closes in turn. A connection that breaks, or is closed by the receiver before, has delivered nothing.
 * @throws AUDIT_RECEIVER_FAILED, AUDIT_RECEIVER_UNTRUSTED; the reason of the signal.
 */
export async function sendOverConnection(
  receiver: SyslogReceiver,
  piece: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const socket = await openSocket(receiver, signal);
  const abort = () => socket.destroy();
  const settled = new AbortController();
  let hasPeerEnded = false;
  const failed = Promise.withResolvers<never>();
  // Whoever waits hears of it; when nobody does any more it does not matter.
  failed.promise.catch(() => undefined);
  const closed = Promise.withResolvers<void>();
  socket.on('error', (err) => failed.reject(err));
  socket.on('end', () => {
    hasPeerEnded = true;
  });
  socket.on('close', () => closed.resolve());
  // A receiver says nothing; what it does say is read, or its end would not be seen.
  socket.resume();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([
      connected(socket, receiver.address),
      failed.promise,
      closed.promise,
      failAfter(clock, connectMs, settled.signal),
    ]);
    settled.abort();
    await Promise.race([write(socket, piece), failed.promise, closed.promise]);
    await Promise.race([clock.sleep(settleMs, signal), failed.promise]);
    if (hasPeerEnded || socket.destroyed)
      throw new Error('it closed the connection before it had everything');
    socket.end();
    await Promise.race([closed.promise, failed.promise]);
    signal.throwIfAborted();
    if (!hasPeerEnded) throw new Error('the connection broke before it had everything');
  } catch (err) {
    signal.throwIfAborted();
    throw describe(err, receiver.address);
  } finally {
    settled.abort();
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

async function openSocket({ address, caFile, certificateFile }: SyslogReceiver, signal: AbortSignal) {
  const { host, port } = address;
  if (address.transport !== 'tls') return connect({ host, port });
  const [ca, own] = await Promise.all([
    readPem(caFile, 'MUSTER_AUDIT_SYSLOG_CA_FILE'),
    readPem(certificateFile, 'MUSTER_AUDIT_SYSLOG_CERT_FILE'),
  ]);
  signal.throwIfAborted();
  try {
    return connectTls({
      host,
      port,
      minVersion: 'TLSv1.2',
      ...(isIP(host) ? {} : { servername: host }),
      ...(ca === undefined ? {} : { ca }),
      ...(own === undefined ? {} : { cert: own, key: own }),
    });
  } catch (err) {
    // A file that holds no certificate is found before anything is sent. The library's words quote nothing of it.
    throw describe(err, address);
  }
}

/** Settles only by failing; an aborted wait never does. */
const failAfter = (clock: Clock, ms: number, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    clock.sleep(ms, signal).then(
      () => reject(new Error(`no connection within ${ms / 1_000} seconds`)),
      () => undefined,
    );
  });

/** Read each time: a certificate that was renewed is used without a restart. */
async function readPem(path: string | undefined, setting: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (err) {
    const problem = (err as NodeJS.ErrnoException).code ?? String(err);
    throw makeError('AUDIT_CERTIFICATE_UNREADABLE', { path, setting, problem }, { cause: err });
  }
}

const connected = (socket: Socket, { transport }: SyslogAddress): Promise<void> =>
  new Promise((resolve) => {
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => resolve());
  });

const write = (socket: Socket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(text, (err) => (err ? reject(err) : resolve()));
  });

/**
 * Sends one datagram per message. That one has arrived nobody tells; only a receiver that is not there at all may be
 * noticed. Throws AUDIT_RECEIVER_FAILED.
 */
export async function sendDatagrams(
  { address }: SyslogReceiver,
  messages: readonly string[],
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  let socket: DatagramSocket | undefined;
  try {
    const found = await lookup(address.host);
    signal.throwIfAborted();
    socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    socket.on('error', (err) => failed.reject(err));
    await Promise.race([connectDatagram(socket, address.port, found.address), failed.promise]);
    for (const message of messages) {
      signal.throwIfAborted();
      await Promise.race([sendDatagram(socket, message), failed.promise]);
    }
    await Promise.race([clock.sleep(settleMs, signal), failed.promise]);
  } catch (err) {
    signal.throwIfAborted();
    throw describe(err, address);
  } finally {
    socket?.close();
  }
}

const connectDatagram = (socket: DatagramSocket, port: number, host: string): Promise<void> =>
  new Promise((resolve) => {
    socket.connect(port, host, () => resolve());
  });

const sendDatagram = (socket: DatagramSocket, message: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.send(message, (err) => (err ? reject(err) : resolve()));
  });

const words: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it cut the connection',
  EHOSTUNREACH: 'there is no way to the host',
  EAI_AGAIN: 'its name cannot be resolved at present',
  ENOTFOUND: 'its name cannot be resolved',
  EPIPE: 'it cut the connection',
  ETIMEDOUT: 'it does not answer',
};
/** What OpenSSL and Node say of a certificate that is not believed. */
const isDistrust = (code: string) =>
  /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL_.*CERT)/.test(code);

function describe(err: unknown, address: SyslogAddress): AppError {
  const { code = '', message } = err as NodeJS.ErrnoException;
  if (code.startsWith('AUDIT_')) return err as AppError;
  const receiver = formatSyslogAddress(address);
  if (isDistrust(code)) return makeError('AUDIT_RECEIVER_UNTRUSTED', { receiver, code }, { cause: err });
  return makeError('AUDIT_RECEIVER_FAILED', { receiver, problem: words[code] ?? message }, { cause: err });
}
