export type SyslogTransport = 'udp' | 'tcp' | 'tls';

export interface SyslogAddress {
  transport: SyslogTransport;
  /** A name or an address; of IPv6 without brackets. */
  host: string;
  port: number;
}

/** A receiver of the audit log, as it is set up. */
export interface SyslogReceiver {
  address: SyslogAddress;
  /** Absolute; authorities (PEM) for tls, instead of the public ones. */
  caFile: string | undefined;
  /** Absolute; our certificate with its key (PEM), for receivers that ask for one. */
  certificateFile: string | undefined;
}

/** As registered: RFC 5426, RFC 6587, RFC 5425. */
const usualPorts: Record<SyslogTransport, number> = { udp: 514, tcp: 601, tls: 6514 };
const pattern =
  /^(udp|tcp|tls):\/\/(?:\[([0-9a-f:.]+)\]|([a-z0-9]([a-z0-9._-]*[a-z0-9])?))(?::(\d{1,5}))?\/?$/i;

/** `tls://logs.example.com:6514`; the port may be left out. Undefined for everything else, passwords and paths included. */
export function parseSyslogAddress(text: string): SyslogAddress | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const transport = found[1]?.toLowerCase() as SyslogTransport;
  const port = found[5] === undefined ? usualPorts[transport] : Number(found[5]);
  if (port < 1 || port > 65_535) return undefined;
  return { transport, host: (found[2] ?? found[3] ?? '').toLowerCase(), port };
}

export const formatSyslogAddress = ({ transport, host, port }: SyslogAddress): string =>
  `${transport}://${host.includes(':') ? `[${host}]` : host}:${port}`;
