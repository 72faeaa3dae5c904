import { Button, CloseButton, Group, Popover, Skeleton, UnstyledButton } from '@mantine/core';
import { IconFilterPlus } from '@tabler/icons-react';
import { type ComponentProps, lazy, Suspense, useState } from 'react';
import { type Filter, formatFilter, parseFilter } from '../../lib/list-types.ts';
import classes from './filter-bar.module.css';
import type { FilterField } from './filter-kinds.ts';
import { describeFilter } from './filter-kinds.ts';

/** Most lists are only read: the form and its inputs come when a condition is asked for. */
const LazyForm = lazy(async () => ({ default: (await import('./filter-form.tsx')).FilterForm }));
function FilterForm(props: ComponentProps<typeof LazyForm>) {
  return (
    <Suspense fallback={<Skeleton height={150} aria-label="Loading the form" />}>
      <LazyForm {...props} />
    </Suspense>
  );
}

interface FilterBarProps {
  fields: FilterField[];
  filters: string[];
  onChange: (filters: string[]) => void;
  isAdding: boolean;
  onAddingChange: (isAdding: boolean) => void;
}

/** The button that adds a condition, and a chip for each one: click to change it, cross to remove it. */
export function AddFilterButton({ fields, filters, onChange, isAdding, onAddingChange }: FilterBarProps) {
  const add = (filter: Filter) => {
    onChange([...filters, formatFilter(filter)]);
    onAddingChange(false);
  };
  return (
    <Popover
      opened={isAdding}
      onChange={onAddingChange}
      position="bottom-start"
      width={280}
      trapFocus
      withRoles
    >
      <Popover.Target>
        <Button
          variant="default"
          h={34}
          px="sm"
          leftSection={<IconFilterPlus size={17} />}
          onClick={() => onAddingChange(!isAdding)}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a filter">
        <FilterForm fields={fields} onSubmit={add} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function FilterChips({
  fields,
  filters,
  onChange,
}: Pick<FilterBarProps, 'fields' | 'filters' | 'onChange'>) {
  if (filters.length === 0) return null;
  return (
    <Group gap={6} mb={8} component="ul" className={classes.chips} aria-label="Active filters">
      {filters.map((text, index) => (
        <FilterChip
          // The same condition may stand twice while it is being edited.
          key={`${text}-${index}`}
          text={text}
          fields={fields}
          onChange={(next) => onChange(filters.map((other, at) => (at === index ? next : other)))}
          onRemove={() => onChange(filters.filter((_, at) => at !== index))}
        />
      ))}
      <li>
        <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
          Clear filters
        </Button>
      </li>
    </Group>
  );
}

interface FilterChipProps {
  text: string;
  fields: FilterField[];
  onChange: (text: string) => void;
  onRemove: () => void;
}

function FilterChip({ text, fields, onChange, onRemove }: FilterChipProps) {
  const [isOpen, setOpen] = useState(false);
  const filter = parseFilter(text);
  const words = filter ? describeFilter(filter, fields) : text;
  return (
    <li className={classes.chip}>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={280} trapFocus withRoles>
        <Popover.Target>
          <UnstyledButton
            className={classes.words}
            onClick={() => setOpen(!isOpen)}
            aria-label={`Change filter: ${words}`}
          >
            {words}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label="Change the filter">
          <FilterForm
            fields={fields}
            {...(filter ? { initial: filter } : {})}
            onSubmit={(next) => {
              setOpen(false);
              onChange(formatFilter(next));
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <CloseButton size={24} iconSize={14} onClick={onRemove} aria-label={`Remove filter: ${words}`} />
    </li>
  );
}
