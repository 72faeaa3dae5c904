/** One of several processes that start on the same empty data folder: path of the key file. */
import { makeSystemClock } from '../../src/clock.ts';
import { openMasterKeyring } from '../../src/vault/seal/master-key.ts';
import { makeMemoryLog } from './silent-log.ts';

const setting = { from: 'file' as const, path: process.argv[2] ?? '' };
const keyring = await openMasterKeyring({
  setting,
  clock: makeSystemClock(),
  log: makeMemoryLog(),
  beforeCreate: async () => undefined,
});
process.send?.((await keyring.getCurrent()).id);
process.disconnect?.();
