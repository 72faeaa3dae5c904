/**
 * Reads up to `depth` items ahead of the consumer, so that the vendor answers the next request while the database
 * works on the last one. Memory is bounded by `depth`; the source is closed when the consumer stops early.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>, depth: number): AsyncGenerator<T> {
  const ahead: Promise<IteratorResult<T>>[] = [];
  const pull = () => {
    const next = source.next();
    // The consumer sees the rejection when it gets there; until then it must not count as unhandled.
    next.catch(() => undefined);
    ahead.push(next);
  };
  try {
    for (let index = 0; index < depth; index += 1) pull();
    while (ahead.length > 0) {
      const result = await (ahead.shift() as Promise<IteratorResult<T>>);
      if (result.done) return;
      pull();
      yield result.value;
    }
  } finally {
    await source.return(undefined).catch(() => undefined);
  }
}
