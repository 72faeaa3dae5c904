import { useDraggable } from '@dnd-kit/core';
import { ActionIcon, Text, TextInput } from '@mantine/core';
import { IconArrowRight, IconGripVertical, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Section } from '../../../components/section.tsx';
import { type MusterField, type SourceField, sourceTypeLabels } from '../api/mapping-types.ts';
import { isNothing, showSample, syncTimePath } from '../sample-text.ts';
import classes from './mapping.module.css';
import { type PickGroup, PickList } from './pick-list.tsx';

interface SourceListProps {
  vendor: string;
  sources: SourceField[];
  fields: MusterField[];
  /** The sampled record that is shown; undefined without a sample. */
  record: unknown;
  stepper: ReactNode;
  /** Labels of the Muster fields by source path. */
  usedBy: Map<string, string[]>;
  mayChange: boolean;
  /** `target` is a field's name or `newFieldChoice`. */
  onMap: (source: SourceField, target: string) => void;
}

export const newFieldChoice = '__new__';

/** The vendor's fields with live values: drag one onto a Muster field, or choose where it goes. */
export function SourceList(props: SourceListProps) {
  const { vendor, sources, fields, stepper } = props;
  const [text, setText] = useState('');
  const words = text.trim().toLowerCase();
  const shown = sources.filter((source) => `${source.label} ${source.path}`.toLowerCase().includes(words));
  const targets: PickGroup[] = [
    { label: 'Muster fields', items: fields.map(({ name, label }) => ({ value: name, label })) },
    {
      label: 'Other',
      items: [{ value: newFieldChoice, label: 'Add new Muster field', movesFocus: true }],
      isAlwaysShown: true,
    },
  ];
  return (
    <div className={classes.panel}>
      <Section title={`${vendor} fields`} isFlush>
        <div className={classes.search}>
          <TextInput
            size="xs"
            aria-label={`Search ${vendor} fields`}
            placeholder="Search fields"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {stepper}
        </div>
        <ul className={`${classes.list} ${classes.scroll}`} aria-label={`${vendor} fields`}>
          {shown.map((source) => (
            <Source key={source.path} source={source} targets={targets} {...props} />
          ))}
        </ul>
        {shown.length === 0 ? (
          <Text c="dimmed" size="sm" px="md" pb="md">
            No field matches “{text}”.
          </Text>
        ) : null}
      </Section>
    </div>
  );
}

function Source({
  source,
  targets,
  record,
  usedBy,
  mayChange,
  onMap,
}: SourceListProps & { source: SourceField; targets: PickGroup[] }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: source.path,
    disabled: !mayChange,
  });
  const value = showSample(source, record);
  const uses = usedBy.get(source.path) ?? [];
  return (
    <li
      ref={setNodeRef}
      className={classes.source}
      data-dragging={isDragging || undefined}
      data-draggable={mayChange || undefined}
      {...listeners}
    >
      {mayChange ? (
        <ActionIcon
          size="sm"
          ref={setActivatorNodeRef}
          className={classes.grip ?? ''}
          {...attributes}
          aria-label={`${source.label}, drag to a Muster field`}
        >
          <IconGripVertical size={15} />
        </ActionIcon>
      ) : null}
      <div className={classes.sourceWords}>
        <div className={classes.sourceName}>
          <Text component="span" fw={600} size="sm">
            {source.label}
          </Text>
          <Text component="span" size="xs" c="dimmed">
            {sourceTypeLabels[source.type]}
          </Text>
        </div>
        <div className={classes.sample} data-nothing={isNothing(value) || undefined} title={value}>
          {value ?? 'not sampled yet'}
        </div>
        <Text size="xs" c="dimmed">
          {describeFill(source)}
          {uses.length > 0 ? (
            <span className={classes.used}>
              <IconArrowRight size={12} aria-label="mapped to" /> {uses.join(', ')}
            </span>
          ) : null}
        </Text>
      </div>
      {mayChange ? (
        <div className={classes.mapTo}>
          <PickList
            label={`Map ${source.label} to a Muster field`}
            searchLabel="Search Muster fields"
            groups={targets}
            onPick={(target) => onMap(source, target)}
            width={240}
          >
            Map to
          </PickList>
        </div>
      ) : null}
    </li>
  );
}

function describeFill({ path, recordCount, emptyCount }: SourceField): string {
  if (recordCount === 0 || path === syncTimePath) return '';
  if (emptyCount === recordCount) return 'empty in every sampled record ';
  return emptyCount === 0 ? '' : `empty in ${emptyCount} of ${recordCount} `;
}
