import { useSyncExternalStore } from 'react';

/** What has changed: paths of the API, `/*` at the end meaning everything below; undefined: anything may have. */
type Topics = readonly string[] | undefined;

/** Where the channel cannot be opened at all it is tried again after this long; until then pages ask from time to time. */
const tryAgainMs = 30_000;
/** Changes are handed on at most this often. */
const gatherMs = 800;

let isLive = false;
const changedAt = new Map<string, number>();
const watchers = new Set<() => void>();
const tellWatchers = () => {
  for (const watch of watchers) watch();
};
const watchAll = (watch: () => void) => {
  watchers.add(watch);
  return () => {
    watchers.delete(watch);
  };
};

function setLive(next: boolean): void {
  if (isLive === next) return;
  isLive = next;
  tellWatchers();
}

/** Whether the server tells what changes. While it does not, pages ask. */
export function useIsLive(): boolean {
  return useSyncExternalStore(watchAll, () => isLive);
}

/** How often a page asks: as before without the channel, seldom with it (for what only time changes). */
export function useAskEvery(aloneMs: number, liveMs: number | false): number | false {
  return useIsLive() ? liveMs : aloneMs;
}

/** When something at the path has changed last, as far as this window knows. */
export function useChangedAt(path: string): number {
  return useSyncExternalStore(watchAll, () =>
    Math.max(changedAt.get(path) ?? 0, changedAt.get(`${path}/*`) ?? 0),
  );
}

/**
 * Listens to the server's events while the window is in sight: a hidden one would hold a connection of the few a browser
 * has. Whoever comes back hears what was missed. Gives what ends it.
 */
export function openChangeChannel(onChange: (topics: Topics) => void): () => void {
  let source: EventSource | undefined;
  let lastId = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let gathered: Set<string> | undefined = new Set();

  const handOn = () => {
    gathering = undefined;
    const topics = gathered && [...gathered];
    gathered = new Set();
    if (topics?.length === 0) return;
    const now = Date.now();
    for (const topic of topics ?? []) changedAt.set(topic, now);
    tellWatchers();
    onChange(topics);
    gathering = setTimeout(handOn, gatherMs);
  };
  const gather = (topics: Topics) => {
    if (topics === undefined) gathered = undefined;
    else for (const topic of topics) gathered?.add(topic);
    gathering ??= setTimeout(handOn, 0);
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    setLive(false);
  };
  const open = () => {
    close();
    if (document.visibilityState === 'hidden') return;
    const opened = new EventSource(
      `/api/events${lastId === '' ? '' : `?after=${encodeURIComponent(lastId)}`}`,
    );
    source = opened;
    const hear = (handle: (data: { topics?: string[] }) => void) => (event: MessageEvent<string>) => {
      if (event.lastEventId !== '') lastId = event.lastEventId;
      setLive(true);
      handle(JSON.parse(event.data) as { topics?: string[] });
    };
    opened.addEventListener(
      'hello',
      hear(() => undefined),
    );
    opened.addEventListener(
      'reset',
      hear(() => gather(undefined)),
    );
    opened.addEventListener(
      'changed',
      hear(({ topics }) => gather(topics ?? [])),
    );
    opened.addEventListener('error', () => {
      setLive(false);
      // Otherwise the browser tries again by itself.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, tryAgainMs);
    });
  };
  open();
  document.addEventListener('visibilitychange', open);
  return () => {
    document.removeEventListener('visibilitychange', open);
    clearTimeout(gathering);
    close();
  };
}
