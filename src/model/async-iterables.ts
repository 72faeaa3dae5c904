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

/** Groups of `size`; the last one may be smaller. */
export async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
