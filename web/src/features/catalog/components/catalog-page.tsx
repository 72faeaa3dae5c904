import { Button, Text } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { adviseCatalog } from '../../../components/catalog-advice.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { useConnectors } from '../../../data/use-connectors.ts';
import { formatCount } from '../../../lib/format.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { type CatalogSearch, isNarrowed, parseCatalogSearch } from '../catalog-search.ts';
import { useCardKeys } from '../use-card-keys.ts';
import classes from './catalog.module.css';
import { CatalogFilters } from './catalog-filters.tsx';
import { ConnectorCardLink, ConnectorCardSkeleton } from './connector-card.tsx';

/** Everything Muster can connect to; search and filters live in the address. */
export function CatalogPage() {
  useTitle('Catalog');
  // The router adds what validateSearch has left out again.
  const search = parseCatalogSearch(useSearch({ from: '/shell/catalog' }));
  const navigate = useNavigate();
  const listRef = useRef<HTMLUListElement>(null);
  const { data, error, isPending, isPlaceholderData, refetch } = useConnectors(search);
  useCardKeys(listRef);
  const change = (next: CatalogSearch, isTyping: boolean) =>
    void navigate({ to: '/catalog', search: next, replace: isTyping, resetScroll: false });
  return (
    <>
      <PageHeader
        title="Catalog"
        crumbs={[{ label: 'Configuration' }]}
        description="What Muster can load from, with the set-up guide of each vendor."
      />
      <CatalogFilters search={search} facets={data?.facets} onChange={change} />
      <Text c="dimmed" size="sm" mb="xs" role="status" className="muster-tabular">
        {/* The line keeps its height while nothing is known yet. */}
        {data && !error ? formatCount(data.items.length, 'connector', 'connectors') : '\u00a0'}
      </Text>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && !error && data.items.length === 0 ? (
        <EmptyState
          icon={IconSearchOff}
          title={isNarrowed(search) ? 'No connector fits' : 'The catalog is empty'}
          text={
            isNarrowed(search)
              ? `${adviseCatalog(data.facets.categories, search.q ?? '')} Or take a filter away.`
              : 'This server was started without any connector. Ask whoever runs it.'
          }
          action={
            isNarrowed(search) ? (
              <Button variant="default" onClick={() => change({}, false)}>
                Clear search and filters
              </Button>
            ) : null
          }
        />
      ) : null}
      {error ? null : (
        <ul
          ref={listRef}
          className={classes.grid}
          aria-label="Connectors"
          aria-busy={isPending || isPlaceholderData}
        >
          {isPending
            ? [1, 2, 3, 4, 5, 6].map((key) => (
                <li key={key}>
                  <ConnectorCardSkeleton />
                </li>
              ))
            : data.items.map((connector) => (
                <li key={connector.id}>
                  <ConnectorCardLink connector={connector} />
                </li>
              ))}
        </ul>
      )}
    </>
  );
}
