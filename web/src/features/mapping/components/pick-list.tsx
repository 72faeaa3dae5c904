import { Combobox, InputBase, Text, useCombobox } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import classes from './mapping.module.css';

export interface PickItem {
  value: string;
  label: string;
  /** Small text under the label: a path, a sample, a type. */
  note?: string | undefined;
  /** Something else takes the focus: an input, a dialog. */
  movesFocus?: boolean;
}

export interface PickGroup {
  label: string;
  items: PickItem[];
  /** Shown whatever is searched for: ways to go on when nothing fits. */
  isAlwaysShown?: boolean;
}

interface PickListProps {
  /** Says what is picked, for assistive technology. */
  label: string;
  searchLabel: string;
  groups: PickGroup[];
  onPick: (value: string) => void;
  chosen?: string | undefined;
  isDisabled?: boolean;
  isInvalid?: boolean;
  width?: number | 'target';
  /** What the closed control shows. */
  children: ReactNode;
}

/** A button that opens a searchable list of options in groups. */
export function PickList(props: PickListProps) {
  const { label, searchLabel, groups, onPick, chosen, isDisabled = false, isInvalid = false } = props;
  const [search, setSearch] = useState('');
  const movesFocus = useRef(false);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      if (!movesFocus.current) combobox.focusTarget();
      setSearch('');
    },
    onDropdownOpen: () => {
      movesFocus.current = false;
      combobox.focusSearchInput();
    },
  });
  const words = search.trim().toLowerCase();
  const shown = groups
    .map((group) => ({
      ...group,
      items: group.isAlwaysShown
        ? group.items
        : group.items.filter((item) => `${item.label} ${item.note ?? ''}`.toLowerCase().includes(words)),
    }))
    .filter((group) => group.items.length > 0);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(value) => {
        const item = groups.flatMap((group) => group.items).find((found) => found.value === value);
        movesFocus.current = item?.movesFocus ?? false;
        combobox.closeDropdown();
        onPick(value);
      }}
      width={props.width ?? 320}
      position="bottom-start"
      shadow="md"
    >
      <Combobox.Target targetType="button">
        <InputBase
          component="button"
          type="button"
          size="xs"
          pointer
          disabled={isDisabled}
          error={isInvalid}
          aria-label={label}
          rightSection={<Combobox.Chevron size="xs" />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.toggleDropdown()}
          classNames={{ input: classes.pick ?? '' }}
        >
          {props.children}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={searchLabel}
          aria-label={searchLabel}
          role="combobox"
          aria-expanded
        />
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label}>
          {combobox.dropdownOpened
            ? shown.map((group) => (
                <Combobox.Group key={group.label} label={group.label}>
                  {group.items.map((item) => (
                    <Combobox.Option key={item.value} value={item.value} selected={item.value === chosen}>
                      <Text component="span" size="sm" display="block" truncate>
                        {item.label}
                      </Text>
                      {item.note ? (
                        <Text component="span" size="xs" className={classes.note} display="block" truncate>
                          {item.note}
                        </Text>
                      ) : null}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ))
            : null}
          {combobox.dropdownOpened && shown.every((group) => group.isAlwaysShown) && words !== '' ? (
            <Combobox.Empty>Nothing matches “{search}”</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
