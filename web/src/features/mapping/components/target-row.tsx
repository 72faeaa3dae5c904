import { useDroppable } from '@dnd-kit/core';
import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconAsterisk, IconPencil, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import type { Mapping, MappingRow } from '../../../data/use-mapping.ts';
import { fieldTypeOf } from '../../../field-types/field-types.tsx';
import type { MusterField, SourceField } from '../api/mapping-types.ts';
import type { MappingChange } from '../mapping-draft.ts';
import classes from './mapping.module.css';
import { SourcePicker } from './source-picker.tsx';
import { SyncKeyControl } from './sync-key-control.tsx';
import { WriteRuleSelect } from './write-rule-select.tsx';

export interface TargetRowProps {
  field: MusterField;
  row: MappingRow | undefined;
  mapping: Mapping;
  fields: MusterField[];
  sources: SourceField[];
  record: unknown;
  mayChange: boolean;
  /** The server's refusal that belongs to this field. */
  error: string | undefined;
  /** Doubts about it as a sync key, from the sample. */
  warnings: string[];
  change: (change: MappingChange) => void;
  onAddField: () => void;
  onChangeField: (field: MusterField) => void;
}

/** One Muster field: where its value comes from, how it is written, and whether it is a sync key. */
export const TargetRow = memo(function TargetRow(props: TargetRowProps) {
  const { field, row, mayChange, error, warnings, change, onChangeField } = props;
  const { setNodeRef, isOver } = useDroppable({ id: field.name, disabled: !mayChange });
  const isMissing = field.isMandatory && !row;
  return (
    <li ref={setNodeRef} className={classes.target} data-over={isOver || undefined} data-field={field.name}>
      <div className={classes.targetName}>
        <Text component="span" fw={600} size="sm">
          {field.label}
        </Text>
        {field.isMandatory ? (
          <IconAsterisk size={11} aria-label="mandatory" color="var(--muster-bad)" />
        ) : null}
        <Text size="xs" c="dimmed">
          {[fieldTypeOf(field).label, field.isUnique ? 'Unique' : '', field.isCustom ? 'own field' : '']
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {field.isCustom && mayChange ? (
          <ActionIcon
            size="sm"
            aria-label={`Rename or delete the field ${field.label}`}
            onClick={() => onChangeField(field)}
          >
            <IconPencil size={13} />
          </ActionIcon>
        ) : null}
      </div>
      <div className={classes.targetBody}>
        <div className={classes.targetSource}>
          <SourcePicker {...props} isMissing={isMissing} />
          {row ? <WriteRuleSelect {...props} row={row} /> : null}
          {row && mayChange ? (
            <Tooltip label="Remove this mapping">
              <ActionIcon
                size="sm"
                aria-label={`Remove the mapping of ${field.label}`}
                onClick={() => change({ kind: 'unmap', target: field.name })}
              >
                <IconX size={15} />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </div>
        {row && field.isUnique ? <SyncKeyControl {...props} row={row} /> : null}
        {error ? <Notice tone="bad" text={error} /> : null}
        {warnings.map((text) => (
          <Notice key={text} tone="warn" text={text} />
        ))}
      </div>
    </li>
  );
});

export function Notice({ tone, text }: { tone: 'bad' | 'warn'; text: string }) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <IconAlertTriangle size={14} aria-label={tone === 'bad' ? 'Error' : 'Warning'} />
      <span>{text}</span>
    </div>
  );
}
