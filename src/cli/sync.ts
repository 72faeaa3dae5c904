import { parseArgs } from 'node:util';
import { makeError } from '../errors.ts';
import { buildMuster, type Muster } from '../main.ts';
import { outcomes } from '../sync/run.ts';
import type { SessionView } from '../sync/session/session-views.queries.ts';
import type { Command } from './command.ts';
import { makeProgressBar } from './progress-bar.ts';

const by = { source: 'cli', name: 'Command line' } as const;

export const sync: Command = {
  usage: 'sync NAME [--test|--preview] [--json]',
  help: 'Run an integration now and wait for its end.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { test: { type: 'boolean' }, preview: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const [name] = positionals;
    if (!name) {
      console.error('Name the integration: muster sync "Users of the service desk"');
      return 2;
    }
    const muster = await buildMuster({ config, log });
    try {
      await muster.startWorker();
      const integration = await findIntegration(muster, name);
      const kind = values.test ? 'test' : values.preview ? 'preview' : 'manual';
      const { sessionId } = await muster.integrations.start(by, integration.id, kind);
      const session = await waitForSession(muster, sessionId, values.json !== true);
      printSession(session, values.json === true);
      return session.status === 'succeeded' ? 0 : session.status === 'succeeded_with_errors' ? 3 : 1;
    } finally {
      await muster.close();
    }
  },
};

async function findIntegration(muster: Muster, name: string): Promise<{ id: number }> {
  const { items } = await muster.integrations.list({ q: name, sort: 'name', limit: 100 });
  const found = items.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (!found) {
    const near = items.map((item) => `"${item.name}"`).join(', ');
    throw makeError('API_NOT_FOUND', {
      what: `Integration "${name}"${near === '' ? '' : ` (there is ${near})`}`,
    });
  }
  return found;
}

/** Resolves with the session's last state. Ctrl-C cancels the session and waits for that. */
export async function waitForSession(
  muster: Muster,
  sessionId: number,
  showsProgress: boolean,
): Promise<SessionView> {
  const bar = showsProgress && process.stderr.isTTY ? makeProgressBar(process.stderr) : undefined;
  const cancel = () => {
    muster.requests.cancelSession(by, sessionId).catch(() => process.exit(130));
  };
  process.once('SIGINT', cancel);
  try {
    for (;;) {
      const session = await muster.sessions.get(sessionId);
      bar?.show(session);
      if (session.endedAt !== null) return session;
      await muster.clock.sleep(200);
    }
  } finally {
    process.off('SIGINT', cancel);
    bar?.end();
  }
}

export function printSession(session: SessionView, asJson: boolean): void {
  const { counts } = session;
  if (asJson) {
    console.log(
      JSON.stringify({
        session: session.id,
        integration: session.integrationName,
        kind: session.kind,
        status: session.status,
        elapsedMs: session.elapsedMs,
        ...counts,
        error: session.errorMessage,
      }),
    );
    return;
  }
  console.log(
    `${session.integrationName}: session ${session.id} ${session.status.replaceAll('_', ' ')} in ${(session.elapsedMs / 1_000).toFixed(1)} s`,
  );
  const shown = ['read', ...outcomes] as const;
  console.log(`  ${shown.map((name) => `${name} ${counts[name]}`).join(', ')}`);
  if (session.errorMessage) console.log(`  ${session.errorMessage}`);
}
