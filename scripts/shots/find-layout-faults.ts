import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const script = readFileSync(new URL('./layout-faults.browser.js', import.meta.url), 'utf8');

/** What a script finds wrong with how a page is laid out: what is too wide, cut without a way to read it, or covered. */
export const findLayoutFaults = (page: Page): Promise<string[]> => page.evaluate(script);
