import { expect, test } from 'vitest';
import { findMissingEntries, parsePlatform } from './complete-lock.ts';

test('the platform is read from the package name', () => {
  expect(parsePlatform('@tool/cli-darwin-arm64')).toEqual({ os: ['darwin'], cpu: ['arm64'] });
  expect(parsePlatform('@tool/binding-linux-arm-musleabihf')).toEqual({
    os: ['linux'],
    cpu: ['arm'],
    libc: ['musl'],
  });
  expect(parsePlatform('@tool/binding-linux-s390x-gnu')).toEqual({
    os: ['linux'],
    cpu: ['s390x'],
    libc: ['glibc'],
  });
  expect(parsePlatform('@tool/binding-win32-ia32-msvc')).toEqual({ os: ['win32'], cpu: ['ia32'] });
  expect(parsePlatform('left-pad')).toBeUndefined();
});

test('missing platform packages are added, present ones left, others refused', () => {
  const packages = {
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { 'tool-linux-x64': '1.0.0', 'tool-win32-x64': '1.0.0' },
    },
    'node_modules/tool-linux-x64': { version: '1.0.0' },
  };
  expect(findMissingEntries(packages)).toEqual({
    'node_modules/tool-win32-x64': {
      version: '1.0.0',
      dev: true,
      optional: true,
      os: ['win32'],
      cpu: ['x64'],
    },
  });
  expect(() =>
    findMissingEntries({ 'node_modules/tool': { optionalDependencies: { other: '^1.0.0' } } }),
  ).toThrow(/other@/);
});
