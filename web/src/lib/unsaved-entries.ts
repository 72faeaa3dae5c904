import { useEffect, useId } from 'react';

/** Asks the person on the page whether entries may be lost. */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;

/** The page says how it asks. Without a page nothing is left. */
export function answerDiscards(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = undefined;
  };
}

/** Forms of this window that hold entries nobody has saved. */
const unsaved = new Set<string>();

/** Tells that a form holds such entries: leaving the page, signing out or closing the window asks first. */
export function useUnsavedEntries(hasEntries: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!hasEntries) return;
    unsaved.add(id);
    return () => {
      unsaved.delete(id);
    };
  }, [hasEntries, id]);
}

export const hasUnsavedEntries = (): boolean => unsaved.size > 0;

/** True when nothing would be lost, or the person says that it may be. */
export function mayLeave(): Promise<boolean> {
  return hasUnsavedEntries() ? askToDiscard() : Promise.resolve(true);
}

/** Asks before entries are thrown away. */
export const askToDiscard = (): Promise<boolean> => ask?.() ?? Promise.resolve(false);
