import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectorsFolder, listConnectorFiles, subjects } from './helpers/subjects.ts';

test.each(subjects)(
  '%s: has a simulator, validated against the published description where there is one',
  (id, _definition) => {
    const files = listConnectorFiles(id);
    expect(files).toContain('simulator.ts');
    const isDescribed = existsSync(join(connectorsFolder, '../../shared/data', id, 'openapi.yaml'));
    if (isDescribed) expect(files).toContain('openapi.test.ts');
  },
);
