import { useDroppable } from '@dnd-kit/core';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './mapping.module.css';

export const addFieldPlace = '__add-field__';

/** Stays in view under the Muster fields: drop a vendor field here, or press the button. */
export function AddFieldArea({ onAdd }: { onAdd: () => void }) {
  const { setNodeRef, isOver } = useDroppable({ id: addFieldPlace });
  return (
    <div ref={setNodeRef} className={classes.drop} data-over={isOver || undefined}>
      <span className={classes.dropHint}>Drop a vendor field here for a new field, or</span>
      <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} onClick={onAdd}>
        Add new Muster field
      </Button>
    </div>
  );
}
