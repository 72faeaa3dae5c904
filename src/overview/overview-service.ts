import { listWantedStreams } from '../audit-stream/audit-streams.queries.ts';
import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { IntegrationStatus } from '../model/integration-options.ts';
import { type AttentionItem, planAttention } from './attention.ts';
import { type IntegrationHealth, judgeHealth } from './integration-health.ts';
import {
  countRecords,
  countSessionsByDay,
  isTimeZone,
  listIntegrationStates,
  listRecentSessions,
  listTroubledCredentials,
  type RowCount,
  type SessionDay,
  type SessionSummary,
} from './overview.queries.ts';

export interface Overview {
  records: Record<'people' | 'assets' | 'software' | 'saas' | 'saasAccounts', RowCount>;
  integrations: {
    byStatus: Record<IntegrationStatus, number>;
    /** Active and paused integrations only. */
    byHealth: Record<IntegrationHealth, number>;
  };
  credentialsNeedingAttentionCount: number;
  sessionDays: SessionDay[];
  recentSessions: SessionSummary[];
  attention: AttentionItem[];
}

export interface OverviewService {
  /** Throws API_BAD_REQUEST for a time zone PostgreSQL does not know. */
  read(timeZone: string): Promise<Overview>;
}

const dayCount = 14;
const recentCount = 10;
/** Attention items shown at most; whoever has more starts with these. */
const attentionCount = 50;
/** A secret that ends within this time is worth a warning. */
const expiryWarningMs = 14 * 24 * 60 * 60_000;

export interface OverviewDeps {
  db: Db;
  clock: Clock;
  /** What keeps these integrations from running, in words, by id. */
  findNotReady(ids: readonly number[]): Promise<Map<number, string>>;
}

export function makeOverviewService({ db, clock, findNotReady }: OverviewDeps): OverviewService {
  return {
    async read(timeZone) {
      if (!(await isTimeZone(db, timeZone))) {
        throw makeError(
          'API_BAD_REQUEST',
          {
            problem: `"${timeZone}" is not a time zone. Use a name like Europe/Berlin, or leave it out for UTC.`,
          },
          { field: 'timeZone' },
        );
      }
      const now = clock.now();
      const [records, credentials, integrations, sessionDays, recentSessions, streams] = await Promise.all([
        countRecords(db),
        listTroubledCredentials(db, new Date(now.getTime() + expiryWarningMs)),
        listIntegrationStates(db),
        countSessionsByDay(db, now, dayCount, timeZone),
        listRecentSessions(db, recentCount),
        listWantedStreams(db),
      ]);
      const launched = integrations.filter(({ status }) => status !== 'draft').map(({ id }) => id);
      const problems = await findNotReady(launched);
      const states = integrations.map((state) => ({ ...state, problem: problems.get(state.id) ?? null }));
      const byStatus: Overview['integrations']['byStatus'] = { draft: 0, active: 0, paused: 0 };
      const byHealth: Overview['integrations']['byHealth'] = {
        ok: 0,
        failing: 0,
        needs_reauthentication: 0,
        needs_secret: 0,
        not_ready: 0,
        overdue: 0,
      };
      for (const state of states) {
        byStatus[state.status] += 1;
        if (state.status !== 'draft')
          byHealth[judgeHealth({ ...state, isReady: state.problem === null }, now)] += 1;
      }
      return {
        records,
        integrations: { byStatus, byHealth },
        credentialsNeedingAttentionCount: credentials.length,
        sessionDays,
        recentSessions,
        attention: planAttention(credentials, states, streams, now).slice(0, attentionCount),
      };
    },
  };
}
