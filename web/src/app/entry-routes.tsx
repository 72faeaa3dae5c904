import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { setupQuery } from '../features/access/api/use-setup.ts';

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

/** Where to go after signing in: only a path of this site. */
function parseRedirect(search: Record<string, unknown>): { redirect?: string } {
  const { redirect: target } = search;
  return typeof target === 'string' && target.startsWith('/') && !target.startsWith('//')
    ? { redirect: target }
    : {};
}

/** First visit: creates the administrator. */
export const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: async ({ context }) => {
    const { isNeeded } = await context.queryClient.fetchQuery(setupQuery);
    if (!isNeeded) throw redirect({ to: '/sign-in', search: {} });
  },
  component: lazyRouteComponent(() => import('../features/access/components/setup-page.tsx'), 'SetupPage'),
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: parseRedirect,
  beforeLoad: async ({ context }) => {
    const { isNeeded } = await context.queryClient.fetchQuery(setupQuery);
    if (isNeeded) throw redirect({ to: '/setup' });
  },
  component: lazyRouteComponent(() => import('../features/access/components/sign-in-page.tsx'), 'SignInPage'),
});
