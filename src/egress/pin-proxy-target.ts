import { isIP } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { makeError } from '../errors.ts';
import type { DispatcherOptions } from './make-dispatchers.ts';

/** Addresses of one host that are tried behind a proxy. */
const maxAddressCount = 3;
const unreachable = new Set([502, 503, 504]);

/**
 * The addresses a proxy is told instead of the name, each checked: it has nothing to resolve, so that a second answer of
 * the name server changes nothing. Undefined where the name itself is what may be told.
 * @throws EGRESS_ADDRESS_REFUSED, or what the name server answered
 */
export async function findPinnedAddresses(
  options: DispatcherOptions,
  hostname: string,
): Promise<string[] | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (options.proxyTakesNames || isIP(host) !== 0 || options.guard.isHostAllowed(host)) return undefined;
  const addresses = (await options.lookup(host)).map(({ address }) => address);
  const usable = addresses.filter((address) => options.guard.findRefusal(address) === undefined);
  if (usable.length === 0) {
    const [refused] = addresses;
    const found = refused === undefined ? undefined : options.guard.findRefusal(refused);
    throw makeError('EGRESS_ADDRESS_REFUSED', { host, reason: found ?? 'it has no usable address' });
  }
  return usable.slice(0, maxAddressCount).map((address) => (isIP(address) === 6 ? `[${address}]` : address));
}

/** The client that opens tunnels at the proxy: CONNECT names the checked address; inside, SNI and Host keep the name. */
export function makeTunnelClient(options: DispatcherOptions) {
  return (origin: URL, poolOptions: object): Dispatcher => {
    const pool = new Pool(origin.origin, poolOptions);
    const connect = pool.connect.bind(pool) as (
      params: Dispatcher.ConnectOptions,
    ) => Promise<Dispatcher.ConnectData>;
    const connectPinned = async (params: Dispatcher.ConnectOptions) => {
      const target = new URL(`https://${params.path}`);
      const port = /:(\d+)$/.exec(params.path)?.[1] ?? '443';
      const pinned = await findPinnedAddresses(options, target.hostname);
      if (!pinned) return connect(params);
      for (const [index, address] of pinned.entries()) {
        const path = `${address}:${port}`;
        const answer = await connect({ ...params, path, headers: { ...params.headers, host: path } });
        if (!unreachable.has(answer.statusCode) || index === pinned.length - 1) return answer;
        answer.socket.on('error', () => undefined).destroy();
      }
      throw new Error('there is always an address to try');
    };
    return Object.assign(pool, { connect: connectPinned });
  };
}
