import { defineConfig } from 'vitest/config';

const databaseSetup = ['test/helpers/database-setup.ts'];
const everywhere = ['src', 'connectors', 'scripts', 'test/helpers', 'bench', 'web/src'];
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
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'db',
          include: under('*.db.test.ts'),
          globalSetup: databaseSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          globalSetup: databaseSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: databaseSetup,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: databaseSetup,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
