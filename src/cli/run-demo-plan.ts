import type { AuthMethod, ConnectorDefinition, StreamDefinition } from '../connector-kit/index.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { SmartMapping } from '../mapping/smart-mapping.ts';
import type { DemoPlan } from '../simulation/simulator.ts';
import type { SessionView } from '../sync/session/session-views.queries.ts';
import type { DemoClient } from './demo-client.ts';

export interface DemoRun {
  name: string;
  session: SessionView;
  /** The session succeeded and read what the plan expects. */
  isRight: boolean;
}

/** What a person would do for one vendor: credential, integrations with their proposed mapping, test run, run. */
export async function runDemoPlan(
  client: DemoClient,
  definition: ConnectorDefinition,
  plan: DemoPlan,
  form: { settings: Record<string, string>; fields: Record<string, string> },
  say: (text: string) => void,
): Promise<DemoRun[]> {
  const method = definition.auth.find(({ id }) => id === plan.authMethodId);
  if (!method) throw new Error(`${definition.name} has no authorization type ${plan.authMethodId}`);
  for (const [key, value] of Object.entries(plan.globals ?? {}))
    await client.call('POST', '/api/global-variables', { key, value, isSecret: false });
  say(`Connecting ${definition.name} by ${method.title} …`);
  const credentialId = await connect(client, definition, method, form.fields);
  const runs: DemoRun[] = [];
  for (const wanted of plan.integrations) {
    const stream = definition.streams.find(({ id }) => id === wanted.streamId);
    if (!stream) throw new Error(`${definition.name} has no stream ${wanted.streamId}`);
    say(`Adding the integration "${stream.name}", mapping its fields, running it …`);
    const session = await runIntegration(client, definition, stream, credentialId, wanted, form.settings);
    const isRight = session.status === 'succeeded' && session.counts.read === wanted.expectedCount;
    runs.push({ name: wanted.name, session, isRight });
  }
  return runs;
}

async function connect(
  client: DemoClient,
  definition: ConnectorDefinition,
  method: AuthMethod,
  fields: Record<string, string>,
): Promise<number> {
  const form = Object.fromEntries(
    method.fields.flatMap(({ key }) => (fields[key] === undefined ? [] : [[key, fields[key]]])),
  );
  const needsPerson = method.kind === 'oauth2' && method.grant === 'authorization_code';
  const { id } = await client.call<{ id: number }>('POST', '/api/credentials', {
    connectorId: definition.id,
    methodId: method.id,
    name: `${definition.name} (simulated)`,
    isDraft: true,
    fields: form,
  });
  if (needsPerson) {
    const { authorizeUrl } = await client.call<{ authorizeUrl: string }>(
      'POST',
      `/api/credentials/${id}/authorize`,
    );
    await client.consent(authorizeUrl);
  } else {
    const { ok, message } = await client.call<{ ok: boolean; message: string }>(
      'POST',
      `/api/credentials/${id}/test`,
    );
    if (!ok) throw new Error(`${definition.name}: ${message}`);
  }
  await client.call('PATCH', `/api/credentials/${id}`, { isDraft: false });
  return id;
}

async function runIntegration(
  client: DemoClient,
  definition: ConnectorDefinition,
  stream: StreamDefinition,
  credentialId: number,
  { name, isPeopleOnly = false }: DemoPlan['integrations'][number],
  settings: Record<string, string>,
): Promise<SessionView> {
  const integration = await client.call<{ id: number }>('POST', '/api/integrations', {
    connectorId: definition.id,
    streamId: stream.id,
  });
  const path = `/api/integrations/${integration.id}`;
  await client.call('PATCH', path, {
    name,
    credentialId,
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...(stream.saas && !isPeopleOnly ? { userSelection: 'user_plus_saas' } : {}),
    integrationUser: `${definition.name} sync`,
  });
  await client.call('POST', `${path}/sample`);
  const suggestion = await client.call<SmartMapping>('POST', `${path}/mapping/suggest`);
  await client.call('PUT', `${path}/mapping`, { version: 0, mapping: makeMapping(stream, suggestion) });
  await finishSession(client, await client.call('POST', `${path}/test-run`));
  await client.call('POST', `${path}/launch`);
  return finishSession(client, await client.call('POST', `${path}/run`));
}

function makeMapping(stream: StreamDefinition, suggestion: SmartMapping): Mapping {
  let syncKeyPriority = 0;
  return {
    rows: [
      ...suggestion.proposals.map((proposal) => {
        if (proposal.isSyncKey) syncKeyPriority += 1;
        return {
          target: proposal.target,
          source: { kind: 'path' as const, path: proposal.source },
          writeRule: 'always' as const,
          ...(proposal.isSyncKey ? { syncKeyPriority } : {}),
        };
      }),
      ...(stream.object === 'people'
        ? [
            {
              target: 'role',
              source: { kind: 'literal' as const, value: 'Employee' },
              writeRule: 'always' as const,
            },
          ]
        : []),
    ],
    ...(suggestion.condition === undefined ? {} : { condition: suggestion.condition }),
  };
}

async function finishSession(client: DemoClient, started: { sessionId: number }): Promise<SessionView> {
  for (;;) {
    const session = await client.call<SessionView>('GET', `/api/sessions/${started.sessionId}`);
    if (session.endedAt !== null) return session;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
