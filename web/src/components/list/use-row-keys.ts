import { useHotkeys } from '@mantine/hooks';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** j and k (or arrows, while a row has the focus) move through the rows; Enter follows the focused row's link. */
export function useRowKeys(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rowCount: number,
) {
  const move = (step: 1 | -1) => {
    const focused = document.activeElement?.getAttribute('data-row-link');
    const current = focused === null || focused === undefined ? -1 : Number(focused);
    const next = current === -1 ? (virtualizer.range?.startIndex ?? 0) : current + step;
    if (next < 0 || next >= rowCount) return;
    virtualizer.scrollToIndex(next);
    // The row may only be rendered after the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-row-link="${next}"]`)
          ?.focus({ preventScroll: true }),
      ),
    );
  };
  const isRowFocused = () => document.activeElement?.hasAttribute('data-row-link') ?? false;
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => isRowFocused() && move(1), { preventDefault: false }],
    ['ArrowUp', () => isRowFocused() && move(-1), { preventDefault: false }],
  ]);
}
