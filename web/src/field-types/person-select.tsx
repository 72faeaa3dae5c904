import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useSearchRecords } from '../data/use-search-records.ts';

interface PersonSelectProps {
  label: string;
  /** Id of the chosen person. */
  value: number | null;
  valueName: string | undefined;
  onChange: (id: number | null) => void;
  error: ReactNode;
}

const optionCount = 20;

/** A person by name or e-mail; the server searches. */
export function PersonSelect({ label, value, valueName, onChange, error }: PersonSelectProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState({
    value,
    label: valueName ?? (value === null ? '' : `Person ${value}`),
  });
  const [q] = useDebouncedValue(typed.trim(), 200);
  const isSearching = q !== '' && q !== chosen.label;
  const { data, isFetching } = useSearchRecords('people', isSearching ? q : '', optionCount);
  const found = isSearching
    ? (data ?? []).map(({ id, title, subtitle }) => ({
        value: String(id),
        label: subtitle === '' ? title : `${title} (${subtitle})`,
      }))
    : [];
  const current = chosen.value === null ? [] : [{ value: String(chosen.value), label: chosen.label }];
  return (
    <Select
      label={label}
      error={error}
      placeholder="Type a name or e-mail address"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      searchValue={typed}
      onSearchChange={setTyped}
      // Already searched by the server, by more than the label.
      filter={({ options }) => options}
      data={isSearching ? found : current}
      value={value === null ? null : String(value)}
      onChange={(next, option) => {
        const id = next === null ? null : Number(next);
        setChosen({ value: id, label: option?.label ?? '' });
        onChange(id);
      }}
      nothingFoundMessage={isFetching ? 'Searching…' : isSearching ? 'Nobody found' : 'Type to search people'}
    />
  );
}
