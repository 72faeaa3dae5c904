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
    .sort((left, right) => (isAfter(right.node, left.node) ? -1 : 1));
  const current = places.findIndex((place) => place.id === over?.id);
  const next = places[Math.min(places.length - 1, Math.max(0, current + step))];
  if (!next) return undefined;
  return centerOn(next.node, collisionRect);
};

/** By the document: on the screen, rows that are scrolled away lie beside or below the place for a new field. */
const isAfter = (node: Node, other: Node) =>
  (other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/**
 * Where the dragged label lies in the middle of a field. The field is scrolled to where the label's upper edge is the
 * middle of its list: the one place from which the sensor does not scroll the list on by itself.
 */
function centerOn(node: HTMLElement, dragged: { width: number; height: number }): { x: number; y: number } {
  const list = node.closest('[data-drag-scroll]');
  const find = () => {
    const rect = node.getBoundingClientRect();
    return {
      x: rect.left + (rect.width - dragged.width) / 2,
      y: rect.top + (rect.height - dragged.height) / 2,
    };
  };
  if (!list) return find();
  const middle = list.getBoundingClientRect().top + list.clientHeight / 2;
  list.scrollTop += find().y - middle;
  const { x, y } = find();
  return { x, y: Math.abs(y - middle) < 1.5 ? middle : y };
}

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
