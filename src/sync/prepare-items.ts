import { stringifyJson } from '../model/json.ts';
import { type CompiledTemplate, compileTemplate } from '../templates/compile-template.ts';
import { makeContentHash } from './content-hash.ts';
import type { RunPlan, SourceItem } from './sync-types.ts';

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

function withoutPaths(value: unknown, paths: readonly string[][]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPaths(item, paths));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const deeper = paths.filter((path) => path[0] === key).map((path) => path.slice(1));
    if (deeper.some((path) => path.length === 0)) continue;
    copy[key] = deeper.length === 0 ? child : withoutPaths(child, deeper);
  }
  return copy;
}
