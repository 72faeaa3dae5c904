/**
 * What a list lacks is asked for once more, record by record, where the vendor can be asked so: a list that came
 * without a stated total may lack a page, and nobody would know.
 */
import { presenceOf } from '../../connector-kit/index.ts';
import { isAppError } from '../../errors.ts';
import type { SourceReader } from '../read/source-reader.ts';
import type { RunSession, RunSetup } from '../run.ts';

/** Of more absent records so many are asked for, evenly spread. */
export const maxAsked = 200;

export interface AbsentRecord {
  sourceId: number;
  nativeId: string;
}

export type AbsenceProof =
  /** All of them are gone, as far as anybody can know. */
  | { kind: 'gone'; askedCount: number }
  /** Every one was asked for, and these are still there. */
  | { kind: 'partly'; present: AbsentRecord[] }
  /** Nothing may be concluded, for this reason. */
  | { kind: 'doubt'; reason: string };

/** What of a run it takes to ask its vendor. */
export interface AskedRun {
  setup: Pick<RunSetup, 'integration' | 'stream'>;
  session: Pick<RunSession, 'signal'>;
}

export interface Absent {
  /** How many are absent in all. */
  count: number;
  /** The same, to be walked. */
  records: AsyncIterable<AbsentRecord>;
  /**
   * Native id of a record that is there: a vendor that does not find it either proves nothing, and the list alone
   * counts.
   */
  control: string | undefined;
}

/** Asks the vendor for what is absent, where it can be asked. Throws what ends the session from outside. */
export async function proveAbsence(
  source: SourceReader,
  { setup, session }: AskedRun,
  of: 'records' | 'software',
  { count, records, control }: Absent,
): Promise<AbsenceProof> {
  const { integration, stream } = setup;
  const { signal } = session;
  if (!presenceOf(stream, of) || !source.findPresent || control === undefined || count === 0)
    return { kind: 'gone', askedCount: 0 };
  const asked = await takeSpread(records, count);
  const nativeIds = asked.map(({ nativeId }) => nativeId);
  let found: Set<string>;
  try {
    found = await source.findPresent({ integration, of, nativeIds: [control, ...nativeIds], signal });
  } catch (err) {
    if (signal.aborted || !isAppError(err)) throw err;
    return { kind: 'doubt', reason: `asking for them one by one failed: ${err.message}` };
  }
  if (!found.has(control)) return { kind: 'gone', askedCount: 0 };
  const present = asked.filter(({ nativeId }) => found.has(nativeId));
  if (present.length === 0) return { kind: 'gone', askedCount: asked.length };
  if (asked.length === count) return { kind: 'partly', present };
  return {
    kind: 'doubt',
    reason: `of ${asked.length} asked for one by one the vendor still has ${present.length} (${nameSome(present)}), so its list was not complete`,
  };
}

async function takeSpread(absent: AsyncIterable<AbsentRecord>, count: number): Promise<AbsentRecord[]> {
  const taken: AbsentRecord[] = [];
  let index = 0;
  for await (const record of absent) {
    if (index >= Math.floor((taken.length * count) / maxAsked) || count <= maxAsked) taken.push(record);
    index += 1;
  }
  return taken;
}

/** `17, 18, 19 and others`. */
export function nameSome(records: readonly AbsentRecord[]): string {
  const names = records
    .slice(0, 3)
    .map(({ nativeId }) => nativeId)
    .join(', ');
  return records.length > 3 ? `${names} and others` : names;
}
