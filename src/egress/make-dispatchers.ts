import { hash } from 'node:crypto';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { makeError } from '../errors.ts';
import type { AddressGuard } from './address-guard.ts';
import type { EgressRequest } from './egress-types.ts';
import { findPinnedAddresses, makeTunnelClient } from './pin-proxy-target.ts';

export interface DispatcherOptions {
  guard: AddressGuard;
  lookup(host: string): Promise<LookupAddress[]>;
  httpProxy?: string | undefined;
  /** The proxy is told names and resolves them itself: for proxies that refuse addresses. */
  proxyTakesNames?: boolean | undefined;
}

type Trust = Pick<EgressRequest, 'caBundlePem' | 'clientCertificate'>;

export interface Dispatchers {
  /** Connections of one trust are never used for another. */
  of(trust: Trust): Dispatcher;
  /** @throws EGRESS_ADDRESS_REFUSED, or what the name server answered */
  assertTarget(url: URL): Promise<void>;
  /**
   * Where a request is addressed to: behind a proxy without encryption the checked address, and its name as `host`.
   * @throws as `assertTarget`
   */
  pin(url: URL): Promise<{ url: URL; host: string | undefined }>;
  close(): Promise<void>;
}

const dispatcherLimit = 50;
export const connectTimeoutMs = 10_000;

export function makeDispatchers(options: DispatcherOptions): Dispatchers {
  const found = new Map<string, Dispatcher>();
  return {
    of(trust) {
      const { caBundlePem, clientCertificate } = trust;
      const key =
        caBundlePem === undefined && clientCertificate === undefined
          ? ''
          : hash('sha256', JSON.stringify([caBundlePem, clientCertificate]), 'base64');
      const known = found.get(key);
      const dispatcher = known ?? makeDispatcher(options, trust);
      // Taken out and put back: the one unused for longest comes first.
      found.delete(key);
      found.set(key, dispatcher);
      const [oldestKey, oldest] = found.entries().next().value ?? [];
      if (found.size > dispatcherLimit && oldestKey !== undefined) {
        found.delete(oldestKey);
        // What is under way there is still finished.
        void oldest?.close();
      }
      return dispatcher;
    },

    /** Addresses written out, and names a proxy resolves, are checked here; other names when they are resolved. */
    async assertTarget(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (options.guard.isHostAllowed(host)) return;
      const isLiteral = isIP(host) !== 0;
      if (!isLiteral && !(options.httpProxy && options.proxyTakesNames)) return;
      const addresses = isLiteral ? [host] : (await options.lookup(host)).map(({ address }) => address);
      for (const address of addresses) {
        const reason = options.guard.findRefusal(address);
        if (reason !== undefined) throw makeError('EGRESS_ADDRESS_REFUSED', { host: url.host, reason });
      }
    },

    async pin(url) {
      // Encrypted, it goes through a tunnel that is pinned itself.
      if (!options.httpProxy || url.protocol !== 'http:') return { url, host: undefined };
      const [address] = (await findPinnedAddresses(options, url.hostname)) ?? [];
      if (address === undefined) return { url, host: undefined };
      const pinned = new URL(url);
      pinned.hostname = address;
      return { url: pinned, host: url.host };
    },

    async close() {
      const all = [...found.values()];
      found.clear();
      await Promise.all(all.map((dispatcher) => dispatcher.close()));
    },
  };
}

function makeDispatcher(options: DispatcherOptions, trust: Trust): Dispatcher {
  const { caBundlePem, clientCertificate } = trust;
  const tls = {
    // The defaults of the machine (NODE_EXTRA_CA_CERTS included) stay trusted beside the extra ones.
    ...(caBundlePem === undefined ? {} : { ca: [...getCACertificates('default'), caBundlePem] }),
    ...(clientCertificate === undefined
      ? {}
      : {
          cert: clientCertificate.certificatePem,
          key: clientCertificate.privateKeyPem,
          ...(clientCertificate.passphrase === undefined ? {} : { passphrase: clientCertificate.passphrase }),
        }),
  };
  const common = {
    keepAliveTimeout: 10_000,
    connections: 16,
    connectTimeout: connectTimeoutMs,
    allowH2: false,
  };
  if (options.httpProxy)
    return new ProxyAgent({
      ...common,
      uri: options.httpProxy,
      requestTls: tls,
      clientFactory: makeTunnelClient(options),
    });
  return new Agent({
    ...common,
    connect: { ...tls, timeout: connectTimeoutMs, lookup: makeGuardedLookup(options) as never },
  });
}

type LookupDone = (err: Error | null, address: LookupAddress[] | string, family?: number) => void;

/** The name is resolved once, checked, and connected to as checked: a second answer of the name server changes nothing. */
function makeGuardedLookup({ guard, lookup }: DispatcherOptions) {
  return (host: string, lookupOptions: LookupOptions, done: LookupDone): void => {
    lookup(host).then(
      (addresses) => {
        const usable = guard.isHostAllowed(host)
          ? addresses
          : addresses.filter(({ address }) => guard.findRefusal(address) === undefined);
        const first = usable[0];
        if (!first) {
          const refused = addresses[0]?.address;
          const reason =
            (refused === undefined ? undefined : guard.findRefusal(refused)) ?? 'it has no usable address';
          done(makeError('EGRESS_ADDRESS_REFUSED', { host, reason }), []);
        } else if (lookupOptions.all) done(null, usable);
        else done(null, first.address, first.family);
      },
      (err: Error) => done(err, []),
    );
  };
}
