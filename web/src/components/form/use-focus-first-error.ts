import { type RefObject, useEffect, useRef } from 'react';

/**
 * After a submit that was refused, here or by the server, the focus goes to the first input that is wrong. Whoever types
 * on meanwhile keeps the focus.
 */
export function useFocusFirstError(form: RefObject<HTMLFormElement | null>) {
  const isWanted = useRef(false);
  // The refusal may come with any later rendering.
  useEffect(() => {
    if (!isWanted.current) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]:not(:disabled)');
    if (!wrong) return;
    isWanted.current = false;
    wrong.scrollIntoView({ block: 'center' });
    wrong.focus({ preventScroll: true });
  });
  return {
    expectErrors: () => {
      isWanted.current = true;
    },
    forget: () => {
      isWanted.current = false;
    },
  };
}
