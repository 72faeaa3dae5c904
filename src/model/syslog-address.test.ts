import { expect, test } from 'vitest';
import { formatSyslogAddress, parseSyslogAddress } from './syslog-address.ts';

test.each([
  ['tls://logs.example.com', { transport: 'tls', host: 'logs.example.com', port: 6514 }],
  ['tcp://10.0.0.7:1514', { transport: 'tcp', host: '10.0.0.7', port: 1514 }],
  ['UDP://Logs/', { transport: 'udp', host: 'logs', port: 514 }],
  ['tcp://[2001:db8::1]', { transport: 'tcp', host: '2001:db8::1', port: 601 }],
] as const)('%s is read, and written so that it reads the same', (text, address) => {
  expect(parseSyslogAddress(text)).toEqual(address);
  expect(parseSyslogAddress(formatSyslogAddress(address))).toEqual(address);
});

test.each([
  'logs.example.com:514',
  'http://logs.example.com',
  'tls://user:secret@logs.example.com',
  'tls://logs.example.com/path',
  'tcp://logs:0',
  'tcp://logs:70000',
  'udp://',
  'tcp://lo gs:1',
])('%s is no address of a receiver', (text) => {
  expect(parseSyslogAddress(text)).toBeUndefined();
});
