/**
 * Which addresses Muster may connect to. Everything that is not plain public unicast is refused: loopback, private,
 * link-local (169.254.169.254 is the cloud metadata service), carrier-grade NAT, multicast, and the IPv6 forms that
 * carry an IPv4 address inside. https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
 */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AddressGuard {
  /** Whether the host name itself is on the allow list: then its addresses are not looked at. */
  isHostAllowed(host: string): boolean;
  /** Why the address is refused, in words; undefined when it may be used. */
  findRefusal(address: string): string | undefined;
}

/** `allow`: host names, `*.` patterns, addresses and CIDR ranges of this deployment. Throws on a range that is none. */
export function makeAddressGuard(allow: readonly string[]): AddressGuard {
  const hosts = new Set<string>();
  const suffixes: string[] = [];
  const ranges: [Address, number][] = [];
  for (const entry of allow) {
    const text = entry.trim().toLowerCase().replace(/\.$/, '');
    if (text === '') continue;
    if (text.includes('/')) ranges.push(ipaddr.parseCIDR(text));
    else if (ipaddr.isValid(text))
      ranges.push([ipaddr.parse(text), ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128]);
    else if (text.startsWith('*.')) suffixes.push(text.slice(1));
    else hosts.add(text);
  }
  const isInRange = (address: Address) =>
    ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base as ipaddr.IPv4, bits));
  return {
    isHostAllowed(host) {
      const name = host.toLowerCase().replace(/\.$/, '');
      return hosts.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
    },
    findRefusal(text) {
      if (!ipaddr.isValid(text)) return 'it is not an address';
      const parsed = ipaddr.parse(text);
      const address = unwrap(parsed);
      if (isInRange(parsed) || isInRange(address)) return undefined;
      if (address.kind() === 'ipv4' && metadataAddresses.has(address.toString()))
        return 'it is where a cloud metadata service answers';
      if (address instanceof ipaddr.IPv6 && address.match(localNat64, 48))
        return 'it leads into a private network';
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

/** Metadata services at addresses that are public by their range: Azure's WireServer. */
const metadataAddresses = new Set(['168.63.129.16']);
/** RFC 8215: translated to IPv4 as the local network likes, so nothing can be said about its target. */
const localNat64 = ipaddr.IPv6.parse('64:ff9b:1::');

/** The IPv4 address inside IPv4-mapped and -compatible, NAT64, 6to4 and ISATAP forms; anything else as it is. */
function unwrap(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.match(localNat64, 48)) return address;
  const bytes = address.toByteArray();
  const isZero = (from: number, to: number) => bytes.slice(from, to).every((byte) => byte === 0);
  const last = () => new ipaddr.IPv4(bytes.slice(12, 16));
  const range = address.range();
  if (range === 'rfc6052' || range === 'rfc6145') return last();
  if (range === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
  // RFC 4291 §2.5.5.1; :: and ::1 are addresses of their own.
  if (isZero(0, 12) && !isZero(12, 15)) return last();
  // RFC 5214 §6.1
  const isIsatap =
    ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isIsatap ? last() : address;
}
