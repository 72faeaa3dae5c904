import { useBlocker } from '@tanstack/react-router';
import { hasUnsavedEntries, mayLeave } from '../lib/unsaved-entries.ts';

/** Asks before entries are lost by going to another page or closing the window. Another view of the same page loses none. */
export function LeaveGuard() {
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname && readVendor(current) === readVendor(next)) return false;
      return !(await mayLeave());
    },
    enableBeforeUnload: hasUnsavedEntries,
  });
  return null;
}

/** The form of a new credential is another one for another vendor. */
const readVendor = ({ search }: { search: object }) => ('connector' in search ? search.connector : undefined);
