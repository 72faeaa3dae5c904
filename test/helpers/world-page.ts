import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { makeReadyWorld, type ReadyWorld } from './muster-world.ts';
import { openSignedIn } from './signed-in-page.ts';

export interface WorldPage {
  world: ReadyWorld;
  browser: Browser;
  /** Signed in as administrator. */
  page: Page;
  close(): Promise<void>;
}

/** A ready world and a page of it in a browser of its own. Close it in `afterAll`. */
export async function openWorldPage(options: Parameters<typeof makeReadyWorld>[0]): Promise<WorldPage> {
  const world = await makeReadyWorld(options);
  const browser = await launchChromium();
  const page = await openSignedIn(browser, world);
  return {
    world,
    browser,
    page,
    async close() {
      await browser.close();
      await world.close();
    },
  };
}
