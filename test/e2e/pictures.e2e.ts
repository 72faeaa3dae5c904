/** The pictures of docs/images show the pages as they are: their text is compared, not their pixels. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePictureWorld, type PictureWorld, readPage } from '../helpers/picture-world.ts';
import { makeEmptyTestDb, type TestDb } from '../helpers/with-db.ts';

const folder = join(import.meta.dirname, '../../docs/images');
let database: TestDb;
let world: PictureWorld;

beforeAll(async () => {
  database = await makeEmptyTestDb();
  world = await makePictureWorld({ databaseUrl: database.url });
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.replace(/\.txt$/, ''));

test('every page that is drawn has its picture and its text, and nothing else is there', () => {
  const files = world.pictures.flatMap(({ name }) => [`${name}.png`, `${name}.txt`]);
  expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
});

test.each(names)(
  '%s: the page says what it said when it was drawn ("npm run gen -- images" draws it)',
  async (name) => {
    const picture = world.pictures.find((found) => found.name === name);
    if (!picture) throw new Error(`docs/images/${name}.txt belongs to no picture`);
    const text = await readPage(await world.open(picture));
    expect(text).toBe(readFileSync(join(folder, `${name}.txt`), 'utf8'));
  },
);

test.each(names)('%s.png is a small picture of 8 bits', (name) => {
  const file = join(folder, `${name}.png`);
  expect(statSync(file).size).toBeLessThan(200_000);
  // Signature, then the header's length, name, width, height and the bits of a sample.
  const header = readFileSync(file).subarray(0, 25);
  expect(header.toString('latin1', 1, 4)).toBe('PNG');
  expect(header.readUInt8(24)).toBe(8);
});
