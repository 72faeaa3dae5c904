import { type ErrorEntry, errorCatalog } from '../../src/errors.ts';
import type { Generator } from '../gen.ts';

const recoveries = {
  retry: 'tried again',
  'skip-record': 'the record fails, the session goes on',
  'stop-run': 'stops',
  reauthorize: 'the credential must be authenticated again',
};

export const generator: Generator = {
  path: 'docs/generated/errors.md',
  async make() {
    const rows = Object.entries(errorCatalog)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, entry]: [string, ErrorEntry]) => {
        const message = entry.message.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
        return `| \`${code}\` | ${entry.status} | ${recoveries[entry.recovery]} | ${message} |`;
      });
    return [
      '# Errors',
      '',
      'Every error Muster reports on purpose, generated from `src/errors.ts`. The code is the same in the log, in API',
      'answers and in the UI. Words in braces are filled in.',
      '',
      '| code | HTTP status | what happens next | message |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  },
};
