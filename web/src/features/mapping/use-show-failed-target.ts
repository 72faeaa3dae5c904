import { useEffect } from 'react';

/** Puts the input of a Muster field into view and gives it the focus. */
export function showTarget(target: string): void {
  // Quotes and backslashes do not stand in names of fields.
  const row = document.querySelector<HTMLElement>(`[data-field="${target}"]`);
  row?.scrollIntoView({ block: 'center' });
  const input =
    row?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? row?.querySelector<HTMLElement>('input');
  input?.focus({ preventScroll: true });
}

/** After a save that was refused because of one field, leads there. */
export function useShowFailedTarget(
  saveError: unknown,
  failedTarget: string | undefined,
  show: () => void,
): void {
  useEffect(() => {
    if (!saveError || failedTarget === undefined) return;
    show();
    // After it is rendered.
    const frame = requestAnimationFrame(() => showTarget(failedTarget));
    return () => cancelAnimationFrame(frame);
  }, [saveError, failedTarget]);
}
