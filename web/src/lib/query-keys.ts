import { type QueryFilters, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { paths } from './api-types.generated.ts';

type Path = keyof paths;
type PathParams = Record<string, string | number>;

/**
 * Everything cached is kept under its request: method, path and parameters (openapi-react-query). These name what was
 * read from an address, for refreshing or forgetting it. A parameter that is left out stands for any.
 */
export const queryKeys = {
  /** What was read at the address itself, whatever the query. */
  at: (path: Path, params?: PathParams): QueryFilters => ({
    predicate: ({ queryKey }) => matches(queryKey, path, params, false),
  }),
  /** The same and everything below it: a list with its records and their parts. */
  below: (path: Path, params?: PathParams): QueryFilters => ({
    predicate: ({ queryKey }) => matches(queryKey, path, params, true),
  }),
};

/** Asks anew for all of it that is shown, and for the rest when it is shown again. */
export function useRefresh(): (...stale: QueryFilters[]) => Promise<unknown> {
  const queryClient = useQueryClient();
  return useCallback(
    (...stale) => Promise.all(stale.map((filter) => queryClient.invalidateQueries(filter))),
    [queryClient],
  );
}

/** Whether the request of a key went to the address. */
export function matches(
  [, path, init]: QueryKey,
  wantedPath: Path,
  wantedParams: PathParams | undefined,
  hasBelow: boolean,
): boolean {
  if (typeof path !== 'string') return false;
  const steps = fillPath(path, (init as { params?: { path?: PathParams } } | undefined)?.params?.path);
  const wanted = fillPath(wantedPath, wantedParams);
  if (hasBelow ? steps.length < wanted.length : steps.length !== wanted.length) return false;
  return wanted.every((step, index) => isParam(step) || step === steps[index]);
}

/** Whether a query reads what a topic of the server's events names: a path, `/*` at the end meaning everything below. */
export function isAtTopic(queryKey: QueryKey, topic: string): boolean {
  const hasBelow = topic.endsWith('/*');
  return matches(queryKey, (hasBelow ? topic.slice(0, -2) : topic) as Path, undefined, hasBelow);
}

const isParam = (step: string) => step.startsWith('{');

/** The steps of a path with its parameters filled in, as far as they are given. */
export function fillPath(path: string, params: PathParams = {}): string[] {
  return path.split('/').map((step) => (isParam(step) ? String(params[step.slice(1, -1)] ?? step) : step));
}
