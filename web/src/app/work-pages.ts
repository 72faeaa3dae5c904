import { lazyRouteComponent } from '@tanstack/react-router';
import { parseListSearch } from '../lib/search-params.ts';
import { NotFoundPage } from './not-found-page.tsx';

const modules = import.meta.glob<Record<string, () => React.ReactNode>>(
  '../features/{integrations,mapping,sessions}/components/*-page.tsx',
);

/** Loads `<file>.tsx` of an area's components by the name of its page. */
export function loadWorkPage(
  area: 'integrations' | 'mapping' | 'sessions',
  file: string,
  exportName: string,
) {
  return lazyRouteComponent(async () => {
    const load = modules[`../features/${area}/components/${file}.tsx`];
    const found = load ? (await load())[exportName] : undefined;
    return { page: found ?? NotFoundPage };
  }, 'page');
}

/** Search parameters of these pages: the list's own, and which view, tab or integration is shown. */
export function parseWorkSearch(search: Record<string, unknown>) {
  const text = (name: string) => (typeof search[name] === 'string' ? { [name]: search[name] } : {});
  return {
    ...parseListSearch(search),
    ...(text('view') as { view?: string }),
    ...(text('tab') as { tab?: string }),
    ...(text('integration') as { integration?: string }),
  };
}
