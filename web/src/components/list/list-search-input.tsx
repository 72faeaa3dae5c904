import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';

interface ListSearchInputProps {
  label: string;
  value: string;
  onSearch: (q: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** Asks the server 250 ms after the last key; follows the address when back or forward is used. */
export function ListSearchInput({ label, value, onSearch, inputRef }: ListSearchInputProps) {
  const [text, setText] = useState(value);
  const searchSoon = useDebouncedCallback(onSearch, 250);
  useEffect(() => {
    if (document.activeElement !== inputRef.current) setText(value);
  }, [value, inputRef]);
  const change = (next: string) => {
    setText(next);
    searchSoon(next.trim());
  };
  return (
    <TextInput
      ref={inputRef}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
        )
      }
      style={{ flex: '1 1 200px', maxWidth: 340 }}
      styles={{ input: { height: 34, minHeight: 34 } }}
    />
  );
}
