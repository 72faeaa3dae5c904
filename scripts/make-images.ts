import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePictureWorld, readPage } from '../test/helpers/picture-world.ts';
import { buildWeb } from './build-web.ts';
import { root } from './checks/source-files.ts';

/** Draws every picture of docs/images anew, and writes beside each what the page said. */
export async function makeImages(): Promise<void> {
  const built = await buildWeb();
  if (!built.isOk) throw new Error(`Building the web pages failed:\n${built.output}`);
  const folder = join(root, 'docs/images');
  const world = await makePictureWorld();
  try {
    mkdirSync(folder, { recursive: true });
    const isKnown = (file: string) =>
      world.pictures.some(({ name }) => file === `${name}.png` || file === `${name}.txt`);
    for (const file of readdirSync(folder)) if (!isKnown(file)) rmSync(join(folder, file));
    for (const picture of world.pictures) {
      const page = await world.open(picture);
      const text = await readPage(page);
      await page.screenshot({
        path: join(folder, `${picture.name}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
      writeFileSync(join(folder, `${picture.name}.txt`), text);
      console.log(`wrote docs/images/${picture.name}.png and .txt`);
    }
  } finally {
    await world.close();
  }
}
