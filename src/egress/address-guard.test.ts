import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeAddressGuard } from './address-guard.ts';

const guard = makeAddressGuard([]);

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2002:a00:1::',
  'ff02::1',
  '::7f00:1',
  '64:ff9b:1::808:808',
  'fec0::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2606:4700::5efe:a00:1',
  '2606:4700::200:5efe:7f00:1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  '168.63.129.16',
  '::ffff:168.63.129.16',
  '100.100.100.200',
  '198.18.0.1',
  '240.0.0.1',
  '127.1',
  '0x7f000001',
  'not an address',
])('%s is refused, in words', (address) => {
  expect(guard.findRefusal(address)).toEqual(expect.any(String));
});

test.each(['93.184.216.34', '1.1.1.1', '2606:2800:220:1::1', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])(
  '%s is public',
  (address) => {
    expect(guard.findRefusal(address)).toBeUndefined();
  },
);

test('the allow list takes addresses, ranges, names and name patterns, and nothing beside them', () => {
  const allowing = makeAddressGuard(['10.1.0.0/16', '127.0.0.1', 'desk.corp.example', '*.lab.example']);
  expect(allowing.findRefusal('10.1.2.3')).toBeUndefined();
  expect(allowing.findRefusal('::ffff:10.1.2.3')).toBeUndefined();
  expect(allowing.findRefusal('10.2.0.1')).toBeDefined();
  expect(allowing.findRefusal('127.0.0.1')).toBeUndefined();
  expect(allowing.findRefusal('127.0.0.2')).toBeDefined();
  expect(allowing.isHostAllowed('DESK.corp.example.')).toBe(true);
  expect(allowing.isHostAllowed('a.lab.example')).toBe(true);
  expect(allowing.isHostAllowed('lab.example')).toBe(false);
  expect(allowing.isHostAllowed('evil-desk.corp.example')).toBe(false);
});

test('however an IPv4 address is dressed as IPv6, the verdict is that of the address', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
      const plain = octets.join('.');
      const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
      const [a, b, c, d] = octets;
      const tail = `${hex(a, b)}:${hex(c, d)}`;
      const isRefused = guard.findRefusal(plain) !== undefined;
      for (const dressed of [
        `::ffff:${plain}`,
        `::ffff:${tail}`,
        `64:ff9b::${tail}`,
        `2002:${tail}::`,
        `2606:4700::5efe:${tail}`,
      ]) {
        expect([dressed, guard.findRefusal(dressed) !== undefined]).toEqual([dressed, isRefused]);
      }
    }),
  );
});

test('a range that is none is refused when the guard is made', () => {
  expect(() => makeAddressGuard(['10.0.0.0/40'])).toThrow();
});

test('no text makes the guard throw, and none that is no address passes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
      const refusal = guard.findRefusal(text);
      expect(refusal === undefined || refusal.length > 0).toBe(true);
    }),
  );
});
