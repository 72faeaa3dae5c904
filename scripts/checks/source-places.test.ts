import { describe, expect, test } from 'vitest';
import {
  findUnplaced,
  type House,
  makeClassWalls,
  makeRoomWalls,
  type PlaceClass,
  type Wall,
} from './source-places.ts';

/** What dependency-cruiser makes of a wall. */
const forbids = (walls: readonly Wall[], from: string, to: string): boolean =>
  walls.some(
    (wall) =>
      new RegExp(wall.from.path).test(from) &&
      !wall.from.pathNot.some((pattern) => new RegExp(pattern).test(from)) &&
      new RegExp(wall.to.path).test(to) &&
      !new RegExp(wall.to.pathNot).test(to),
  );

describe('classes of src', () => {
  const walls = makeClassWalls();

  test.each([
    ['src/model/json.ts', 'src/templates/convert.ts'],
    ['src/templates/convert.ts', 'src/mapping/compile-mapping.ts'],
    ['src/connector-kit/index.ts', 'src/mapping/compile-mapping.ts'],
    ['src/mapping/compile-mapping.ts', 'src/db/client.ts'],
    ['src/mapping/compile-mapping.ts', 'src/clock.ts'],
    ['src/db/client.ts', 'src/vault/vault.ts'],
    ['src/db/client.ts', 'src/mapping/compile-mapping.ts'],
    ['src/vault/vault.ts', 'src/http/make-app.ts'],
    ['src/vault/vault.ts', 'src/config.ts'],
    ['src/vault/vault.ts', 'src/simulation/simulator.ts'],
    ['src/http/make-app.ts', 'src/db/client.ts'],
    ['src/http/make-app.ts', 'src/main.ts'],
    ['src/main.ts', 'src/simulation/simulator.ts'],
    ['src/errors.ts', 'src/model/json.ts'],
  ])('%s may not import %s', (from, to) => expect(forbids(walls, from, to)).toBe(true));

  test.each([
    ['src/mapping/compile-mapping.ts', 'src/connector-kit/index.ts'],
    ['src/mapping/compile-mapping.ts', 'src/errors.ts'],
    ['src/db/client.ts', 'src/model/json.ts'],
    ['src/vault/vault.ts', 'src/global-variables/global-variables-service.ts'],
    ['src/http/make-app.ts', 'src/vault/vault.ts'],
    ['src/cli/demo.ts', 'src/simulation/simulator.ts'],
    ['src/cli/demo.ts', 'src/main.ts'],
    ['src/main.ts', 'src/http/make-app.ts'],
    ['src/vault/vault.db.test.ts', 'src/main.ts'],
  ])('%s may import %s', (from, to) => expect(forbids(walls, from, to)).toBe(false));
});

const house: House = {
  folder: 'src/sync',
  why: 'in order',
  order: [
    { folder: 'session' },
    { folder: 'software', files: ['names.ts', 'software.queries.ts'] },
    { folder: 'read' },
    { folder: 'software' },
    { folder: 'retire' },
  ],
  shared: ['run.ts'],
};

describe('rooms of a house', () => {
  const walls = makeRoomWalls(house);

  test.each([
    ['src/sync/session/a.ts', 'src/sync/read/b.ts'],
    ['src/sync/session/a.ts', 'src/sync/software/names.ts'],
    ['src/sync/software/names.ts', 'src/sync/read/b.ts'],
    ['src/sync/software/names.ts', 'src/sync/software/write.ts'],
    ['src/sync/read/b.ts', 'src/sync/software/write.ts'],
    ['src/sync/retire/c.ts', 'src/sync/run-session.ts'],
  ])('%s may not import %s', (from, to) => expect(forbids(walls, from, to)).toBe(true));

  test.each([
    ['src/sync/read/b.ts', 'src/sync/read/c.ts'],
    ['src/sync/read/b.ts', 'src/sync/session/a.ts'],
    ['src/sync/read/b.ts', 'src/sync/software/software.queries.ts'],
    ['src/sync/read/b.ts', 'src/sync/run.ts'],
    ['src/sync/read/b.ts', 'src/db/client.ts'],
    ['src/sync/software/write.ts', 'src/sync/read/b.ts'],
    ['src/sync/retire/c.ts', 'src/sync/software/write.ts'],
    ['src/sync/run-session.ts', 'src/sync/retire/c.ts'],
    ['src/sync/session/a.test.ts', 'src/sync/retire/c.ts'],
  ])('%s may import %s', (from, to) => expect(forbids(walls, from, to)).toBe(false));
});

describe('the tables and the folders', () => {
  const classes: Record<string, PlaceClass> = {
    pure: { why: '', places: ['model'], mayImport: [] },
    service: { why: '', places: ['sync', 'vault'], mayImport: [] },
  };
  const paths = [
    'src/model/json.ts',
    'src/vault/vault.ts',
    ...['session/a.ts', 'software/names.ts', 'software/software.queries.ts', 'software/write.ts'],
    ...['read/b.ts', 'retire/c.ts', 'run.ts', 'run-session.ts'],
  ].map((path) => (path.startsWith('src/') ? path : `src/sync/${path}`));

  test('fit', () => expect(findUnplaced(paths, classes, [house])).toEqual([]));

  test('a folder that no class knows is found, a test beside them is not', () =>
    expect(findUnplaced([...paths, 'src/mail/send.ts', 'src/mail.test.ts'], classes, [house])).toEqual([
      expect.stringContaining('src/mail: belongs to no class'),
    ]));

  test('an entry without its folder is found', () =>
    expect(
      findUnplaced(paths, { ...classes, edge: { why: '', places: ['http'], mayImport: [] } }, [house]),
    ).toEqual([expect.stringContaining('src/http: stands in the class edge but is not there')]));

  test('a folder in two classes is found', () =>
    expect(
      findUnplaced(paths, { ...classes, base: { why: '', places: ['model'], mayImport: [] } }, [house]),
    ).toEqual([expect.stringContaining('src/model: belongs to pure and base')]));

  test('a room without a place, a place without its room, files that are gone', () => {
    const without = (gone: string) => paths.filter((path) => !path.endsWith(gone));
    expect(findUnplaced([...paths, 'src/sync/plan/p.ts'], classes, [house])).toEqual([
      expect.stringContaining('src/sync/plan: has no place in the order'),
    ]);
    expect(findUnplaced(without('read/b.ts'), classes, [house])).toEqual([
      expect.stringContaining('src/sync/read: stands in the order but is not there'),
    ]);
    expect(findUnplaced(without('names.ts'), classes, [house])).toEqual([
      expect.stringContaining('src/sync/software/names.ts: stands in the order'),
    ]);
    expect(findUnplaced(without('/run.ts'), classes, [house])).toEqual([
      expect.stringContaining('src/sync/run.ts: is shared'),
    ]);
  });
});
