import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMainIp, findMainMac } from './main-address.ts';

describe('the main IP address', () => {
  it.each([
    ['of the containers comes last', ['172.17.0.1', '192.168.122.1', '192.168.0.23'], '192.168.0.23'],
    ['of Hyper-V and WSL comes last', ['172.29.240.1', '10.1.2.3'], '10.1.2.3'],
    ['of a company in 172.16/12', ['172.18.0.1', '172.20.5.6'], '172.20.5.6'],
    ['of a cluster comes last', ['10.244.0.1', '10.42.1.0', '10.88.0.1', '10.9.8.7'], '10.9.8.7'],
    ['is no router of a network nobody chose', ['192.168.56.7', '192.168.17.1'], '192.168.56.7'],
    ['is private before public', ['203.0.113.7', '192.168.1.9'], '192.168.1.9'],
    ['is public before a tunnel', ['100.101.102.103', '203.0.113.7'], '203.0.113.7'],
    ['is a tunnel before a bridge', ['172.17.0.1', '100.101.102.103'], '100.101.102.103'],
    ['is unique local before public', ['2001:db8::5', 'fd00::5'], 'fd00::5'],
    ['is IPv4 before IPv6', ['2001:db8::5', '203.0.113.7'], '203.0.113.7'],
    ['is a bridge where there is nothing else', ['172.17.0.1'], '172.17.0.1'],
    ['is link-local where there is nothing else', ['169.254.1.2', 'fe80::1%eth0'], '169.254.1.2'],
    [
      'is never loopback, this network or a group',
      ['127.0.0.1', '::1', '0.0.0.0', '224.0.0.1', 'ff02::1'],
      null,
    ],
    ['is nothing that is no address', ['--', 'host', '300.1.1.1', '1.2.3', ':::', '10.0.0.5x'], null],
    ['loses its zone and its length of network', ['2001:DB8::A/64'], '2001:db8::a'],
    ['of one text', '172.17.0.1, 10.0.0.5;fe80::1', '10.0.0.5'],
    ['of no address', [], null],
    ['of null', null, null],
    ['of nothing', undefined, undefined],
    ['of a number', 5, undefined],
    ['of a list with other things in it', [null, 7, '10.0.0.5'], '10.0.0.5'],
  ])('%s', (_what, value, expected) => {
    expect(findMainIp(value)).toBe(expected);
  });
});

describe('the main MAC address', () => {
  it.each([
    ['is burnt in before made up', ['da:a1:19:00:00:01', '24:4b:fe:12:22:32'], '24:4B:FE:12:22:32'],
    ['is real before virtual', ['00:50:56:c0:00:01', '24:4b:fe:12:22:32'], '24:4B:FE:12:22:32'],
    [
      'is real before a VPN adapter',
      ['00:05:9a:3c:7a:00', '00-FF-11-22-33-44', 'A4BB6D000011'],
      'A4:BB:6D:00:00:11',
    ],
    ['of a virtual machine', ['02:42:ac:11:00:01', '00:15:5D:FF:8B:04'], '00:15:5D:FF:8B:04'],
    ['is randomised before a container', ['02:42:ac:11:00:01', '5a:00:00:00:00:01'], '5A:00:00:00:00:01'],
    ['in any spelling', '244b.fe12.2232', '24:4B:FE:12:22:32'],
    [
      'is not zero, everybody or a group',
      ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:fb'],
      null,
    ],
    ['is nothing that is none', ['--', '24:4b:fe:12:22', '24:4b:fe:12:22:32:00:00'], null],
  ])('%s', (_what, value, expected) => {
    expect(findMainMac(value)).toBe(expected);
  });
});

it('the order of a list never matters', () => {
  const part = fc.integer({ min: 0, max: 255 });
  const ip = fc.oneof(
    fc.constantFrom('172.17.0.1', '192.168.122.1', 'fe80::1', 'fd00::1', '100.64.0.1', '127.0.0.1'),
    fc.tuple(part, part, part, part).map((parts) => parts.join('.')),
    fc.ipV6(),
  );
  const mac = fc.array(part, { minLength: 6, maxLength: 6 });
  const macText = mac.map((parts) => parts.map((one) => one.toString(16).padStart(2, '0')).join(':'));
  const cases = fc.oneof(
    fc.record({ find: fc.constant(findMainIp), list: fc.array(ip, { maxLength: 8 }) }),
    fc.record({ find: fc.constant(findMainMac), list: fc.array(macText, { maxLength: 8 }) }),
  );
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.nat()), ({ find, list }, keys) => {
      const shuffled = list
        .map((item) => ({ item, key: keys.next().value as number }))
        .sort((left, right) => left.key - right.key)
        .map(({ item }) => item);
      expect(find(shuffled)).toBe(find(list));
      expect(find(list.join(','))).toBe(find(list));
    }),
  );
});
