import { lazy, Suspense, useEffect, useState } from 'react';
import { answerDiscards } from '../lib/unsaved-entries.ts';

const DiscardDialog = lazy(async () => ({ default: (await import('./discard-dialog.tsx')).DiscardDialog }));

/** Asks, above every other window, before entries are thrown away; its window is loaded when there is something to ask. */
export function DiscardQuestion() {
  const [answer, setAnswer] = useState<(isYes: boolean) => void>();
  const [hasAsked, setHasAsked] = useState(false);
  useEffect(
    () =>
      answerDiscards(() => {
        setHasAsked(true);
        return new Promise((resolve) => setAnswer(() => resolve));
      }),
    [],
  );
  const close = (isYes: boolean) => {
    answer?.(isYes);
    setAnswer(undefined);
  };
  return hasAsked ? (
    <Suspense>
      <DiscardDialog isOpen={answer !== undefined} onAnswer={close} />
    </Suspense>
  ) : null;
}
