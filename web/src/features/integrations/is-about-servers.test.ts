import { describe, expect, test } from 'vitest';
import { ApiError } from '../../lib/api-error.ts';
import { isAboutServers } from './is-about-servers.ts';

const refuse = (details?: Record<string, unknown>) =>
  new ApiError(409, 'INTEGRATION_NOT_READY', 'Not ready.', undefined, details);

describe('isAboutServers', () => {
  test('a missing part says so', () => {
    const other = { section: 'mapping', field: 'mapping', message: '' };
    const servers = { section: 'credentials', field: 'otherServers', message: '' };
    expect(isAboutServers(refuse({ missing: [other, servers] }))).toBe(true);
    expect(isAboutServers(refuse({ missing: [other] }))).toBe(false);
  });

  test('anything else does not', () => {
    for (const err of [refuse(), refuse({ missing: 'x' }), refuse({ missing: [null] }), new Error('x'), null])
      expect(isAboutServers(err)).toBe(false);
  });
});
