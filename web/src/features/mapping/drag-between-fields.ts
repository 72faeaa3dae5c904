import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  type KeyboardCoordinateGetter,
  pointerWithin,
  type UniqueIdentifier,
} from '@dnd-kit/core';

/** Where the arrow keys may take a picked-up field: from one Muster field to the next, whatever is scrolled away. */
export const moveBetweenTargets: KeyboardCoordinateGetter = (event, { context }) => {
  const step = ['ArrowDown', 'ArrowRight'].includes(event.code)
    ? 1
    : ['ArrowUp', 'ArrowLeft'].includes(event.code)
      ? -1
      : 0;
  const { collisionRect, over, droppableContainers } = context;
  if (step === 0 || !collisionRect) return undefined;
  event.preventDefault();
  const places = droppableContainers
    .getEnabled()
    .flatMap((container) =>
      container.node.current ? [{ id: container.id, node: container.node.current }] : [],
    )
    .sort((left, right) => left.node.getBoundingClientRect().top - right.node.getBoundingClientRect().top);
  const current = places.findIndex((place) => place.id === over?.id);
  const next = places[Math.min(places.length - 1, Math.max(0, current + step))];
  if (!next) return undefined;
  next.node.scrollIntoView({ block: 'nearest' });
  const rect = next.node.getBoundingClientRect();
  return {
    x: rect.left + (rect.width - collisionRect.width) / 2,
    y: rect.top + (rect.height - collisionRect.height) / 2,
  };
};

/** With a pointer only what is under it counts; with the keyboard the nearest field. */
export const findPlace: CollisionDetection = (options) =>
  options.pointerCoordinates ? pointerWithin(options) : closestCenter(options);

export const dragInstructions = {
  draggable:
    'Press Space or Enter to pick the field up, the arrow keys to move between Muster fields, Space or Enter to map it, Escape to put it back.',
};

/** What assistive technology hears while a field is moved; `nameOf` gives the label of a source or target. */
export function makeAnnouncements(nameOf: (id: UniqueIdentifier) => string): Announcements {
  return {
    onDragStart: ({ active }) => `Picked up ${nameOf(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over ? `${nameOf(active.id)} is over ${nameOf(over.id)}.` : `${nameOf(active.id)} is over no field.`,
    onDragEnd: ({ active, over }) =>
      over ? `${nameOf(active.id)} was dropped on ${nameOf(over.id)}.` : `${nameOf(active.id)} was put back.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} was put back.`,
  };
}
