import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
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

/** A ready world and a page of it in a browser of its own. `beforeAll` gives back `close`, which ends both. */
export async function openWorldPage(
  options: Parameters<typeof makeReadyWorld>[0] & {
    context?: BrowserContextOptions;
    /** What has to be there before the page is opened. */
    prepare?: (world: ReadyWorld) => Promise<unknown>;
  },
): Promise<WorldPage> {
  const world = await makeReadyWorld(options);
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await world.close();
  };
  try {
    await options.prepare?.(world);
    browser = await launchChromium();
    return { world, browser, page: await openSignedIn(browser, world, options.context), close };
  } catch (err) {
    await close();
    throw err;
  }
}
