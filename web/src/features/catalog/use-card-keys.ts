import { useHotkeys } from '@mantine/hooks';
import type { RefObject } from 'react';

/** j and k (or arrows, while a card has the focus) move through the links of a list, as they do through rows. */
export function useCardKeys(list: RefObject<HTMLElement | null>): void {
  const listLinks = () => [...(list.current?.querySelectorAll<HTMLElement>('a[data-card]') ?? [])];
  const move = (step: 1 | -1) => {
    const links = listLinks();
    const current = links.indexOf(document.activeElement as HTMLElement);
    links[current === -1 ? 0 : current + step]?.focus();
  };
  const moveFromCard = (step: 1 | -1) => (event: KeyboardEvent) => {
    if (!listLinks().includes(document.activeElement as HTMLElement)) return;
    // The page must not scroll as well.
    event.preventDefault();
    move(step);
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', moveFromCard(1), { preventDefault: false }],
    ['ArrowRight', moveFromCard(1), { preventDefault: false }],
    ['ArrowUp', moveFromCard(-1), { preventDefault: false }],
    ['ArrowLeft', moveFromCard(-1), { preventDefault: false }],
  ]);
}
