import { RefusedRecord } from '../../connector-kit/index.ts';
import { hashToUuid } from '../../model/hash-to-uuid.ts';
import { findIdProblem, toFormerIdText, toIdText } from '../../model/id-text.ts';
import { stringifyJson } from '../../model/json.ts';
import { withoutPaths } from '../../model/without-paths.ts';
import { type CompiledTemplate, compileTemplate } from '../../templates/compile-template.ts';
import type { SourceItem } from '../batch-run.ts';
import type { RunSetup } from '../run.ts';

export interface ItemMaker {
  make(record: unknown): SourceItem;
}

/** Turns raw records into items: native id, stored payload (without secret paths) and content hash. */
export function makeItemMaker(setup: Pick<RunSetup, 'stream' | 'fingerprint'>): ItemMaker {
  const { nativeIdPath } = setup.stream;
  const idOf: CompiledTemplate = compileTemplate(nativeIdPath);
  const secretPaths = (setup.stream.secretPaths ?? []).map((path) => path.split('.'));
  return {
    make(record) {
      if (record instanceof RefusedRecord) {
        const { id, reasonCode, reason } = record;
        const problem = { reasonCode, reason };
        return { nativeId: toIdText(id), raw: null, payload: 'null', contentHash: null, problem };
      }
      const id = isRecord(record) ? idOf.evaluate(record) : undefined;
      const nativeId = toIdText(id);
      let raw = record;
      let payload: string;
      try {
        if (secretPaths.length > 0) raw = withoutPaths(record, secretPaths);
        payload = stringifyJson(raw);
      } catch (err) {
        if (!(err instanceof RangeError)) throw err;
        return { nativeId, raw: null, payload: 'null', contentHash: null, problem: tooDeep };
      }
      const contentHash = hashToUuid(`${setup.fingerprint}\n${payload}`);
      if (nativeId === undefined)
        return { nativeId, raw, payload, contentHash, problem: noNativeId(record, id, nativeIdPath) };
      if (typeof id !== 'string' || id === nativeId) return { nativeId, raw, payload, contentHash };
      const formerNativeId = toFormerIdText(id);
      return {
        nativeId,
        raw,
        payload,
        contentHash,
        ...(formerNativeId === undefined ? {} : { formerNativeId }),
      };
    },
  };
}

const tooDeep = {
  reasonCode: 'TOO_DEEP',
  reason:
    'The record has lists or objects inside each other so deeply that it cannot be stored. Report it to the vendor; the other records are not affected.',
} as const;

function noNativeId(record: unknown, id: unknown, path: string): SourceItem['problem'] {
  const found = isRecord(record)
    ? `The record has ${findIdProblem(id)} at "${path}", the vendor's own id, where a number or text is expected.`
    : `Instead of a record with an id at "${path}" the vendor's list holds ${kindOf(record)}.`;
  return {
    reasonCode: 'NO_NATIVE_ID',
    reason: `${found} Report it to the vendor; the other records are not affected.`,
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
