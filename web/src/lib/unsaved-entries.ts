import { modals } from '@mantine/modals';
import { useEffect, useId } from 'react';

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
export function askToDiscard(): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title: 'Leave without saving?',
      children: 'What you entered is not saved yet and would be lost.',
      labels: { confirm: 'Leave without saving', cancel: 'Stay' },
      confirmProps: { color: 'red.9' },
      zIndex: 500,
      onConfirm: () => resolve(true),
      onClose: () => resolve(false),
    });
  });
}
