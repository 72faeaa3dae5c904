import { useDraggable } from '@dnd-kit/core';
import { Text, TextInput } from '@mantine/core';
import { IconGripVertical, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Section } from '../../../components/section.tsx';
import type { SourceField } from '../api/use-mapping.ts';
import classes from './mapping.module.css';

interface Props {
  vendor: string;
  fields: SourceField[];
  /** Targets by source path, to show what is used already. */
  usedBy: Map<string, string[]>;
}

/** The vendor's fields with what the sample shows; drag one onto a Muster field. */
export function SourceList({ vendor, fields, usedBy }: Props) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  // The fields of one stream are all here; this only narrows what is shown of them.
  const shown = fields.filter((field) => `${field.label} ${field.path}`.toLowerCase().includes(wanted));
  return (
    <Section title={`${vendor} fields`} isFlush>
      <div style={{ padding: '10px 12px' }}>
        <TextInput
          size="xs"
          aria-label={`Search ${vendor} fields`}
          placeholder="Search fields"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul className={`${classes.list} ${classes.scroll}`} aria-label={`${vendor} fields`}>
        {shown.map((field) => (
          <li key={field.path}>
            <Source field={field} usedBy={usedBy.get(field.path) ?? []} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Source({ field, usedBy }: { field: SourceField; usedBy: string[] }) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: field.path,
    data: { label: field.label },
  });
  const filled = field.recordCount - field.emptyCount;
  const sample =
    field.samples.length > 0
      ? field.samples.join(' · ')
      : field.recordCount === 0
        ? 'no sample yet'
        : 'empty in the sample';
  return (
    <button
      type="button"
      ref={setNodeRef}
      className={classes.source}
      data-dragging={isDragging || undefined}
      {...listeners}
      {...attributes}
    >
      <IconGripVertical size={16} aria-hidden color="var(--mantine-color-dimmed)" />
      <span>
        <Text component="span" fw={600}>
          {field.label}
        </Text>{' '}
        <Text component="span" size="xs" c="dimmed">
          {field.type.replaceAll('_', ' ')}
          {field.recordCount > 0 ? `, ${filled} of ${field.recordCount} filled` : ''}
          {usedBy.length > 0 ? ` → ${usedBy.join(', ')}` : ''}
        </Text>
      </span>
      <span className={classes.sample}>{sample}</span>
    </button>
  );
}
