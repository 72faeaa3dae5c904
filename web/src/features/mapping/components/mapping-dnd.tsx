import {
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type ReactNode, useState } from 'react';
import type { MusterField, SourceField } from '../api/mapping-types.ts';
import {
  dragInstructions,
  findPlace,
  makeAnnouncements,
  moveBetweenTargets,
} from '../drag-between-fields.ts';
import { addFieldPlace } from './add-field-area.tsx';
import classes from './mapping.module.css';
import { newFieldChoice } from './source-list.tsx';

interface MappingDndProps {
  sources: SourceField[];
  fields: MusterField[];
  onMap: (source: SourceField, target: string) => void;
  children: ReactNode;
}

/** Vendor fields can be dragged onto Muster fields or the "Add new field" area, with the mouse or by keyboard. */
export function MappingDnd({ sources, fields, onMap, children }: MappingDndProps) {
  const [dragged, setDragged] = useState<SourceField>();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: moveBetweenTargets }),
  );
  const findSource = (id: unknown) => sources.find((source) => source.path === id);
  const nameOf = (id: unknown) =>
    findSource(id)?.label ??
    fields.find((field) => field.name === id)?.label ??
    (id === addFieldPlace ? 'Add new field' : String(id));
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={findPlace}
      measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
      accessibility={{
        announcements: makeAnnouncements(nameOf),
        screenReaderInstructions: dragInstructions,
      }}
      onDragStart={({ active }) => setDragged(findSource(active.id))}
      onDragEnd={({ active, over }) => {
        setDragged(undefined);
        const source = findSource(active.id);
        if (source && over) onMap(source, over.id === addFieldPlace ? newFieldChoice : String(over.id));
      }}
      onDragCancel={() => setDragged(undefined)}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {dragged ? <div className={classes.overlay}>{dragged.label}</div> : null}
      </DragOverlay>
    </DndContext>
  );
}
