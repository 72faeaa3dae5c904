import { Select } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { ListSearchInput } from '../../../components/list/list-search-input.tsx';
import type { paths } from '../../../lib/api-types.generated.ts';
import { type CatalogSearch, parseCatalogSearch } from '../catalog-search.ts';
import { authKindLabels, objectLabels } from '../catalog-words.ts';
import classes from './catalog.module.css';

type Catalog = paths['/api/connectors']['get']['responses'][200]['content']['application/json'];

interface CatalogFiltersProps {
  search: CatalogSearch;
  /** What the whole catalog can be narrowed by; undefined before the first answer. */
  facets: Catalog['facets'] | undefined;
  onChange: (search: CatalogSearch, isTyping: boolean) => void;
}

export function CatalogFilters({ search, facets, onChange }: CatalogFiltersProps) {
  const searchRef = useRef<HTMLInputElement>(null);
  useHotkeys([['s', () => searchRef.current?.focus()]]);
  const set = (part: { [Key in keyof CatalogSearch]: string | null }, isTyping = false) =>
    onChange(parseCatalogSearch({ ...search, ...part }), isTyping);
  return (
    <search className={classes.filters}>
      <ListSearchInput
        label="Search the catalog"
        value={search.q ?? ''}
        onSearch={(q) => set({ q }, true)}
        inputRef={searchRef}
      />
      <FilterSelect
        label="Category"
        anyLabel="Any category"
        value={search.category}
        // Before the first answer the chosen one is all that is known.
        options={(facets?.categories ?? [search.category ?? []].flat()).map((value) => ({
          value,
          label: value,
        }))}
        onChange={(category) => set({ category })}
      />
      <FilterSelect
        label="Object"
        anyLabel="Any object"
        value={search.object}
        options={(facets?.objects ?? [search.object ?? []].flat()).map((value) => ({
          value,
          label: objectLabels[value],
        }))}
        onChange={(object) => set({ object })}
      />
      <FilterSelect
        label="Way of signing in"
        anyLabel="Any sign-in"
        value={search.authKind}
        options={(facets?.authKinds ?? [search.authKind ?? []].flat()).map((value) => ({
          value,
          label: authKindLabels[value],
        }))}
        onChange={(authKind) => set({ authKind })}
      />
    </search>
  );
}

interface FilterSelectProps {
  label: string;
  anyLabel: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

function FilterSelect({ label, anyLabel, value, options, onChange }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      placeholder={anyLabel}
      data={options}
      value={value ?? null}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': `Clear: ${label}` }}
      className={classes.filter}
      styles={{ input: { height: 34, minHeight: 34 } }}
    />
  );
}
