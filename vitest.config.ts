import { defineConfig } from 'vitest/config';

const databaseSetup = ['test/helpers/database-setup.ts'];
const countSetup = ['test/helpers/count-setup.ts'];
const everywhere = ['src', 'connectors', 'scripts', 'test/helpers', 'bench', 'web/src'];
/**
 * How long a test may take before it counts as hanging. Tests wait for what they wait for, not for a time; on a machine
 * with other work a test takes many times as long as alone.
 */
const patience = { testTimeout: 240_000, hookTimeout: 240_000 };
const under = (pattern: string) => everywhere.map((folder) => `${folder}/**/${pattern}`);

export default defineConfig({
  test: {
    // Two cores are the reference machine; more workers only make tests wait for each other.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: under('*.test.ts'),
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          setupFiles: countSetup,
          ...patience,
        },
      },
      {
        test: {
          name: 'db',
          include: under('*.db.test.ts'),
          setupFiles: countSetup,
          globalSetup: databaseSetup,
          ...patience,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          globalSetup: databaseSetup,
          ...patience,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: databaseSetup,
          ...patience,
        },
      },
      {
        test: {
          name: 'cases',
          include: ['test/cases/**/*.test.ts'],
          setupFiles: countSetup,
          globalSetup: databaseSetup,
          ...patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: databaseSetup,
          fileParallelism: false,
          ...patience,
        },
      },
    ],
  },
});
