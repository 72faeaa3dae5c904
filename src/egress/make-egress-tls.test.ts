import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { makeTestAuthority } from '../../test/helpers/make-certificates.ts';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeEgress } from './make-egress.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(server: Server | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const authority = await makeTestAuthority();
const serveTls = async (
  names: string[],
  options: ServerOptions & { endsAt?: Date } = {},
): Promise<number> => {
  const { endsAt, ...rest } = options;
  const { certificatePem, privateKeyPem } = await authority.issue(names, endsAt ? { endsAt } : {});
  return open(
    createServer({ cert: certificatePem, key: privateKeyPem, ...rest }, (request, response) => {
      const peer = (request.socket as TLSSocket).getPeerCertificate();
      response.end(`hello ${peer?.subject?.CN ?? 'stranger'}`);
    }),
  );
};

function makeTestEgress(
  options: { httpProxy?: string; allow?: string[]; proxyTakesNames?: boolean; lookups?: string[] } = {},
) {
  const egress = makeEgress({
    clock: {
      now: () => new Date('2026-01-01T00:00:00Z'),
      monotonicMs: () => 0,
      sleep: async () => undefined,
    },
    log: makeMemoryLog(),
    random: () => 0,
    lookup: async (host) => [
      {
        address: host === 'inside.example' ? '10.0.0.7' : (options.lookups?.shift() ?? '127.0.0.1'),
        family: 4,
      },
    ],
    allow: options.allow ?? ['127.0.0.1'],
    httpProxy: options.httpProxy,
    proxyTakesNames: options.proxyTakesNames,
    maxResponseBytes: 1_000_000,
    userAgent: 'Muster test',
  });
  closers.push(() => egress.close());
  return egress;
}

const caBundlePem = authority.certificatePem;
const once = { maxAttempts: 1, maxTotalWaitMs: 0 };

describe('certificates', () => {
  test('a server of an unknown authority is refused; the message names the host and says what to add', async () => {
    const port = await serveTls(['vendor.example']);
    const failure = makeTestEgress().request({ method: 'GET', url: `https://vendor.example:${port}/` });
    await expect(failure).rejects.toMatchObject({
      code: 'EGRESS_TLS_UNTRUSTED',
      message: expect.stringMatching(/vendor\.example.*add your CA certificate/),
    });
  });

  test('with the authority in the CA bundle of the request it is trusted, for that request only', async () => {
    const url = `https://vendor.example:${await serveTls(['vendor.example'])}/`;
    const egress = makeTestEgress();
    expect(await egress.request({ method: 'GET', url, caBundlePem })).toMatchObject({
      status: 200,
      text: 'hello stranger',
    });
    await expect(egress.request({ method: 'GET', url })).rejects.toMatchObject({
      code: 'EGRESS_TLS_UNTRUSTED',
    });
  });

  test.each([
    ['for another host', ['other.example'], {}, 'another host name'],
    ['that is over', ['vendor.example'], { endsAt: new Date('2021-01-01T00:00:00Z') }, 'expired'],
  ])('a certificate %s is refused in words, without another try', async (_name, names, options, words) => {
    const port = await serveTls(names, options);
    const failure = makeTestEgress().request({
      method: 'GET',
      url: `https://vendor.example:${port}/`,
      caBundlePem,
    });
    await expect(failure).rejects.toMatchObject({
      code: 'EGRESS_TLS_FAILED',
      message: expect.stringContaining(words),
    });
  });

  test('https towards a server that speaks plain HTTP is told apart from a broken connection', async () => {
    const port = await open(createHttpServer((_request, response) => response.end()));
    await expect(
      makeTestEgress().request({ method: 'GET', url: `https://127.0.0.1:${port}/` }),
    ).rejects.toMatchObject({ code: 'EGRESS_TLS_FAILED', message: expect.stringContaining('no TLS') });
  });

  test('a client certificate is shown to a server that demands one', async () => {
    const port = await serveTls(['vendor.example'], {
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const url = `https://vendor.example:${port}/`;
    const egress = makeTestEgress();
    const clientCertificate = await authority.issue(['muster-client']);
    expect(await egress.request({ method: 'GET', url, caBundlePem, clientCertificate })).toMatchObject({
      text: 'hello muster-client',
    });
    await expect(egress.request({ method: 'GET', url, caBundlePem, retry: once })).rejects.toMatchObject({
      code: expect.stringMatching(/^EGRESS_/),
    });
  });

  test('a redirect from https to http is refused', async () => {
    const { certificatePem, privateKeyPem } = await authority.issue(['vendor.example']);
    const port = await open(
      createServer({ cert: certificatePem, key: privateKeyPem }, (_request, response) =>
        response.writeHead(302, { location: 'http://vendor.example/' }).end(),
      ),
    );
    await expect(
      makeTestEgress().request({ method: 'GET', url: `https://vendor.example:${port}/`, caBundlePem }),
    ).rejects.toMatchObject({ code: 'EGRESS_REDIRECT_REFUSED', message: expect.stringContaining('to http') });
  });
});

describe('HTTP proxy', () => {
  /** Leads every name to this machine, as the resolver of a proxy would. */
  async function serveProxy(isAllowed = true): Promise<{ url: string; seen: string[] }> {
    const seen: string[] = [];
    const proxy = createHttpServer((request, response) => {
      const target = new URL(request.url ?? '');
      seen.push(`GET ${target.host}`);
      const forward = httpRequest(
        { host: '127.0.0.1', port: target.port, path: target.pathname, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500);
          answer.pipe(response);
        },
      );
      forward.end();
    });
    proxy.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      if (!isAllowed) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      const inner = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        inner.pipe(socket).pipe(inner);
      });
      inner.on('error', () => socket.destroy());
      socket.on('error', () => inner.destroy());
    });
    return { url: `http://127.0.0.1:${await open(proxy)}`, seen };
  }

  test('https goes through a tunnel, with the CA bundle of the request', async () => {
    const proxy = await serveProxy();
    const port = await serveTls(['vendor.example']);
    const egress = makeTestEgress({ httpProxy: proxy.url });
    const url = `https://vendor.example:${port}/`;
    expect(await egress.request({ method: 'GET', url, caBundlePem })).toMatchObject({
      text: 'hello stranger',
    });
    expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${port}`]);
    await expect(egress.request({ method: 'GET', url, retry: once })).rejects.toMatchObject({
      code: 'EGRESS_TLS_UNTRUSTED',
    });
  });

  test('plain HTTP is handed to the proxy', async () => {
    const proxy = await serveProxy();
    const hosts: unknown[] = [];
    const server = createHttpServer((request, response) => {
      hosts.push(request.headers.host);
      response.end('plain');
    });
    const port = await open(server);
    const egress = makeTestEgress({ httpProxy: proxy.url });
    expect(await egress.request({ method: 'GET', url: `http://vendor.example:${port}/` })).toMatchObject({
      text: 'plain',
    });
    expect(proxy.seen).toEqual([`GET 127.0.0.1:${port}`]);
    expect(hosts).toEqual([`vendor.example:${port}`]);
  });

  test('a name that answers with another address the second time leads nowhere else', async () => {
    const proxy = await serveProxy();
    const port = await serveTls(['vendor.example']);
    const lookups = ['127.0.0.1', '10.0.0.7', '10.0.0.7'];
    const egress = makeTestEgress({ httpProxy: proxy.url, lookups });
    const url = `https://vendor.example:${port}/`;
    await egress.request({ method: 'GET', url, caBundlePem });
    expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${port}`]);
    expect(lookups).toEqual(['10.0.0.7', '10.0.0.7']);
  });

  test('a proxy that needs names, and a host that is allowed by its name, get the name', async () => {
    const proxy = await serveProxy();
    const port = await serveTls(['vendor.example']);
    const url = `https://vendor.example:${port}/`;
    for (const options of [{ proxyTakesNames: true }, { allow: ['vendor.example', '127.0.0.1'] }]) {
      const egress = makeTestEgress({ httpProxy: proxy.url, ...options });
      await egress.request({ method: 'GET', url, caBundlePem });
    }
    expect(proxy.seen).toEqual([`CONNECT vendor.example:${port}`, `CONNECT vendor.example:${port}`]);
    const named = makeTestEgress({ httpProxy: proxy.url, proxyTakesNames: true });
    await expect(named.request({ method: 'GET', url: 'https://inside.example/' })).rejects.toMatchObject({
      code: 'EGRESS_ADDRESS_REFUSED',
    });
  });

  test('the guard looks at the target before the proxy is asked', async () => {
    const proxy = await serveProxy();
    const egress = makeTestEgress({ httpProxy: proxy.url });
    await expect(egress.request({ method: 'GET', url: 'https://inside.example/' })).rejects.toMatchObject({
      code: 'EGRESS_ADDRESS_REFUSED',
    });
    expect(proxy.seen).toEqual([]);
  });

  test('a proxy that wants a password is named as the one that refused', async () => {
    const proxy = await serveProxy(false);
    const egress = makeTestEgress({ httpProxy: proxy.url });
    await expect(
      egress.request({ method: 'GET', url: 'https://vendor.example/', retry: once }),
    ).rejects.toMatchObject({
      code: 'EGRESS_CONNECT_FAILED',
      message: expect.stringMatching(/proxy refused.*407.*MUSTER_HTTP_PROXY/),
    });
  });
});
