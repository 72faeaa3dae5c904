import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Serious and critical violations of WCAG 2.2 AA in words; with `isStrict` the lesser ones too, each with every place. */
export async function findAxeViolations(
  page: Page,
  { isStrict = false }: { isStrict?: boolean } = {},
): Promise<string[]> {
  // The page's policy forbids scripts of others; evaluating in the page is the browser's own doing.
  await page.evaluate(axe.source);
  const result = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    return runner.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  });
  return result.violations
    .filter(({ impact }) => isStrict || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, isStrict ? undefined : 1).map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
}
