import type { BrowserContext, BrowserContextOptions } from 'playwright-core';

/** One way of looking at every page: window, colours, and what the server answers. */
export interface ShotCase {
  name: string;
  window: BrowserContextOptions;
  /** Changes what pages get from the server; the page itself is the same. */
  answer?: (context: BrowserContext) => Promise<void>;
  /** Nothing of the data is waited for. */
  isUnfinished?: boolean;
}

const sizes = [1440, 1920, 1024, 390];
const windowOf = (width: number, colorScheme: 'light' | 'dark' = 'light'): BrowserContextOptions => ({
  viewport: { width, height: width === 390 ? 844 : 900 },
  colorScheme,
});

/** Who is signed in, and what the frame needs, always comes. */
const isOfFrame = (path: string): boolean => /^\/api\/(me|setup|events|notifications)\b/.test(path);

/** Texts that a person or a vendor wrote; keys, ids and states stay what they are. */
const written =
  /"(name|title|label|fullName|firstName|lastName|displayName|deviceName|department|company|description)":"((?:[^"\\]|\\.)+)"/g;

const change = (json: string, make: (text: string) => string): string =>
  json.replaceAll(written, (_all, key: string, text: string) => `"${key}":"${make(text)}"`);

async function answerWith(context: BrowserContext, make: (json: string) => string): Promise<void> {
  await context.route('**/api/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (isOfFrame(pathname) || route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response });
    return route.fulfill({ response, body: make(await response.text()) });
  });
}

/** A list without entries stays a list: its items and counts go, everything else of the answer stays. */
function makeEmpty(json: string): string {
  const body = JSON.parse(json) as Record<string, unknown>;
  if (!Array.isArray(body['items'])) return json;
  return JSON.stringify({ ...body, items: [], total: 0, nextCursor: null });
}

const unanswered = {
  code: 'API_INTERNAL',
  message: 'Something failed here. The log names it under this request.',
};

const answers: Record<string, Pick<ShotCase, 'answer' | 'isUnfinished'>> = {
  empty: { answer: (context) => answerWith(context, makeEmpty) },
  loading: {
    isUnfinished: true,
    answer: async (context) => {
      await context.route('**/api/**', (route) =>
        isOfFrame(new URL(route.request().url()).pathname) ? route.fallback() : undefined,
      );
    },
  },
  error: {
    answer: async (context) => {
      await context.route('**/api/**', (route) =>
        isOfFrame(new URL(route.request().url()).pathname)
          ? route.fallback()
          : route.fulfill({ status: 500, json: { error: unanswered } }),
      );
    },
  },
  long: {
    answer: (context) =>
      answerWith(context, (json) =>
        change(
          json,
          (text) => `${text} of the Department for Everything Else, Haupt­verwaltung Donaudampfschifffahrt`,
        ),
      ),
  },
  rtl: {
    answer: (context) => answerWith(context, (json) => change(json, () => 'محمد عبد الرحمن (שרה כהן) ١٢٣')),
  },
};

/** Every page in every size and colour as it is, and in two sizes in every other state. */
export const shotCases: readonly ShotCase[] = [
  ...sizes.flatMap((width) =>
    (['light', 'dark'] as const).map((scheme) => ({
      name: `full-${width}-${scheme}`,
      window: windowOf(width, scheme),
    })),
  ),
  ...Object.entries(answers).flatMap(([name, answer]) =>
    [1440, 390].map((width) => ({ name: `${name}-${width}-light`, window: windowOf(width), ...answer })),
  ),
  {
    name: 'zoom-200-light',
    window: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2, colorScheme: 'light' },
  },
];
