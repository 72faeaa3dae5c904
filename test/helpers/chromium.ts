import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const fixedPlaces = [
  '/usr/lib/chromium/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** How long a browser test waits for something to appear: on a busy machine that takes a while, and when all is well nobody waits so long. */
export const patienceMs = 60_000;

/** Path of the installed Chromium or Chrome, or undefined. TEST_CHROMIUM names another one. */
export function findChromium(): string | undefined {
  const chosen = process.env.TEST_CHROMIUM;
  if (chosen) return chosen;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  const candidates = [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...fixedPlaces,
  ];
  return candidates.find((path) => existsSync(path));
}

/** Starts headless Chromium for a browser test. Close it in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('No Chromium is installed; "npm test" installs it, or run "apt-get install chromium".');
  // Chromium refuses its own sandbox as root; the pages it opens here are ours.
  return chromium.launch({
    executablePath,
    headless: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
