import { Combobox, Text, TextInput, type TextInputProps, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type RecordObject, recordKinds } from '../data/record-kinds.ts';
import { type FoundRecord, useSearchRecords } from '../data/use-search-records.ts';
import { describeError } from '../lib/api-error.ts';
import { useSearchPlaces } from './use-search-places.ts';

const shownOfEach = 5;
const pages = { people: '/people/$id', assets: '/assets/$id', software: '/software/$id' } as const;

interface SearchBoxProps {
  text: string;
  onText: (text: string) => void;
  look: TextInputProps;
}

/** The search with what it finds below it. It stands in the place of a plain input once that is used. */
export function SearchBox({ text, onText, look }: SearchBoxProps) {
  const [q] = useDebouncedValue(text.trim(), 200);
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const people = useSearchRecords('people', q, shownOfEach);
  const assets = useSearchRecords('assets', q, shownOfEach);
  const software = useSearchRecords('software', q, shownOfEach);
  const searches = [
    { object: 'people' as const, ...people },
    { object: 'assets' as const, ...assets },
    { object: 'software' as const, ...software },
  ];
  const places = useSearchPlaces(q, shownOfEach);
  const error = places.error ?? searches.find((search) => search.error)?.error;
  const isEmpty =
    places.groups.every(({ found }) => found.length === 0) &&
    searches.every(({ data }) => data !== undefined && data.length === 0);
  useEffect(() => {
    // The plain input in whose place it stands had the focus, unless the person has gone on meanwhile.
    if (document.activeElement === document.body) input.current?.focus();
  }, []);
  useHotkeys([['/', () => input.current?.focus()]]);

  const choose = (value: string) => {
    combobox.closeDropdown();
    onText('');
    input.current?.blur();
    if (value.startsWith('/')) {
      void navigate({ to: value });
      return;
    }
    const [object, id] = value.split(' ') as [RecordObject, string];
    if (id === 'all') void navigate({ to: recordKinds[object].path, search: { q } });
    else void navigate({ to: pages[object], params: { id } });
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md">
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={input}
          {...look}
          value={text}
          onChange={(event) => {
            onText(event.currentTarget.value);
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
        <Combobox.Options aria-label="Found" mah={420} style={{ overflowY: 'auto' }}>
          {searches.map(({ object, data }) =>
            data && data.length > 0 ? <FoundGroup key={object} object={object} found={data} q={q} /> : null,
          )}
          {places.groups.map(({ label, found }) =>
            found.length > 0 ? (
              <Combobox.Group key={label} label={label}>
                {found.map(({ to, title, subtitle }) => (
                  <Combobox.Option key={to} value={to}>
                    <Text truncate>{title}</Text>
                    {subtitle ? (
                      <Text size="xs" c="dimmed" truncate>
                        {subtitle}
                      </Text>
                    ) : null}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ) : null,
          )}
          {error ? <Combobox.Empty>{describeError(error)}</Combobox.Empty> : null}
          {!error && isEmpty ? <Combobox.Empty>Nothing matches “{q}”.</Combobox.Empty> : null}
          {!error && searches.every(({ data }) => data === undefined) ? (
            <Combobox.Empty>Searching…</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function FoundGroup({ object, found, q }: { object: RecordObject; found: FoundRecord[]; q: string }) {
  return (
    <Combobox.Group label={recordKinds[object].title}>
      {found.map(({ id, title, subtitle }) => (
        <Combobox.Option key={id} value={`${object} ${id}`}>
          <Text truncate>{title}</Text>
          {subtitle === '' ? null : (
            <Text size="xs" c="dimmed" truncate>
              {subtitle}
            </Text>
          )}
        </Combobox.Option>
      ))}
      {found.length === shownOfEach ? (
        <Combobox.Option value={`${object} all`}>
          Show all {recordKinds[object].nouns[1]} that match “{q}”
        </Combobox.Option>
      ) : null}
    </Combobox.Group>
  );
}
