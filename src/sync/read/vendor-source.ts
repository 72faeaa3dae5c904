import {
  type ConnectorDefinition,
  fillValues,
  findPresent,
  type Globals,
  presenceOf,
  readStream,
  type SendPort,
  type StreamCursor,
} from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
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
  loadScope(credentialId: number): Promise<{ fields: Record<string, string>; globals: Globals }>;
  clock: Clock;
  log: Logger;
}

/** Reads an integration's stream from the vendor. Throws SYNC_NO_CREDENTIAL, CONNECTOR_*, EGRESS_* and VAULT_*. */
export function makeVendorSource(deps: VendorSourceDeps): SourceReader {
  async function open(integration: IntegrationRow, signal: AbortSignal) {
    const { definition, stream } = findStream(deps.findDefinition, integration);
    if (integration.credentialId === null)
      throw makeError('SYNC_NO_CREDENTIAL', { integration: integration.name });
    const { fields, globals } = await deps.loadScope(integration.credentialId);
    const settings = fillValues(definition.settings, integration.settings, globals);
    const send = deps.openSend({
      credentialId: integration.credentialId,
      definition,
      caBundlePem: integration.caBundlePem,
      extraScope: { settings },
      signal,
      log: deps.log,
    });
    const scope = { settings, fields, globals };
    return { definition, stream, scope, send, clock: deps.clock, signal };
  }
  return {
    async *read({ integration, startAt, limit, signal }) {
      const opened = await open(integration, signal);
      yield* readStream({ ...opened, startAt: startAt as StreamCursor | undefined, limit });
    },
    async findPresent({ integration, of, nativeIds, signal }) {
      const opened = await open(integration, signal);
      const check = presenceOf(opened.stream, of);
      if (!check) throw new Error(`stream ${opened.stream.id} has no request that asks for single ${of}`);
      return findPresent(opened, check, nativeIds);
    },
  };
}
