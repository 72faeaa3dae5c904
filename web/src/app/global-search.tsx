import { Kbd, TextInput, type TextInputProps } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, startTransition, useRef, useState } from 'react';
import { usePhone } from '../lib/use-phone.ts';

const SearchBox = lazy(async () => ({ default: (await import('./search-box.tsx')).SearchBox }));

/**
 * Finds records, integrations, credentials, sessions, settings and pages from anywhere: `/` jumps here, arrows choose,
 * Enter opens. What finds them is loaded when somebody comes here; what is typed until then is kept.
 */
export function GlobalSearch() {
  const [text, setText] = useState('');
  const [isUsed, setUsed] = useState(false);
  const isPhone = usePhone();
  const look: TextInputProps = {
    type: 'search',
    role: 'combobox',
    'aria-label': 'Search everything',
    placeholder: isPhone ? 'Search' : 'Search everything',
    leftSection: <IconSearch size={16} aria-hidden />,
    rightSection: isPhone ? null : <Kbd size="xs">/</Kbd>,
    rightSectionPointerEvents: 'none',
  };
  // A transition keeps the plain input, and the focus in it, until the other one is there.
  const use = () => startTransition(() => setUsed(true));
  return (
    <Suspense>
      {isUsed ? (
        <SearchBox text={text} onText={setText} look={look} />
      ) : (
        <PlainSearch text={text} onText={setText} look={look} onUse={use} />
      )}
    </Suspense>
  );
}

interface PlainSearchProps {
  text: string;
  onText: (text: string) => void;
  look: TextInputProps;
  onUse: () => void;
}

function PlainSearch({ text, onText, look, onUse }: PlainSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      {...look}
      aria-expanded={false}
      aria-haspopup="listbox"
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      onFocus={onUse}
    />
  );
}
