import type { MouseEvent } from 'react';

/**
 * For `onClickCapture` of a button that does something: the second click of a double click does nothing, even when the
 * button has come to mean something else in between. A key press counts as no click.
 */
export function ignoreSecondClick(event: MouseEvent): void {
  if (event.detail <= 1) return;
  event.preventDefault();
  event.stopPropagation();
}
