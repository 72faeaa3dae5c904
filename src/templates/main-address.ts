/**
 * The main one of several network addresses, chosen by rule: lists come in any order, and hosts of containers or
 * virtual machines list every bridge. The order never matters: what ranks alike is told apart by its value.
 */

/** Addresses networks of a container or virtual machine engine begin with, when nobody has chosen others. */
const bridges: readonly RegExp[] = [
  // Docker and Podman, Hyper-V's default switch and WSL take networks out of 172.16.0.0/12 and keep the first address.
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.1$/,
  // Podman.
  /^10\.88\.0\.1$/,
  // Kubernetes: Flannel and its default in k3s.
  /^10\.(42|244)\.\d+\.[01]$/,
  // LXC, Docker for Windows.
  /^10\.0\.(3|75)\.1$/,
  // libvirt, VirtualBox, Docker Machine, macOS, Internet Connection Sharing.
  /^192\.168\.(122|56|99|64|137)\.1$/,
];

/** Better ones first. An address that is not one of these is none at all. */
const ranks = {
  private: 0,
  /** 172.16.0.0/12: companies use it, container engines do more often. */
  privateMiddle: 1,
  uniqueLocal: 2,
  public: 3,
  publicV6: 4,
  /** 100.64.0.0/10 and Tailscale's own: a tunnel, or the provider's network. */
  tunnel: 5,
  bridge: 6,
  linkLocal: 7,
} as const;

interface Ranked {
  text: string;
  rank: number;
  /** Texts of one length, so that they sort as the numbers do. */
  order: string;
}

/** The main IP address; null when there are addresses and none tells where the device is, undefined for no list. */
export function findMainIp(value: unknown): string | null | undefined {
  return findMain(value, rankIp);
}

/** The main MAC address as AA:BB:CC:DD:EE:FF; burnt-in ones come before what software made up. */
export function findMainMac(value: unknown): string | null | undefined {
  return findMain(value, rankMac);
}

function findMain(value: unknown, rank: (text: string) => Ranked | undefined): string | null | undefined {
  const texts = listTexts(value);
  if (!texts) return value === null ? null : undefined;
  let best: Ranked | undefined;
  for (const text of texts) {
    const found = rank(text);
    if (found && (!best || isBetter(found, best))) best = found;
  }
  return best?.text ?? null;
}

const isBetter = (one: Ranked, other: Ranked): boolean =>
  one.rank === other.rank ? one.order < other.order : one.rank < other.rank;

/** A list of texts, or one text that holds several. */
function listTexts(value: unknown): string[] | undefined {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [value];
  if (!texts.every((item) => typeof item === 'string')) return undefined;
  return texts.flatMap((item) => item.split(/[\s,;|]+/)).filter((item) => item !== '');
}

function rankIp(entered: string): Ranked | undefined {
  return entered.includes(':') ? rankIpV6(entered) : rankIpV4(entered);
}

function rankIpV4(text: string): Ranked | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : [];
  const [first = 0, second = 0, , last] = parts;
  if (parts.length !== 4 || parts.some((part) => part > 255)) return undefined;
  // This network, loopback, multicast and what is reserved.
  if (first === 0 || first === 127 || first >= 224) return undefined;
  // Among equals a router's usual address comes last: engines that choose a free network take it.
  const order = `${last === 1 ? 1 : 0}${parts.map((part) => String(part).padStart(3, '0')).join('')}`;
  return { text, rank: ranks[nameRangeV4(text, first, second)], order };
}

function nameRangeV4(text: string, first: number, second: number): keyof typeof ranks {
  if (bridges.some((bridge) => bridge.test(text))) return 'bridge';
  if (first === 10 || (first === 192 && second === 168)) return 'private';
  if (first === 172 && second >= 16 && second < 32) return 'privateMiddle';
  if (first === 169 && second === 254) return 'linkLocal';
  return first === 100 && second >= 64 && second < 128 ? 'tunnel' : 'public';
}

function rankIpV6(entered: string): Ranked | undefined {
  const text = entered
    .replace(/%.*$/, '')
    .replace(/\/\d+$/, '')
    .toLowerCase();
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (host === undefined || host === '::' || host === '::1' || /^ff/.test(host)) return undefined;
  const [head = '', tail = ''] = host.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const zeros = host.includes('::') ? 8 - groups(head).length - groups(tail).length : 0;
  const all = [...groups(head), ...new Array<string>(zeros).fill('0'), ...groups(tail)];
  const order = all.map((group) => group.padStart(4, '0')).join('');
  return { text, rank: ranks[nameRangeV6(order)], order };
}

function nameRangeV6(digits: string): keyof typeof ranks {
  if (/^fe[89ab]/.test(digits)) return 'linkLocal';
  if (digits.startsWith('fd7a115ca1e0')) return 'tunnel';
  return /^f[cd]/.test(digits) ? 'uniqueLocal' : 'publicV6';
}

/** Makers whose network cards exist in software only. */
const virtualMakers: ReadonlySet<string> = new Set([
  // VMware
  '000569',
  '000C29',
  '001C14',
  '005056',
  // Hyper-V, Xen, Parallels, VirtualBox
  '00155D',
  '00163E',
  '001C42',
  '080027',
  // VPN adapter of Cisco
  '00059A',
]);

function rankMac(entered: string): Ranked | undefined {
  const digits = entered.replace(/[:.-]/g, '').toUpperCase();
  if (!/^[0-9A-F]{12}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  const first = Number.parseInt(digits.slice(0, 2), 16);
  // Addresses of groups, everybody's among them.
  if ((first & 1) === 1) return undefined;
  const text = digits.replace(/(..)(?=.)/g, '$1:');
  return { text, rank: rankMaker(digits, (first & 2) === 2), order: digits };
}

function rankMaker(digits: string, isLocal: boolean): number {
  // 00:FF is what the TAP adapters of VPN clients begin with.
  if (!isLocal) return virtualMakers.has(digits.slice(0, 6)) || digits.startsWith('00FF') ? 1 : 0;
  // What Docker makes of an address of its bridge.
  return digits.startsWith('0242') ? 3 : 2;
}
