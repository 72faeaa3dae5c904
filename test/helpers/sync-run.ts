/** A run as the engine opens it, for tests of a room that writes: nothing can be decided with it. */
import { compileMapping } from '../../src/mapping/compile-mapping.ts';
import { peopleFields } from '../../src/model/objects.ts';
import { findStream } from '../../src/sync/read/find-stream.ts';
import { type IntegrationRow, type RunSession, type SyncRun, zeroCounters } from '../../src/sync/run.ts';
import { IdBitmap } from '../../src/sync/session/seen-ids.ts';
import { makeReleaseMemory } from '../../src/sync/software/resolve-software.ts';
import { testDefinition, testMapping } from './sync-world.ts';

export function makeTestRun(
  change: { integration?: Partial<IntegrationRow>; session?: Partial<RunSession> } = {},
): SyncRun {
  const integration: IntegrationRow = {
    id: 1,
    name: 'Test users',
    connectorId: testDefinition.id,
    streamId: 'users',
    object: 'people',
    credentialId: null,
    tenant: 'c1',
    settings: {},
    preference: 'create_and_update',
    userSelection: 'user_only',
    integrationUser: 'sync user',
    absencePolicy: 'keep',
    retireLimitPercent: 10,
    drift: { points: 5, factor: 3, firstPercent: 20 },
    caBundlePem: null,
    ...change.integration,
  };
  const { definition, stream } = findStream(() => testDefinition, integration);
  const compiled = compileMapping({ mapping: testMapping, fields: peopleFields, stream, globals: {} });
  return {
    setup: {
      integration,
      object: stream.object,
      table: stream.object,
      fields: new Map(peopleFields.map((field) => [field.name, field])),
      definition,
      stream,
      mapping: testMapping,
      mappingVersion: 1,
      compiled,
      policy: {
        preference: integration.preference,
        targets: [],
        syncKeys: compiled.syncKeys,
        placeholders: { has: () => false },
      },
      hasResolutions: false,
      isSaasFilled: false,
      fingerprint: compiled.fingerprint,
    },
    session: {
      id: 1,
      epoch: 1,
      kind: 'manual',
      at: new Date('2026-01-02T03:04:05Z'),
      isResumed: false,
      planSessionId: 0,
      saasId: undefined,
      signal: new AbortController().signal,
      ...change.session,
    },
    progress: {
      counters: zeroCounters(),
      cursor: undefined,
      isReadComplete: false,
      expectedCount: null,
      doubts: {},
      restartCount: 0,
      seen: new IdBitmap(),
      softwareSeen: new IdBitmap(),
      newSourceCount: 0,
      planSeq: 0,
    },
    memory: { releases: makeReleaseMemory(), hint: { mapsAhead: false } },
  };
}
