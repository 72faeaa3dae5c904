/**
 * A set of positive integers in chunks of 65,536 bits (8 kB). Ids come from sequences and a session meets them
 * roughly in order, so a batch touches one or two chunks and only those are written with the checkpoint:
 * a million ids cost 128 kB of memory.
 */
const chunkBits = 65_536;
const chunkBytes = chunkBits / 8;

export class IdBitmap {
  #chunks = new Map<number, Uint8Array>();
  #dirty = new Set<number>();
  #size = 0;

  /** Number of different ids added. */
  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    const chunk = this.#chunks.get(Math.floor(id / chunkBits));
    if (!chunk) return false;
    const bit = id % chunkBits;
    return ((chunk[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  /** Returns whether the id was new. */
  add(id: number): boolean {
    const number = Math.floor(id / chunkBits);
    let chunk = this.#chunks.get(number);
    if (!chunk) {
      chunk = new Uint8Array(chunkBytes);
      this.#chunks.set(number, chunk);
    }
    const bit = id % chunkBits;
    const mask = 1 << (bit & 7);
    const byte = chunk[bit >> 3] ?? 0;
    if ((byte & mask) !== 0) return false;
    chunk[bit >> 3] = byte | mask;
    this.#dirty.add(number);
    this.#size += 1;
    return true;
  }

  /** Forgets an id; used when the batch that added it was not committed. */
  delete(id: number): void {
    const number = Math.floor(id / chunkBits);
    const chunk = this.#chunks.get(number);
    if (!chunk || !this.has(id)) return;
    const bit = id % chunkBits;
    chunk[bit >> 3] = (chunk[bit >> 3] ?? 0) & ~(1 << (bit & 7));
    this.#dirty.add(number);
    this.#size -= 1;
  }

  clear(): void {
    this.#chunks.clear();
    this.#dirty.clear();
    this.#size = 0;
  }

  /** Chunks changed since the last {@link markStored}. */
  dirtyChunks(): { chunk: number; bits: Uint8Array }[] {
    return [...this.#dirty].map((chunk) => ({
      chunk,
      bits: this.#chunks.get(chunk) ?? new Uint8Array(chunkBytes),
    }));
  }

  markStored(): void {
    this.#dirty.clear();
  }

  /** Adds a stored chunk back, when a session is resumed. */
  load(chunk: number, bits: Uint8Array): void {
    const copy = new Uint8Array(chunkBytes);
    copy.set(bits.subarray(0, chunkBytes));
    this.#chunks.set(chunk, copy);
    for (const byte of copy) this.#size += popCount(byte);
  }
}

function popCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
