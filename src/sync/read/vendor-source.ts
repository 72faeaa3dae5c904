import {
  type ConnectorDefinition,
  findPresent,
  type Globals,
  limitAnswers,
  presenceOf,
  readStream,
  type SendPort,
  type StreamCursor,
} from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { isShortenedId } from '../../model/id-text.ts';
import type { Logger } from '../../model/logger.ts';
import { defaultReadLimits, type ReadLimits } from '../../model/read-limits.ts';
import type { IntegrationRow } from '../run.ts';
import { findStream } from './find-stream.ts';
import type { SourceReader } from './source-reader.ts';

export interface VendorSourceDeps {
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  /** Opens the credential for this integration; what is sent leaves authenticated and under its rate budget. */
  openSend(options: {
    credentialId: number;
    definition: ConnectorDefinition;
    caBundlePem: string | null;
    extraScope: Record<string, unknown>;
    signal: AbortSignal;
    log: Logger;
  }): SendPort;
  /** Template scope of a credential: its form values and the global variables, secrets left out. */
  /**
   * Ids as the vendor writes them, by ids that are kept as a beginning and a hash; without those that are not known.
   */
  findVendorIds(
    of: { integrationId: number; nativeIdPath: string },
    nativeIds: readonly string[],
  ): Promise<Map<string, string>>;
  loadScope(credentialId: number): Promise<{
    fields: Record<string, string>;
    globals: Globals;
    fillSettings(entered: Record<string, string>): Record<string, string>;
  }>;
  /** How much a vendor may send; the defaults where nothing is said. */
  limits?: ReadLimits;
  clock: Clock;
  log: Logger;
}

/** Reads an integration's stream from the vendor. Throws SYNC_NO_CREDENTIAL, CONNECTOR_*, EGRESS_* and VAULT_*. */
export function makeVendorSource(deps: VendorSourceDeps): SourceReader {
  async function open(integration: IntegrationRow, signal: AbortSignal) {
    const { definition, stream } = findStream(deps.findDefinition, integration);
    if (integration.credentialId === null)
      throw makeError('SYNC_NO_CREDENTIAL', { integration: integration.name });
    const { fields, globals, fillSettings } = await deps.loadScope(integration.credentialId);
    const settings = fillSettings(integration.settings);
    const send = deps.openSend({
      credentialId: integration.credentialId,
      definition,
      caBundlePem: integration.caBundlePem,
      extraScope: { settings },
      signal,
      log: deps.log,
    });
    const scope = { settings, fields, globals };
    const { clock, limits = defaultReadLimits } = deps;
    return { definition, stream, scope, send: limitAnswers(send, limits), clock, limits, signal };
  }
  return {
    async *read({ integration, startAt, limit, signal }) {
      const opened = await open(integration, signal);
      yield* readStream({ ...opened, startAt: startAt as StreamCursor | undefined, limit });
    },
    async findPresent({ integration, of: what, nativeIds, signal }) {
      const opened = await open(integration, signal);
      const check = presenceOf(opened.stream, what);
      if (!check) throw new Error(`stream ${opened.stream.id} has no request that asks for single ${what}`);
      const shortened = nativeIds.filter(isShortenedId);
      if (shortened.length === 0) return findPresent(opened, check, nativeIds);
      const of = { integrationId: integration.id, nativeIdPath: opened.stream.nativeIdPath };
      const vendorIds = await deps.findVendorIds(of, shortened);
      const asked = nativeIds.map((nativeId) => vendorIds.get(nativeId) ?? nativeId);
      const present = await findPresent(opened, check, asked);
      // Who cannot be asked for by name is not gone.
      const isThere = (nativeId: string) =>
        present.has(vendorIds.get(nativeId) ?? nativeId) ||
        (isShortenedId(nativeId) && !vendorIds.has(nativeId));
      return new Set(nativeIds.filter(isThere));
    },
  };
}
