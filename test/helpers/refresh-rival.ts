/** One of several processes that need the same token at once: url, master key, credential id, number of requests. */
import { makeDb } from '../../src/db/client.ts';
import { makeMemoryLog } from './silent-log.ts';
import { makeTestConnector, makeTestVault } from './with-vault.ts';

const [url = '', masterKey = '', id = '', requestCount = ''] = process.argv.slice(2);
const definition = makeTestConnector();
const db = makeDb({ url, log: makeMemoryLog(), maxConnectionCount: 2 });
const { vault, close } = await makeTestVault({ db, definitions: [definition], masterKey });
const answers = await Promise.all(
  Array.from({ length: Number(requestCount) }, () =>
    vault
      .makeSendPort({ credentialId: Number(id), definition, log: makeMemoryLog() })
      .send({ method: 'GET', path: '/api/me', query: {}, headers: {} }),
  ),
);
await close();
await db.close();
process.send?.(answers.map(({ status }) => status));
process.disconnect?.();
