import { describe, expect, it } from 'vitest';
import { builtInConnectors } from '../connectors/index.generated.ts';
import { readGuide } from './read-guide.ts';

describe('readGuide', () => {
  it.each(builtInConnectors.map(({ id }) => id))('finds the set-up guide of %s', async (id) => {
    const guide = await readGuide(id);
    expect(guide).toMatch(/^# \S/);
    expect(guide).toMatch(/^## Set-up$/m);
  });

  it('gives nothing for a connector without a folder', async () => {
    expect(await readGuide('no-such-connector')).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    '../docs',
    '../../etc',
    '..\\docs',
    'ninjaone/../ninjaone',
    'ninjaone/simulator',
    '/etc',
    'NinjaOne',
    '%2e%2e',
    'ninjaone\0',
    '-ninjaone',
    'ninjaone\n',
  ])('reads nothing outside the folder of a connector: %j', async (id) => {
    expect(await readGuide(id)).toBeUndefined();
  });
});
