import type { App } from './app-types.ts';
import { registerAccessRoutes } from './routes/access.routes.ts';
import { registerAccountRoutes } from './routes/account.routes.ts';
import { registerApiTokensRoutes } from './routes/api-tokens.routes.ts';
import { registerAuditStreamsRoutes } from './routes/audit-streams.routes.ts';
import { registerConnectorsRoutes } from './routes/connectors.routes.ts';
import { registerCredentialsRoutes } from './routes/credentials.routes.ts';
import { registerErasuresRoutes } from './routes/erasures.routes.ts';
import { registerEventsRoutes } from './routes/events.routes.ts';
import { registerGlobalVariablesRoutes } from './routes/global-variables.routes.ts';
import { registerIntegrationsRoutes } from './routes/integrations.routes.ts';
import { registerNotificationsRoutes } from './routes/notifications.routes.ts';
import { registerOAuthRedirectRoutes } from './routes/oauth-redirect.routes.ts';
import { registerObjectsRoutes } from './routes/objects.routes.ts';
import { registerOverviewRoutes } from './routes/overview.routes.ts';
import { registerParkedRecordsRoutes } from './routes/parked-records.routes.ts';
import { registerPlaceholdersRoutes } from './routes/placeholders.routes.ts';
import { registerRecordsRoutes } from './routes/records.routes.ts';
import { registerRetentionRoutes } from './routes/retention.routes.ts';
import { registerSessionsRoutes } from './routes/sessions.routes.ts';
import { registerSoftwareRoutes } from './routes/software.routes.ts';
import { registerSystemRoutes } from './routes/system.routes.ts';
import { registerUsersRoutes } from './routes/users.routes.ts';

/** Everything the routes need, gathered from what each area asks for. */
export type Services = Parameters<typeof registerAccessRoutes>[1] &
  Parameters<typeof registerAccountRoutes>[1] &
  Parameters<typeof registerApiTokensRoutes>[1] &
  Parameters<typeof registerAuditStreamsRoutes>[1] &
  Parameters<typeof registerCredentialsRoutes>[1] &
  Parameters<typeof registerEventsRoutes>[1] &
  Parameters<typeof registerErasuresRoutes>[1] &
  Parameters<typeof registerGlobalVariablesRoutes>[1] &
  Parameters<typeof registerNotificationsRoutes>[1] &
  Parameters<typeof registerOAuthRedirectRoutes>[1] &
  Parameters<typeof registerOverviewRoutes>[1] &
  Parameters<typeof registerConnectorsRoutes>[1] &
  Parameters<typeof registerIntegrationsRoutes>[1] &
  Parameters<typeof registerObjectsRoutes>[1] &
  Parameters<typeof registerParkedRecordsRoutes>[1] &
  Parameters<typeof registerPlaceholdersRoutes>[1] &
  Parameters<typeof registerRecordsRoutes>[1] &
  Parameters<typeof registerRetentionRoutes>[1] &
  Parameters<typeof registerSoftwareRoutes>[1] &
  Parameters<typeof registerSessionsRoutes>[1] &
  Parameters<typeof registerSystemRoutes>[1] &
  Parameters<typeof registerUsersRoutes>[1];

const areas: readonly ((app: App, services: Services) => void)[] = [
  registerAccessRoutes,
  registerAccountRoutes,
  registerApiTokensRoutes,
  registerAuditStreamsRoutes,
  registerCredentialsRoutes,
  registerNotificationsRoutes,
  registerOAuthRedirectRoutes,
  registerOverviewRoutes,
  registerConnectorsRoutes,
  registerEventsRoutes,
  registerErasuresRoutes,
  registerGlobalVariablesRoutes,
  registerIntegrationsRoutes,
  registerObjectsRoutes,
  registerParkedRecordsRoutes,
  registerPlaceholdersRoutes,
  registerRecordsRoutes,
  registerRetentionRoutes,
  registerSoftwareRoutes,
  registerSessionsRoutes,
  registerSystemRoutes,
  registerUsersRoutes,
];

/** The one list of all routes, for `makeHttpApp`. */
export function listRegistrations(services: Services): ((app: App) => void)[] {
  return areas.map((register) => (app) => register(app, services));
}
