import type { Db } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { formatSyslogAddress, type SyslogReceiver } from '../model/syslog-address.ts';
import { appendLines } from './append-file.ts';
import { type AuditStream, makeAuditStream, type StreamTarget } from './audit-stream.ts';
import {
  formatDatagram,
  formatEntry,
  formatSyslog,
  frameMessage,
  type SyslogOrigin,
} from './format-entry.ts';
import { sendDatagrams, sendOverConnection } from './send-syslog.ts';

export interface AuditStreamSettings {
  /** Absolute. */
  file: string | undefined;
  syslog: SyslogReceiver | undefined;
}

/** More does not fit into one datagram. */
const maxDatagramBytes = 65_000;

/** What is sent where, for each stream that is set up. */
export function makeStreamTargets(
  settings: AuditStreamSettings,
  { clock, origin }: { clock: Clock; origin: SyslogOrigin },
): StreamTarget[] {
  const { file, syslog } = settings;
  const targets: StreamTarget[] = [];
  if (file !== undefined)
    targets.push({
      kind: 'file',
      name: file,
      deliver: (entries) => appendLines(file, entries.map(formatEntry)),
    });
  if (syslog)
    targets.push({
      kind: 'syslog',
      name: formatSyslogAddress(syslog.address),
      deliver: (entries, signal) =>
        syslog.address.transport === 'udp'
          ? sendDatagrams(
              syslog,
              entries.map((entry) => formatDatagram(entry, origin, maxDatagramBytes)),
              { clock, signal },
            )
          : sendOverConnection(
              syslog,
              entries.map((entry) => frameMessage(formatSyslog(entry, origin))).join(''),
              { clock, signal },
            ),
    });
  return targets;
}

/** All streams of this process. Without a setting there are none, and nothing is looked at. */
export function makeAuditStreams(deps: {
  db: Db;
  clock: Clock;
  log: Logger;
  settings: AuditStreamSettings;
  origin: SyslogOrigin;
  holder: string;
}): AuditStream {
  const { settings, origin, ...rest } = deps;
  const streams = makeStreamTargets(settings, { clock: deps.clock, origin }).map((target) =>
    makeAuditStream({ ...rest, target }),
  );
  return {
    start() {
      for (const stream of streams) stream.start();
    },
    async stop() {
      await Promise.all(streams.map((stream) => stream.stop()));
    },
  };
}
