/** A text is also within the byte limit of an index; what does not fit costs nobody else anything. */
import { expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { listInstalled, runWithSoftware, softwareEntry } from '../helpers/case-software.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { ninja } from '../helpers/vendor-scripts.ts';
import devices from './fixtures/b05/devices.json' with { type: 'json' };
import longName from './fixtures/b06/name.json' with { type: 'json' };

const people = makeCaseConnector('people');
const products = makeCaseConnector('products', { object: 'software' });
const world = useCaseWorld([ninja, people, products]);

const entry = softwareEntry;
const chrome = entry(2, 'Chrome');
const installed = () => listInstalled(world);
const runWith = (entries: readonly object[]) => runWithSoftware(world, devices, entries);

test('a name of 1,024 different characters does not cost the others their software', async () => {
  const session = await runWith([entry(1, longName.name), entry(1, 'Chat'), chrome]);
  expect(brief(session)).not.toHaveProperty('errorCode');
  expect(session.status).toMatch(/^succeeded/);
  const found = await installed();
  expect(found['SN1']).toContain('Chat');
  expect(found['SN2']).toEqual(['Chrome']);
  // Stored, shortened or not, or left out by name with a warning.
  const isStored = (found['SN1']?.length ?? 0) === 2;
  if (!isStored) expect(session.counts.warnings).toBeGreaterThan(0);
});

test('two long names that differ only at their ends stay two', async () => {
  const session = await runWith([
    entry(1, `${longName.name.slice(0, 1_000)}A`),
    entry(1, `${longName.name.slice(0, 1_000)}B`),
    chrome,
  ]);
  expect(session.status).toMatch(/^succeeded/);
  expect((await installed())['SN1']).toHaveLength(2);
});

test('a stream of products: a long name does not cost the others', async () => {
  world.vendor.on('GET /rows', [
    { id: 1, name: longName.name.slice(0, 256) },
    { id: 2, name: 'Half \ud83d' },
    { id: 3, name: 'Good', publisher: 'P\u0000Q \ud83d' },
  ]);
  const integration = await world.integrate(products, 'rows', {
    mapping: { rows: [row('name', 'name', { syncKeyPriority: 1 }), row('publisher')] },
  });
  expect(brief(await integration.run())).toMatchObject({ created: 3 });
});
test('a unique field of 256 wide characters fits its index', async () => {
  const wide = longName.name.slice(0, 240);
  world.vendor.on('GET /rows', [
    { id: 1, email: `${wide}@x.org` },
    { id: 2, email: 'b@x.org' },
  ]);
  const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
  expect(brief(await integration.run())).toMatchObject({ created: 2 });
});
