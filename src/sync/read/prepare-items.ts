import { hashToUuid } from '../../model/hash-to-uuid.ts';
import { toIdText } from '../../model/id-text.ts';
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
  const nativeId: CompiledTemplate = compileTemplate(setup.stream.nativeIdPath);
  const secretPaths = (setup.stream.secretPaths ?? []).map((path) => path.split('.'));
  return {
    make(record) {
      const raw = secretPaths.length === 0 ? record : withoutPaths(record, secretPaths);
      const payload = stringifyJson(raw);
      const id = isRecord(raw) ? nativeId.evaluate(raw) : undefined;
      return {
        nativeId: toIdText(id),
        raw,
        payload,
        contentHash: hashToUuid(`${setup.fingerprint}\n${payload}`),
      };
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
