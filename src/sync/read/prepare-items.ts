import { hash } from 'node:crypto';
import { stringifyJson } from '../../model/json.ts';
import { withoutPaths } from '../../model/without-paths.ts';
import { type CompiledTemplate, compileTemplate } from '../../templates/compile-template.ts';
import type { RunPlan, SourceItem } from '../run.ts';

export interface ItemMaker {
  make(record: unknown): SourceItem;
}

/** Turns raw records into items: native id, stored payload (without secret paths) and content hash. */
export function makeItemMaker(run: Pick<RunPlan, 'stream' | 'fingerprint'>): ItemMaker {
  const nativeId: CompiledTemplate = compileTemplate(run.stream.nativeIdPath);
  const secretPaths = (run.stream.secretPaths ?? []).map((path) => path.split('.'));
  return {
    make(record) {
      const raw = secretPaths.length === 0 ? record : withoutPaths(record, secretPaths);
      const payload = stringifyJson(raw);
      const id = isRecord(raw) ? nativeId.evaluate(raw) : undefined;
      return {
        nativeId: id === undefined || id === null || id === '' ? undefined : String(id).slice(0, 512),
        raw,
        payload,
        contentHash: makeContentHash(run.fingerprint, payload),
      };
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * 128 bits of sha256 over the run's fingerprint and the record's JSON text, written as a UUID so that the database
 * keeps it in 16 bytes. 128 bits: with 10^9 records the chance of a wrong "unchanged" is below 10^-20.
 */
function makeContentHash(fingerprint: string, payload: string): string {
  const hex = hash('sha256', `${fingerprint}\n${payload}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
