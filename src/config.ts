import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { makeError } from './errors.ts';
import { hasReplaced } from './model/decode-text.ts';
import { defaultReadLimits, type ReadLimits } from './model/read-limits.ts';
import { parseSyslogAddress, type SyslogReceiver } from './model/syslog-address.ts';

/** Text on a setting: what the documentation says beside the variable. */
interface SettingMeta extends Record<string, unknown> {
  help: string;
  default?: string;
  example?: string;
}

const meta = (help: string, more: Omit<SettingMeta, 'help'> = {}): SettingMeta => ({ help, ...more });

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

/** One of the limits of what is read from vendors, with its default. */
const readLimit = (name: keyof typeof defaultReadLimits, min: number, max: number, help: string) =>
  wholeNumber(min, max).meta(meta(help, { default: String(defaultReadLimits[name]) }));

const httpUrl = (problem: string) =>
  z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && !url.search && !url.hash;
  }, problem);

function isEgressEntry(entry: string): boolean {
  const [host = '', bits, ...rest] = entry.split('/');
  if (rest.length > 0) return false;
  const family = isIP(host);
  if (bits !== undefined)
    return family !== 0 && /^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  return (
    family !== 0 || /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host)
  );
}

/** Every variable Muster reads, in the order of the documentation. Blank counts as not set. */
const variables = {
  MUSTER_HOST: z.string().meta(
    meta('Address the HTTP server listens on. `0.0.0.0` opens it to the network.', {
      default: '127.0.0.1',
    }),
  ),
  MUSTER_PORT: wholeNumber(0, 65_535).meta(
    meta('Port of the HTTP server. 0 takes any free one.', { default: '4400' }),
  ),
  MUSTER_PUBLIC_URL: httpUrl(
    'must be the address users open, e.g. https://muster.example.com, without query or fragment',
  ).meta(
    meta(
      'Address users open in the browser; the OAuth redirect URL is this plus `/oauth2/redirect`. With https, cookies are marked secure.',
      {
        default: 'http://localhost:<port>',
        example: 'https://muster.example.com',
      },
    ),
  ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must look like postgresql://user:password@host:5432/database')
    .meta(
      meta('Your own PostgreSQL, 15 or newer. Without it Muster runs the embedded one in the data folder.', {
        example: 'postgresql://muster:…@db.example.com/muster',
      }),
    ),
  MUSTER_DATABASE_CONNECTIONS: wholeNumber(6, 500).meta(
    meta(
      'Most database connections one process keeps open: about half for requests, half for sessions, one for heartbeats.',
      { default: '16' },
    ),
  ),
  MUSTER_DATA_DIR: z
    .string()
    .meta(meta('Folder for the embedded database and the master key file.', { default: './data' })),
  MUSTER_MASTER_KEY: z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').length === 32,
      'must be 32 random bytes in base64 (make one with: openssl rand -base64 32)',
    )
    .meta(
      meta(
        'The key that protects all stored secrets: 32 bytes in base64. At most one of the three master key variables.',
      ),
    ),
  MUSTER_MASTER_KEY_FILE: z.string().meta(
    meta('File with the master key in base64. Created (mode 0600) at the first start when missing.', {
      default: '<data folder>/master.key',
    }),
  ),
  MUSTER_MASTER_KEY_COMMAND: z
    .string()
    .meta(meta('Command that prints the master key in base64, e.g. a call of your key management system.')),
  MUSTER_ADMIN_EMAIL: z
    .email('must be an e-mail address')
    .meta(
      meta(
        'With MUSTER_ADMIN_PASSWORD: the first administrator, created when there is no user yet. Otherwise the first visit asks.',
      ),
    ),
  MUSTER_ADMIN_PASSWORD: z.string().meta(meta('Password of that first administrator.')),
  MUSTER_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .meta(meta('Least severe level that is logged.', { default: 'info' })),
  MUSTER_EGRESS_ALLOW: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine(
      (entries) => entries.every(isEgressEntry),
      'must be host names, addresses or CIDR ranges separated by commas, e.g. sm.corp.example,10.1.0.0/16',
    )
    .meta(
      meta(
        'Private hosts, addresses or CIDR ranges that integrations may call, separated by commas. Everything private, loopback and link-local is refused otherwise.',
        { example: 'servicedesk.corp.example,10.1.0.0/16' },
      ),
    ),
  MUSTER_HTTP_PROXY: httpUrl('must be an http:// or https:// address of a proxy').meta(
    meta('Proxy for all outgoing requests.', { example: 'http://proxy.corp.example:3128' }),
  ),
  MUSTER_HTTP_PROXY_NAMES: z
    .enum(['true', 'false'], 'must be true or false')
    .meta(
      meta(
        'Tell the proxy names instead of the addresses Muster has checked. Only for proxies that refuse addresses: they resolve the name once more, and what they find is not checked.',
        { default: 'false' },
      ),
    ),
  MUSTER_RESPONSE_LIMIT_MB: wholeNumber(1, 2_000).meta(
    meta('Largest answer of a vendor that is accepted, in megabytes.', { default: '50' }),
  ),
  MUSTER_RECORD_DEPTH_LIMIT: readLimit(
    'recordDepth',
    5,
    1_000,
    'Lists and objects inside each other in one record of a vendor; a deeper one fails alone.',
  ),
  MUSTER_RECORD_VALUE_LIMIT: readLimit(
    'recordValues',
    1_000,
    10_000_000,
    'Fields and list entries of one record of a vendor; a larger one fails alone.',
  ),
  MUSTER_ANSWER_VALUE_LIMIT: readLimit(
    'answerValues',
    10_000,
    100_000_000,
    'Fields and list entries of one answer of a vendor; a larger one is refused before it is parsed.',
  ),
  MUSTER_SESSION_PAGE_LIMIT: readLimit(
    'pages',
    1,
    100_000_000,
    'Pages a session reads before it stops; what was read stays.',
  ),
  MUSTER_SESSION_RECORD_LIMIT: readLimit(
    'records',
    1,
    1_000_000_000,
    'Records a session reads before it stops; what was read stays.',
  ),
  MUSTER_WORKERS: wholeNumber(0, 64).meta(
    meta('Sessions this process runs at the same time. 0 makes `muster serve` answer HTTP only.', {
      default: '2',
    }),
  ),
  MUSTER_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be at least 16 characters without spaces')
    .meta(
      meta(
        'Token a Prometheus server sends as `Authorization: Bearer …` to read /metrics. Without it, /metrics answers API tokens and requests from this machine.',
      ),
    ),
  MUSTER_TRUSTED_PROXIES: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine(
      (entries) =>
        entries.join() === 'none' ||
        entries.every((entry) => isIP(entry.split('/')[0] ?? '') !== 0 && isEgressEntry(entry)),
      'must be addresses or CIDR ranges separated by commas, e.g. 127.0.0.1,10.0.0.0/8, or none',
    )
    .meta(
      meta(
        'Reverse proxies in front of Muster, as addresses or CIDR ranges. Only their X-Forwarded headers are believed. `none`: there is no proxy, forwarding headers mean nothing.',
        { example: '127.0.0.1,10.0.0.0/8' },
      ),
    ),
  MUSTER_AUDIT_FILE: z
    .string()
    .meta(
      meta(
        'File every entry of the audit log is also appended to, as JSON lines. Created with mode 0600, opened anew for each write, so it can be rotated.',
        { example: '/var/log/muster/audit.jsonl' },
      ),
    ),
  MUSTER_AUDIT_SYSLOG: z
    .string()
    .refine(
      (text) => parseSyslogAddress(text) !== undefined,
      'must be the address of a receiver, e.g. tls://logs.example.com:6514 (or tcp://, udp://), without user, password and path',
    )
    .meta(
      meta(
        'Syslog receiver every entry of the audit log is also sent to (RFC 5424): `tls://` (port 6514), `tcp://` (601) or `udp://` (514). Only `tls` is private on the way, and `udp` does not notice what is lost.',
        { example: 'tls://logs.example.com:6514' },
      ),
    ),
  MUSTER_AUDIT_SYSLOG_CA_FILE: z.string().meta(
    meta('File with the certificates (PEM) of the authorities that vouch for that receiver.', {
      default: 'the public authorities',
    }),
  ),
  MUSTER_AUDIT_SYSLOG_CERT_FILE: z
    .string()
    .meta(meta('File with the certificate and its key (PEM) Muster shows, for receivers that ask for one.')),
} as const;

type VariableName = keyof typeof variables;
type Values = { [K in VariableName]?: z.output<(typeof variables)[K]> };

/** The configuration of one process, checked. */
export interface Config {
  host: string;
  port: number;
  /** Without a trailing slash. Undefined: derived from host and the port really taken. */
  publicUrl: string | undefined;
  /** Undefined: run the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined;
  maxConnectionCount: number;
  /** Absolute. */
  dataDir: string;
  masterKey:
    | { from: 'value'; base64: string }
    | { from: 'file'; path: string }
    | { from: 'command'; command: string };
  /** The administrator to create when there is no user yet. */
  admin: { email: string; password: string } | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Hosts, addresses and CIDR ranges the address guard lets through. */
  egressAllow: string[];
  httpProxy: string | undefined;
  /** The proxy is told names instead of checked addresses. */
  proxyTakesNames: boolean;
  responseLimitBytes: number;
  /** How much a vendor may send. */
  readLimits: ReadLimits;
  /** Sessions at the same time in this process. */
  workerCount: number;
  /** What Prometheus sends to read /metrics. */
  metricsToken: string | undefined;
  /** Addresses and CIDR ranges of reverse proxies whose X-Forwarded headers are believed. */
  trustedProxies: string[];
  /** Where the audit log goes beside the database. */
  auditStream: { file: string | undefined; syslog: SyslogReceiver | undefined };
  /** False: nobody said whether there is one. */
  areProxiesDeclared: boolean;
  /** Things to log at start: variables that begin with MUSTER_ but mean nothing. */
  warnings: string[];
}

/**
 * Checks the environment and makes the configuration from it.
 * @param cwd folder that relative paths start from.
 * @throws CONFIG_INVALID naming every bad variable at once; values are never repeated, some are secret.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(variables)) {
    const text = env[name]?.trim();
    if (!text) continue;
    if (hasReplaced(text)) {
      problems.push(`${name} holds bytes that are no UTF-8. Write it in UTF-8.`);
      continue;
    }
    const result = schema.safeParse(text);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}.`);
  }
  const given = values as Values;

  const keyNames = (
    ['MUSTER_MASTER_KEY', 'MUSTER_MASTER_KEY_FILE', 'MUSTER_MASTER_KEY_COMMAND'] as const
  ).filter((name) => env[name]?.trim());
  if (keyNames.length > 1) problems.push(`${keyNames.join(' and ')} are both set; keep one of them.`);
  if (Boolean(env.MUSTER_ADMIN_EMAIL?.trim()) !== Boolean(env.MUSTER_ADMIN_PASSWORD?.trim())) {
    problems.push('MUSTER_ADMIN_EMAIL and MUSTER_ADMIN_PASSWORD belong together; set both or none.');
  }
  const forTls = ['MUSTER_AUDIT_SYSLOG_CA_FILE', 'MUSTER_AUDIT_SYSLOG_CERT_FILE'] as const;
  for (const name of forTls)
    if (given[name] && !given.MUSTER_AUDIT_SYSLOG?.toLowerCase().startsWith('tls:'))
      problems.push(`${name} is of use with a tls:// address in MUSTER_AUDIT_SYSLOG only.`);
  if (problems.length > 0) {
    throw makeError(
      'CONFIG_INVALID',
      { problems: problems.map((problem) => `  - ${problem}`).join('\n') },
      { details: { problems } },
    );
  }

  const dataDir = resolve(cwd, given.MUSTER_DATA_DIR ?? 'data');
  return {
    host: given.MUSTER_HOST ?? '127.0.0.1',
    port: given.MUSTER_PORT ?? 4400,
    publicUrl: given.MUSTER_PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: given.DATABASE_URL,
    maxConnectionCount: given.MUSTER_DATABASE_CONNECTIONS ?? 16,
    dataDir,
    masterKey: makeMasterKeySource(given, dataDir, cwd),
    admin:
      given.MUSTER_ADMIN_EMAIL && given.MUSTER_ADMIN_PASSWORD
        ? { email: given.MUSTER_ADMIN_EMAIL, password: given.MUSTER_ADMIN_PASSWORD }
        : undefined,
    logLevel: given.MUSTER_LOG_LEVEL ?? 'info',
    egressAllow: given.MUSTER_EGRESS_ALLOW ?? [],
    httpProxy: given.MUSTER_HTTP_PROXY,
    proxyTakesNames: given.MUSTER_HTTP_PROXY_NAMES === 'true',
    responseLimitBytes: (given.MUSTER_RESPONSE_LIMIT_MB ?? 50) * 1024 * 1024,
    readLimits: {
      recordDepth: given.MUSTER_RECORD_DEPTH_LIMIT ?? defaultReadLimits.recordDepth,
      recordValues: given.MUSTER_RECORD_VALUE_LIMIT ?? defaultReadLimits.recordValues,
      answerValues: given.MUSTER_ANSWER_VALUE_LIMIT ?? defaultReadLimits.answerValues,
      pages: given.MUSTER_SESSION_PAGE_LIMIT ?? defaultReadLimits.pages,
      records: given.MUSTER_SESSION_RECORD_LIMIT ?? defaultReadLimits.records,
    },
    workerCount: given.MUSTER_WORKERS ?? 2,
    metricsToken: given.MUSTER_METRICS_TOKEN,
    trustedProxies: (given.MUSTER_TRUSTED_PROXIES ?? []).filter((entry) => entry !== 'none'),
    auditStream: makeAuditStreamSettings(given, cwd),
    areProxiesDeclared: given.MUSTER_TRUSTED_PROXIES !== undefined,
    warnings: Object.keys(env)
      .filter((name) => name.startsWith('MUSTER_') && !(name in variables))
      .map((name) => `The variable ${name} is set, but Muster knows no such setting.`),
  };
}

/** The environment itself, for files that name variables (`muster apply`). */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Reads the environment of this process. The only place that does. */
export function loadConfig(): Config {
  return parseConfig(process.env, process.cwd());
}

function makeMasterKeySource(given: Values, dataDir: string, cwd: string): Config['masterKey'] {
  if (given.MUSTER_MASTER_KEY) return { from: 'value', base64: given.MUSTER_MASTER_KEY };
  if (given.MUSTER_MASTER_KEY_COMMAND) return { from: 'command', command: given.MUSTER_MASTER_KEY_COMMAND };
  return { from: 'file', path: resolve(cwd, given.MUSTER_MASTER_KEY_FILE ?? resolve(dataDir, 'master.key')) };
}

function makeAuditStreamSettings(given: Values, cwd: string): Config['auditStream'] {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(cwd, path));
  const address = parseSyslogAddress(given.MUSTER_AUDIT_SYSLOG ?? '');
  return {
    file: absolute(given.MUSTER_AUDIT_FILE),
    syslog: address && {
      address,
      caFile: absolute(given.MUSTER_AUDIT_SYSLOG_CA_FILE),
      certificateFile: absolute(given.MUSTER_AUDIT_SYSLOG_CERT_FILE),
    },
  };
}

/** Every variable with its help, for the generated documentation. */
export function listSettings(): {
  name: string;
  help: string;
  default: string | undefined;
  example: string | undefined;
}[] {
  return Object.entries(variables).map(([name, schema]) => {
    const found = schema.meta() as SettingMeta;
    return { name, help: found.help, default: found.default, example: found.example };
  });
}
