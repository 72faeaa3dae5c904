import { Combobox, Kbd, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useSearchPeople } from '../features/people/api/use-search-people.ts';

/** Finds a person from anywhere: `/` jumps here, arrows choose, Enter opens. */
export function GlobalSearch() {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const input = useRef<HTMLInputElement>(null);
  const isPhone = useMediaQuery('(max-width: 48em)');
  const navigate = useNavigate();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { data, isFetching, error } = useSearchPeople(q);
  useHotkeys([['/', () => input.current?.focus()]]);

  const choose = (value: string) => {
    combobox.closeDropdown();
    setText('');
    input.current?.blur();
    if (value === 'all') void navigate({ to: '/people', search: { q } });
    else void navigate({ to: '/people/$id', params: { id: value } });
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md">
      <Combobox.Target>
        <TextInput
          ref={input}
          type="search"
          aria-label="Search people"
          placeholder="Search people"
          value={text}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={isPhone ? null : <Kbd size="xs">/</Kbd>}
          rightSectionPointerEvents="none"
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => text !== '' && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Escape') input.current?.blur();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={q === ''}>
        <Combobox.Options aria-label="People found">
          {(data?.items ?? []).map((person) => (
            <Combobox.Option key={person.id} value={String(person.id)}>
              <Text truncate>{person.title}</Text>
              <Text size="xs" c="dimmed" truncate>
                {person.subtitle}
              </Text>
            </Combobox.Option>
          ))}
          {data && data.items.length > 0 ? (
            <Combobox.Option value="all">Show all that match “{q}”</Combobox.Option>
          ) : (
            <Combobox.Empty>
              {error ? error.message : isFetching || !data ? 'Searching…' : `Nobody matches “${q}”.`}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
