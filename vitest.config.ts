import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const databaseSetup = ['test/helpers/database-setup.ts'];
const countSetup = ['test/helpers/count-setup.ts'];
const everywhere = ['src', 'connectors', 'scripts', 'test/helpers', 'bench', 'web/src'];
/**
 * How long a test may take before it counts as hanging. Tests wait for what they wait for, not for a time; on a machine
 * with other work a test takes many times as long as alone.
 */
const patience = { testTimeout: 600_000, hookTimeout: 600_000 };
/**
 * Files of one worker share what they import: loading the product anew for each costs more than most files take. No
 * module of the product keeps state of its own, so none can tell.
 */
const sharing = { isolate: false };
/** Files that take long for their size, longest first. */
const slowFiles = [
  'scripts/new-connector.test.ts',
  'src/db/embedded/embedded-postgres.db.test.ts',
  'src/db/backup/backup.db.test.ts',
  'scripts/release/release.db.test.ts',
  'test/cases/broken-positions.test.ts',
  'test/faults/embedded-database.test.ts',
  'test/faults/busy-pools.test.ts',
  'test/faults/killed-worker.test.ts',
  'test/e2e/pictures.e2e.ts',
];

/** Begins with the slow files: one that is begun last keeps one core waiting for the other. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = slowFiles.findIndex((file) => moduleId.endsWith(`/${file}`));
      return rank < 0 ? slowFiles.length : rank;
    };
    return (await super.sort(files)).toSorted((left, right) => rankOf(left) - rankOf(right));
  }
}

const under = (pattern: string) => everywhere.map((folder) => `${folder}/**/${pattern}`);

export default defineConfig({
  test: {
    // Two cores are the reference machine; more workers only make tests wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: under('*.test.ts'),
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          setupFiles: countSetup,
          ...sharing,
          ...patience,
        },
      },
      {
        test: {
          name: 'db',
          include: under('*.db.test.ts'),
          setupFiles: countSetup,
          globalSetup: databaseSetup,
          ...sharing,
          ...patience,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          globalSetup: databaseSetup,
          ...sharing,
          ...patience,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: databaseSetup,
          ...sharing,
          ...patience,
        },
      },
      {
        test: {
          name: 'cases',
          include: ['test/cases/**/*.test.ts'],
          setupFiles: countSetup,
          globalSetup: databaseSetup,
          ...sharing,
          ...patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: databaseSetup,
          ...patience,
        },
      },
    ],
  },
});
