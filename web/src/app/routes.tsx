import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { parseCatalogSearch } from '../features/catalog/catalog-search.ts';
import { ApiError } from '../lib/api-error.ts';
import { parseListSearch } from '../lib/search-params.ts';
import { meQuery } from '../session/use-me.ts';
import { rootRoute, setupRoute, signInRoute } from './entry-routes.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { parseCredentialSearch, parseWorkSearch } from './page-search.ts';

/** Everything inside needs a signed-in user. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery);
    } catch (err) {
      if (!(err instanceof ApiError) || err.status !== 401) throw err;
      throw redirect({
        to: '/sign-in',
        search: location.pathname === '/' ? {} : { redirect: location.href },
      });
    }
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
});

const inShell = { getParentRoute: () => shellRoute };
const listSearch = { validateSearch: parseListSearch };
const workSearch = { validateSearch: parseWorkSearch };

const pages = [
  createRoute({
    ...inShell,
    path: '/',
    component: lazyRouteComponent(
      () => import('../features/overview/components/overview-page.tsx'),
      'OverviewPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/people',
    component: lazyRouteComponent(
      () => import('../features/records/components/records-page.tsx'),
      'PeoplePage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/people/$id',
    component: lazyRouteComponent(
      () => import('../features/records/components/record-page.tsx'),
      'PersonPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/assets',
    component: lazyRouteComponent(
      () => import('../features/records/components/records-page.tsx'),
      'AssetsPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/assets/$id',
    component: lazyRouteComponent(
      () => import('../features/records/components/record-page.tsx'),
      'AssetPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/software',
    component: lazyRouteComponent(
      () => import('../features/records/components/records-page.tsx'),
      'SoftwarePage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/software/$id',
    component: lazyRouteComponent(
      () => import('../features/records/components/record-page.tsx'),
      'ProductPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/software-names',
    component: lazyRouteComponent(
      () => import('../features/software-names/components/software-names-page.tsx'),
      'SoftwareNamesPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/parked-records',
    component: lazyRouteComponent(
      () => import('../features/parked-records/components/parked-records-page.tsx'),
      'ParkedRecordsPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/placeholders',
    component: lazyRouteComponent(
      () => import('../features/placeholders/components/placeholders-page.tsx'),
      'PlaceholdersPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/retention',
    component: lazyRouteComponent(
      () => import('../features/forgetting/components/retention-page.tsx'),
      'RetentionPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/erased-people',
    component: lazyRouteComponent(
      () => import('../features/forgetting/components/erased-people-page.tsx'),
      'ErasedPeoplePage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/saas',
    component: lazyRouteComponent(() => import('../features/saas/components/saas-page.tsx'), 'SaasPage'),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/saas/$id',
    component: lazyRouteComponent(
      () => import('../features/saas/components/saas-app-page.tsx'),
      'SaasAppPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/credentials',
    component: lazyRouteComponent(
      () => import('../features/credentials/components/credentials-page.tsx'),
      'CredentialsPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/credentials/new',
    validateSearch: parseCredentialSearch,
    component: lazyRouteComponent(
      () => import('../features/credentials/components/new-credential-page.tsx'),
      'NewCredentialPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/credentials/$id',
    component: lazyRouteComponent(
      () => import('../features/credentials/components/credential-page.tsx'),
      'CredentialPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/global-settings',
    component: lazyRouteComponent(
      () => import('../features/global-settings/components/global-settings-page.tsx'),
      'GlobalSettingsPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/users',
    component: lazyRouteComponent(() => import('../features/users/components/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/api-tokens',
    component: lazyRouteComponent(
      () => import('../features/api-tokens/components/api-tokens-page.tsx'),
      'ApiTokensPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/audit',
    component: lazyRouteComponent(() => import('../features/audit/components/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    ...inShell,
    ...listSearch,
    path: '/notifications',
    component: lazyRouteComponent(
      () => import('../features/notifications/components/notifications-page.tsx'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    ...inShell,
    validateSearch: parseCatalogSearch,
    path: '/catalog',
    component: lazyRouteComponent(
      () => import('../features/catalog/components/catalog-page.tsx'),
      'CatalogPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/catalog/$connectorId',
    component: lazyRouteComponent(
      () => import('../features/catalog/components/connector-page.tsx'),
      'ConnectorPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...workSearch,
    path: '/integrations',
    component: lazyRouteComponent(
      () => import('../features/integrations/components/integrations-page.tsx'),
      'IntegrationsPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...workSearch,
    path: '/integrations/$id',
    component: lazyRouteComponent(
      () => import('../features/integrations/components/integration-page.tsx'),
      'IntegrationPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...workSearch,
    path: '/integrations/$id/mapping',
    component: lazyRouteComponent(
      () => import('../features/mapping/components/mapping-page.tsx'),
      'MappingPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...workSearch,
    path: '/sessions',
    component: lazyRouteComponent(
      () => import('../features/sessions/components/sessions-page.tsx'),
      'SessionsPage',
    ),
  }),
  createRoute({
    ...inShell,
    ...workSearch,
    path: '/sessions/$id',
    component: lazyRouteComponent(
      () => import('../features/sessions/components/session-page.tsx'),
      'SessionPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '$',
    component: NotFoundPage,
  }),
  createRoute({
    ...inShell,
    path: '/profile',
    component: lazyRouteComponent(
      () => import('../features/access/components/profile-page.tsx'),
      'ProfilePage',
    ),
  }),
] as const;

const shell = shellRoute.addChildren([...pages]);

/** Every component in every state: only where pages are developed. */
const makeGallery = () =>
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/gallery',
    component: lazyRouteComponent(() => import('./gallery/gallery-page.tsx'), 'GalleryPage'),
  });

const release = [setupRoute, signInRoute, shell] as const;
export const routeTree = rootRoute.addChildren(
  // For types the development route is as good as not there: nothing links to it.
  import.meta.env.DEV ? ([...release, makeGallery()] as unknown as typeof release) : release,
);
