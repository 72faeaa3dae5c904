import { useState } from 'react';
import { ApiError } from '../../lib/api-error.ts';

/** A field that somebody else has changed since the form was opened, and what stands there now. */
export interface Conflict {
  field: string;
  value: unknown;
}

interface ChangedForm<Values extends object> {
  getInitialValues: () => Values;
  setValues: (values: Partial<Values>) => void;
}

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/**
 * Sends what has been changed, and what it was changed from: another person's change of the same field is told instead
 * of overwritten. `fieldOf` where the API calls a field otherwise.
 */
export function useGuardedChange<Values extends object>(form: ChangedForm<Values>, error: unknown) {
  /** What the person has seen of others' changes and decided about. */
  const [seen, setSeen] = useState<Record<string, unknown>>({});
  const base = (): Record<string, unknown> => ({ ...form.getInitialValues(), ...seen });
  const conflicts = readConflicts(error).filter(({ field, value }) => !isSame(seen[field], value));
  const note = ({ field, value }: Conflict) => setSeen((before) => ({ ...before, [field]: value }));
  return {
    /** Undefined when nothing has been changed. */
    makeBody: (values: Values): (Partial<Values> & { expected: Record<string, unknown> }) | undefined => {
      const from = base();
      const changed = Object.entries(values).filter(([field, value]) => !isSame(value, from[field]));
      if (changed.length === 0) return undefined;
      return {
        ...(Object.fromEntries(changed) as Partial<Values>),
        expected: Object.fromEntries(changed.map(([field]) => [field, from[field]])),
      };
    },
    conflicts,
    keepMine: note,
    takeTheirs: (conflict: Conflict) => {
      form.setValues({ [conflict.field]: conflict.value } as Partial<Values>);
      note(conflict);
    },
  };
}

export type GuardedChange = Pick<
  ReturnType<typeof useGuardedChange>,
  'conflicts' | 'keepMine' | 'takeTheirs'
>;

/** Whether a save was refused because of somebody else's change: the notice shows it, not the alert. */
export const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'API_CHANGED_MEANWHILE';

export function readConflicts(error: unknown): Conflict[] {
  if (!isConflict(error)) return [];
  const changes = (error as ApiError).details?.changes;
  return Array.isArray(changes) ? (changes as Conflict[]) : [];
}
