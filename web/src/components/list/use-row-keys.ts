import { useHotkeys } from '@mantine/hooks';
import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';

/** j and k (or arrows, while a row has the focus) move through the rows; Enter follows the focused row's link. */
export function useRowKeys(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rowCount: number,
) {
  /** Row that gets the focus as soon as it is rendered; keys pressed meanwhile count from there. */
  const wanted = useRef<number | undefined>(undefined);
  const focusWanted = () => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row-link="${wanted.current}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  // The row may only be rendered after the scroll.
  useEffect(focusWanted);
  const move = (step: 1 | -1) => {
    const focused = document.activeElement?.getAttribute('data-row-link');
    const current = wanted.current ?? (focused === null || focused === undefined ? -1 : Number(focused));
    const next = current === -1 ? (virtualizer.range?.startIndex ?? 0) : current + step;
    if (next < 0 || next >= rowCount) return;
    wanted.current = next;
    virtualizer.scrollToIndex(next);
    focusWanted();
  };
  const isRowFocused = () => document.activeElement?.hasAttribute('data-row-link') ?? false;
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => isRowFocused() && move(1), { preventDefault: false }],
    ['ArrowUp', () => isRowFocused() && move(-1), { preventDefault: false }],
  ]);
}
