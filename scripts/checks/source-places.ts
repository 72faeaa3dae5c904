import { isTest } from './source-files.ts';

/**
 * Where everything of the source stands and whom it may import: one table of classes for `src/`, one of the rooms
 * whose order is fixed. `.dependency-cruiser.cjs` makes its rules from them, and the step `walls` fails on a place
 * that no table knows and on an entry that has no place.
 */

export interface PlaceClass {
  why: string;
  /** Entries directly in `src/`: folders and files. In an ordered class each knows only those before it. */
  places: readonly string[];
  isOrdered?: true;
  /** Other classes, or single places of them. Within a class that is not ordered everybody knows everybody. */
  mayImport: readonly string[];
  /** What single places may import beyond that. */
  butFor?: Readonly<Record<string, readonly string[]>>;
}

/** Every entry of `src/`, tests aside, belongs to exactly one class. */
export const sourceClasses: Readonly<Record<string, PlaceClass>> = {
  ground: {
    why: 'The error catalog and the masking of secrets are what everything else stands on.',
    places: ['errors.ts', 'redact.ts'],
    mayImport: [],
  },
  pure: {
    why: 'The pure core computes: it never reaches for database, network, clock or environment, and knows only what stands below it.',
    places: ['model', 'templates', 'connector-kit', 'mapping'],
    isOrdered: true,
    mayImport: ['ground'],
  },
  base: {
    why: 'The database stands below the services.',
    places: ['db'],
    mayImport: ['ground', 'model'],
  },
  service: {
    why: 'Services know no HTTP, no vendor and no configuration; what they need is handed in.',
    places: [
      'access',
      'apply',
      'audit-stream',
      'egress',
      'events',
      'forgetting',
      'global-variables',
      'integrations',
      'jobs',
      'notifications',
      'objects',
      'overview',
      'records',
      'software',
      'sync',
      'vault',
    ],
    mayImport: ['ground', 'pure', 'base'],
  },
  test: {
    why: 'What simulated vendors are made of; the product knows nothing of them, only the demo does.',
    places: ['simulation'],
    mayImport: ['ground', 'model'],
  },
  given: {
    why: 'What the root reads from the machine and hands in.',
    places: ['clock.ts', 'config.ts', 'logger.ts', 'read-guide.ts'],
    mayImport: ['ground', 'model'],
  },
  edge: {
    why: 'Edges call the public functions of services; nothing calls an edge but the root.',
    places: ['http', 'cli'],
    isOrdered: true,
    mayImport: ['ground', 'pure', 'service'],
    butFor: { cli: ['base', 'test', 'given', 'root'] },
  },
  root: {
    why: 'The composition root builds everything, once.',
    places: ['assemble-work.ts', 'main.ts', 'cli.ts'],
    mayImport: ['ground', 'pure', 'base', 'service', 'given', 'edge'],
  },
};

/** A part of a folder: a whole folder inside it, or some files of one, listed before the rest of that folder. */
export interface Room {
  folder: string;
  files?: readonly string[];
}

export interface House {
  folder: string;
  why: string;
  /** From the ground up: a room knows itself and the rooms before it. */
  order: readonly Room[];
  /** Files directly in the folder that every room may import; the others there know the rooms, never the other way round. */
  shared?: readonly string[];
}

export const houses: readonly House[] = [
  {
    folder: 'src/connector-kit',
    why: 'What a definition may say, then how a vendor is asked, then how a stream is read.',
    order: [{ folder: 'definition' }, { folder: 'ask' }, { folder: 'read' }],
  },
  {
    folder: 'src/vault',
    why: 'How secrets are kept, which servers they are for, whose they are, where they may go, how they are renewed, and how they leave.',
    order: [
      { folder: 'seal' },
      { folder: 'bindings' },
      { folder: 'credentials' },
      { folder: 'addresses' },
      { folder: 'tokens' },
      { folder: 'send' },
    ],
    shared: ['vault-types.ts'],
  },
  {
    folder: 'src/sync',
    why: 'A session is stored, read, decided, written, planned and at last retired by; a room knows those before it and the types of a run, never the way that calls it.',
    order: [
      { folder: 'session' },
      {
        folder: 'software',
        files: [
          'software-names.ts',
          'software-set.ts',
          'software.queries.ts',
          'software-spool.queries.ts',
          'resolve-software.ts',
        ],
      },
      { folder: 'read' },
      { folder: 'decide' },
      { folder: 'write' },
      { folder: 'software', files: ['write-software.ts', 'settle-software.ts'] },
      { folder: 'plan' },
      { folder: 'retire' },
    ],
    shared: ['run.ts', 'batch-run.ts'],
  },
  {
    folder: 'web/src',
    why: 'The app puts pages of features together; what several features stand on is below all of them.',
    order: [
      { folder: 'lib' },
      { folder: 'session' },
      { folder: 'data' },
      { folder: 'components' },
      { folder: 'field-types' },
      { folder: 'global-variables' },
      { folder: 'features' },
      { folder: 'app' },
    ],
  },
];

/** A rule of dependency-cruiser: nothing of `from` imports anything of `to`. */
export interface Wall {
  name: string;
  comment: string;
  severity: 'error';
  from: { path: string; pathNot: string[] };
  to: { path: string; pathNot: string };
}

/** Tests know everything. */
export const anyTest = ['\\.(test|e2e)\\.tsx?$', '^test/'];

/** A pattern for any of these files and folders. */
function anyOf(paths: readonly string[]): string {
  const patterns = paths.map((path) => {
    const plain = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return /\.tsx?$/.test(path) ? `${plain}$` : `${plain}/`;
  });
  return `^(${patterns.join('|')})`;
}

/** The walls between the classes of `src/`. */
export function makeClassWalls(classes: Readonly<Record<string, PlaceClass>> = sourceClasses): Wall[] {
  const inSource = (places: readonly string[]) => anyOf(places.map((place) => `src/${place}`));
  const placesOf = (name: string): readonly string[] => classes[name]?.places ?? [name];
  return Object.entries(classes).flatMap(([name, { why, places, isOrdered, mayImport, butFor }]) =>
    places.map((place, index): Wall => {
      const same = isOrdered ? places.slice(0, index + 1) : places;
      const known = [...same, ...[...mayImport, ...(butFor?.[place] ?? [])].flatMap(placesOf)];
      return {
        name: `${name}: src/${place}`,
        comment: why,
        severity: 'error',
        from: { path: inSource([place]), pathNot: anyTest },
        to: { path: '^src/', pathNot: inSource(known) },
      };
    }),
  );
}

/** The walls between the rooms of one folder. */
export function makeRoomWalls({ folder, why, order, shared = [] }: House): Wall[] {
  const pathsOf = (room: Room): string[] =>
    (room.files ?? ['']).map((file) => [folder, room.folder, file].filter(Boolean).join('/'));
  return order.map((room, index): Wall => {
    const taken = order.slice(0, index).filter((before) => before.folder === room.folder);
    const known = [
      ...order.slice(0, index + 1).flatMap(pathsOf),
      ...shared.map((file) => `${folder}/${file}`),
    ];
    return {
      name: `${folder}: ${pathsOf(room).join(', ')}`,
      comment: why,
      severity: 'error',
      from: {
        path: anyOf(pathsOf(room)),
        pathNot: [...anyTest, ...(taken.length > 0 ? [anyOf(taken.flatMap(pathsOf))] : [])],
      },
      to: { path: anyOf([folder]), pathNot: anyOf(known) },
    };
  });
}

/**
 * Compares the tables with the files that there are: every entry of `src/` in exactly one class, every folder of a
 * house in its order, and nothing in a table that is not there. Returns one sentence per difference.
 */
export function findUnplaced(
  paths: readonly string[],
  classes: Readonly<Record<string, PlaceClass>> = sourceClasses,
  ordered: readonly House[] = houses,
): string[] {
  const entriesOf = (folder: string): Set<string> =>
    new Set(
      paths
        .filter((path) => path.startsWith(`${folder}/`) && !isTest(path))
        .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
    );
  const problems: string[] = [];
  const entries = entriesOf('src');
  const placed = Object.entries(classes).flatMap(([name, { places }]) =>
    places.map((place) => ({ place, name })),
  );
  for (const entry of entries) {
    const names = placed.filter(({ place }) => place === entry).map(({ name }) => name);
    if (names.length === 0)
      problems.push(`src/${entry}: belongs to no class; add it to one in scripts/checks/source-places.ts`);
    if (names.length > 1)
      problems.push(`src/${entry}: belongs to ${names.join(' and ')}; leave it in one class`);
  }
  for (const { place, name } of placed)
    if (!entries.has(place)) problems.push(`src/${place}: stands in the class ${name} but is not there`);
  const isThere = (path: string) => paths.some((found) => found === path || found.startsWith(`${path}/`));
  for (const { folder, order, shared = [] } of ordered) {
    const known = new Set(order.map((room) => room.folder));
    for (const entry of entriesOf(folder))
      if (!entry.includes('.') && !known.has(entry))
        problems.push(
          `${folder}/${entry}: has no place in the order; add it in scripts/checks/source-places.ts`,
        );
    for (const room of order)
      for (const file of room.files ?? [''])
        if (!isThere([folder, room.folder, file].filter(Boolean).join('/')))
          problems.push(
            `${[folder, room.folder, file].filter(Boolean).join('/')}: stands in the order but is not there`,
          );
    for (const file of shared)
      if (!isThere(`${folder}/${file}`))
        problems.push(`${folder}/${file}: is shared by the rooms but is not there`);
  }
  return problems;
}
