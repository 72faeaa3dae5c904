import { expect, test } from 'vitest';
import { hostOf } from './host-of.ts';

test('host with its port, also of an address that is relative to another', () => {
  expect(hostOf('https://acme.example.com:8443/a')).toBe('acme.example.com:8443');
  expect(hostOf('/next', 'https://acme.example.com/a')).toBe('acme.example.com');
});

test.each(['', 'acme', '/next', 'mailto:me@example.com', 'https://'])('%j has no host', (url) => {
  expect(hostOf(url)).toBeUndefined();
});
