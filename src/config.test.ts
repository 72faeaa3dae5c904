import { expect, test } from 'vitest';
import { listSettings, parseConfig } from './config.ts';
import { AppError } from './errors.ts';
import { defaultReadLimits } from './model/read-limits.ts';

const cwd = '/srv/muster';

test('nothing set gives a hub on 127.0.0.1:4400 with the embedded database under ./data', () => {
  expect(parseConfig({}, cwd)).toEqual({
    host: '127.0.0.1',
    port: 4400,
    publicUrl: undefined,
    databaseUrl: undefined,
    maxConnectionCount: 16,
    dataDir: '/srv/muster/data',
    masterKey: { from: 'file', path: '/srv/muster/data/master.key' },
    admin: undefined,
    logLevel: 'info',
    egressAllow: [],
    httpProxy: undefined,
    proxyTakesNames: false,
    responseLimitBytes: 50 * 1024 * 1024,
    readLimits: defaultReadLimits,
    workerCount: 2,
    metricsToken: undefined,
    trustedProxies: [],
    auditStream: { file: undefined, syslog: undefined },
    areProxiesDeclared: false,
    warnings: [],
  });
});

test('every bad variable is reported at once, without its value', () => {
  const bad = {
    MUSTER_PORT: '99999',
    MUSTER_PUBLIC_URL: 'muster.example.com',
    DATABASE_URL: 'mysql://root:hunter2@db',
    MUSTER_MASTER_KEY: 'c2hvcnQ=',
    MUSTER_MASTER_KEY_FILE: '/etc/muster.key',
    MUSTER_ADMIN_EMAIL: 'not an address',
    MUSTER_LOG_LEVEL: 'loud',
    MUSTER_EGRESS_ALLOW: '10.0.0.0/33',
    MUSTER_HTTP_PROXY: 'ftp://proxy',
    MUSTER_RESPONSE_LIMIT_MB: '1.5',
    MUSTER_WORKERS: '-1',
    MUSTER_AUDIT_SYSLOG: 'tls://logs:hunter2@logs.example.com',
    MUSTER_AUDIT_SYSLOG_CA_FILE: 'ca.pem',
  };
  try {
    parseConfig(bad, cwd);
    expect.unreachable('it must refuse');
  } catch (err) {
    expect(err).toBeInstanceOf(AppError);
    const { code, message } = err as AppError;
    expect(code).toBe('CONFIG_INVALID');
    for (const name of [...Object.keys(bad), 'MUSTER_ADMIN_PASSWORD']) expect(message).toContain(name);
    for (const secret of ['hunter2', 'c2hvcnQ=']) expect(message).not.toContain(secret);
  }
});

test('the audit log goes to a file and a receiver; files of tls are of use with it only', () => {
  const tls = { MUSTER_AUDIT_SYSLOG: 'tls://Logs.example.com', MUSTER_AUDIT_SYSLOG_CA_FILE: 'ca.pem' };
  expect(parseConfig({ MUSTER_AUDIT_FILE: 'audit.jsonl', ...tls }, cwd).auditStream).toEqual({
    file: '/srv/muster/audit.jsonl',
    syslog: {
      address: { transport: 'tls', host: 'logs.example.com', port: 6514 },
      caFile: '/srv/muster/ca.pem',
      certificateFile: undefined,
    },
  });
  expect(() => parseConfig({ ...tls, MUSTER_AUDIT_SYSLOG: 'tcp://logs.example.com' }, cwd)).toThrow(
    'MUSTER_AUDIT_SYSLOG_CA_FILE is of use with a tls:// address in MUSTER_AUDIT_SYSLOG only.',
  );
});

test('bytes that are no UTF-8, which arrive as U+FFFD, are refused', () => {
  expect(() =>
    parseConfig({ MUSTER_ADMIN_EMAIL: 'a@x.org', MUSTER_ADMIN_PASSWORD: 'gr\uFFFDn und gelb' }, cwd),
  ).toThrow(/MUSTER_ADMIN_PASSWORD holds bytes that are no UTF-8/);
});

test('blank variables count as not set', () => {
  expect(parseConfig({ MUSTER_PORT: '', DATABASE_URL: '  ' }, cwd)).toMatchObject({
    port: 4400,
    databaseUrl: undefined,
  });
});

test('lists, paths and addresses are normalised', () => {
  const config = parseConfig(
    {
      MUSTER_EGRESS_ALLOW: ' sm.corp.example , 10.1.0.0/16,fd00::/8,*.lab.example,127.0.0.1 ',
      MUSTER_PUBLIC_URL: 'https://muster.example.com/',
      MUSTER_DATA_DIR: '../state',
      MUSTER_MASTER_KEY_COMMAND: 'kms print',
    },
    cwd,
  );
  expect(config).toMatchObject({
    egressAllow: ['sm.corp.example', '10.1.0.0/16', 'fd00::/8', '*.lab.example', '127.0.0.1'],
    publicUrl: 'https://muster.example.com',
    dataDir: '/srv/state',
    masterKey: { from: 'command', command: 'kms print' },
  });
});

test('a mistyped variable is warned about', () => {
  expect(parseConfig({ MUSTER_PROT: '1' }, cwd).warnings).toEqual([
    'The variable MUSTER_PROT is set, but Muster knows no such setting.',
  ]);
});

test('every setting is documented', () => {
  for (const setting of listSettings()) expect(setting.help.length, setting.name).toBeGreaterThan(20);
});
