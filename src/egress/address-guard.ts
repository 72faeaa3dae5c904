/**
 * Which addresses Muster may connect to. Everything that is not plain public unicast is refused: loopback, private,
 * link-local (169.254.169.254 is the cloud metadata service), carrier-grade NAT, multicast, and the IPv6 forms that
 * carry an IPv4 address inside. https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
 */
import ipaddr from 'ipaddr.js';

export interface AddressGuard {
  /** Whether the host name itself is on the allow list: then its addresses are not looked at. */
  isHostAllowed(host: string): boolean;
  /** Why the address is refused, in words; undefined when it may be used. */
  findRefusal(address: string): string | undefined;
}

/** `allow`: host names, addresses and CIDR ranges of this deployment. Throws on an entry that is none of them. */
export function makeAddressGuard(allow: readonly string[]): AddressGuard {
  const hosts = new Set<string>();
  const ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  for (const entry of allow) {
    const text = entry.trim().toLowerCase();
    if (text === '') continue;
    if (text.includes('/')) ranges.push(ipaddr.parseCIDR(text));
    else if (ipaddr.isValid(text))
      ranges.push([ipaddr.parse(text), ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128]);
    else hosts.add(text);
  }
  const isInRange = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base as ipaddr.IPv4, bits));
  return {
    isHostAllowed(host) {
      const name = host.toLowerCase().replace(/\.$/, '');
      if (hosts.has(name)) return true;
      return [...hosts].some((entry) => entry.startsWith('*.') && name.endsWith(entry.slice(1)));
    },
    findRefusal(text) {
      if (!ipaddr.isValid(text)) return 'it is not an address';
      const parsed = ipaddr.parse(text);
      const address = unwrap(parsed);
      if (isInRange(parsed) || isInRange(address)) return undefined;
      const range = address.range();
      return range === 'unicast' ? undefined : (rangeNames[range] ?? `it is a ${range} address`);
    },
  };
}

const rangeNames: Record<string, string> = {
  loopback: 'it is this machine itself',
  private: 'it lies in a private network',
  linkLocal: 'it is link-local, where cloud metadata services answer',
  uniqueLocal: 'it lies in a private network',
  carrierGradeNat: 'it lies behind a carrier',
  unspecified: 'it is the unspecified address',
  multicast: 'it is a multicast address',
  broadcast: 'it is a broadcast address',
  reserved: 'it is reserved',
};

/** The IPv4 address inside IPv4-mapped, NAT64 and 6to4 forms; anything else as it is. */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === 'rfc6052' || range === 'rfc6145') return new ipaddr.IPv4(bytes.slice(12, 16));
  if (range === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
  return address;
}
