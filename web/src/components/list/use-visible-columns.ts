import { useLocalStorage } from '@mantine/hooks';
import type { ListColumn } from './list-columns.ts';

/** Which columns are shown, remembered per list on this device. The first column always is. */
export function useVisibleColumns<Row>(listId: string, columns: ListColumn<Row>[]) {
  const defaults = columns.filter((column) => !column.isHiddenByDefault).map((column) => column.id);
  const [stored, setStored, reset] = useLocalStorage<string[] | null>({
    key: `muster-columns-${listId}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const shownIds = new Set(stored ?? defaults);
  return {
    visible: columns.filter((column, index) => index === 0 || shownIds.has(column.id)),
    isShown: (id: string) => shownIds.has(id),
    toggle: (id: string) => {
      const next = new Set(shownIds);
      if (!next.delete(id)) next.add(id);
      setStored([...next]);
    },
    reset,
    isChanged: stored !== null,
  };
}
