/**
 * What a list lacks is asked for once more, record by record, where the vendor can be asked so: a list that came
 * without a stated total may lack a page, and of one whose pages are counted a record may have slipped through. Nobody
 * would know.
 */
import { presenceOf } from '../../connector-kit/index.ts';
import { isAppError } from '../../errors.ts';
import type { SourceReader } from '../read/source-reader.ts';
import type { RunProgress, RunSession, RunSetup } from '../run.ts';

/**
 * Of more absent records so many are asked for, evenly spread. The others go by the list, or wait for the next session
 * where the list proves nothing.
 */
export const maxAsked = 200;

export interface AbsentRecord {
  sourceId: number;
  nativeId: string;
}

export type AbsenceProof =
  /** All of them are gone, as far as anybody can know. */
  | { kind: 'gone'; askedCount: number }
  /** These are still there, and of some nobody has asked where only asking counts; the others are gone. */
  | { kind: 'partly'; present: AbsentRecord[]; unasked: AbsentRecord[] }
  /** Nothing may be concluded, for this reason. */
  | { kind: 'doubt'; reason: string };

/** What of a run it takes to ask its vendor. */
export interface AskedRun {
  setup: Pick<RunSetup, 'integration' | 'stream'>;
  session: Pick<RunSession, 'signal'>;
  progress: Pick<RunProgress, 'doubts'>;
}

export interface Absent {
  /** How many are absent in all. */
  count: number;
  /** The same, to be walked. */
  records: AsyncIterable<AbsentRecord>;
  /** Native id of a record that is there: asking a vendor that does not find it either proves nothing. */
  control: string | undefined;
}

/** Asks the vendor for what is absent, where it can be asked. Throws what ends the session from outside. */
export async function proveAbsence(
  source: SourceReader,
  { setup, session, progress }: AskedRun,
  of: 'records' | 'software',
  { count, records, control }: Absent,
): Promise<AbsenceProof> {
  const { integration, stream } = setup;
  const { signal } = session;
  if (!presenceOf(stream, of) || !source.findPresent || count === 0) return { kind: 'gone', askedCount: 0 };
  // Of a list whose pages are counted, being on none of them is no sign of anything.
  const mustAsk = progress.doubts?.[of]?.isCounted === true && stream.absence !== 'snapshot';
  if (mustAsk && control === undefined)
    return { kind: 'doubt', reason: 'there is no record to try with whether the vendor finds single ones' };
  const { asked, unasked } = await takeSpread(records, count, mustAsk);
  const nativeIds = asked.map(({ nativeId }) => nativeId);
  let found: Set<string>;
  try {
    found = await source.findPresent({
      integration,
      of,
      nativeIds: control === undefined ? nativeIds : [control, ...nativeIds],
      signal,
    });
  } catch (err) {
    if (signal.aborted || !isAppError(err)) throw err;
    return { kind: 'doubt', reason: `asking for them one by one failed: ${err.message}` };
  }
  if (control !== undefined && !found.has(control))
    return {
      kind: 'doubt',
      reason: `asked for one by one, the vendor does not find ${control} either, which is in its list, so its answers prove nothing`,
    };
  const present = asked.filter(({ nativeId }) => found.has(nativeId));
  if (present.length === 0 && unasked.length === 0) return { kind: 'gone', askedCount: asked.length };
  if (mustAsk || asked.length === count) return { kind: 'partly', present, unasked };
  return {
    kind: 'doubt',
    reason: `of ${asked.length} asked for one by one the vendor still has ${present.length} (${nameSome(present)}), so its list was not complete`,
  };
}

async function takeSpread(
  absent: AsyncIterable<AbsentRecord>,
  count: number,
  keepsOthers: boolean,
): Promise<{ asked: AbsentRecord[]; unasked: AbsentRecord[] }> {
  const asked: AbsentRecord[] = [];
  const unasked: AbsentRecord[] = [];
  let index = 0;
  for await (const record of absent) {
    const isWanted = index >= Math.floor((asked.length * count) / maxAsked) || count <= maxAsked;
    if (isWanted) asked.push(record);
    else if (keepsOthers) unasked.push(record);
    index += 1;
  }
  return { asked, unasked };
}

/** What a session says of a proof that is none for some; `''` where there is nothing to say. */
export function describeUnasked(unasked: readonly AbsentRecord[]): string {
  return unasked.length === 0
    ? ''
    : ` ${unasked.length} more were not in it; the vendor is asked for them in the next sessions, ${maxAsked} at a time.`;
}

/** `17, 18, 19 and others`. */
export function nameSome(records: readonly AbsentRecord[]): string {
  const names = records
    .slice(0, 3)
    .map(({ nativeId }) => nativeId)
    .join(', ');
  return records.length > 3 ? `${names} and others` : names;
}
