import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { makeQueryClient } from '../lib/query-client.ts';
import { queryKeys } from '../lib/query-keys.ts';
import { parseSearch, stringifySearch } from '../lib/search-params.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { RouteError } from './route-error.tsx';
import { RoutePending } from './route-pending.tsx';
import { routeTree } from './routes.tsx';

function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
    defaultPendingMs: 200,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: RouteError,
    defaultPendingComponent: RoutePending,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** Builds the router and the cache; a call that answers 401 leads to sign-in and, after it, back to the same page. */
export function makeApp() {
  const queryClient: QueryClient = makeQueryClient(() => {
    const here = router.state.location;
    if (here.pathname === '/sign-in' || here.pathname === '/setup') return;
    queryClient.removeQueries(queryKeys.at('/api/me'));
    void router.navigate({ to: '/sign-in', search: { redirect: here.href } });
  });
  const router = makeRouter(queryClient);
  // The code of the page comes while the server is asked who is signed in, not after it.
  for (const { routeId } of router.matchRoutes(router.latestLocation))
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById]);
  return { queryClient, router };
}
