import { useDroppable } from '@dnd-kit/core';
import { ActionIcon, Button, Checkbox, Select, Text, TextInput, Tooltip } from '@mantine/core';
import { IconKey, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { MappingRow, SourceField, TargetField } from '../api/use-mapping.ts';
import type { MappingDraft } from '../use-mapping-draft.ts';
import classes from './mapping.module.css';

interface Props {
  field: TargetField;
  row: MappingRow | undefined;
  sources: SourceField[];
  draft: MappingDraft;
  mayChange: boolean;
  error: string | undefined;
  onAddField(): void;
}

const writeRules = [
  { value: 'always', label: 'Write always' },
  { value: 'only_if_empty', label: 'Only if empty' },
  { value: 'on_create_only', label: 'On create only' },
];
const custom = '__custom__';
const fixed = '__fixed__';
const addNew = '__new__';

/** One Muster field: drop a source on it, or choose one from the list; then how it is written, and whether it is a sync key. */
export function TargetRow({ field, row, sources, draft, mayChange, error, onAddField }: Props) {
  const { setNodeRef, isOver } = useDroppable({ id: field.name, disabled: !mayChange });
  const isKnown =
    row?.source.kind === 'path' &&
    sources.some((source) => source.path === (row.source.kind === 'path' ? row.source.path : ''));
  const [mode, setMode] = useState<'list' | 'custom' | 'fixed'>(
    row === undefined || isKnown ? 'list' : row.source.kind === 'literal' ? 'fixed' : 'custom',
  );
  const shownMode = row && !isKnown ? (row.source.kind === 'literal' ? 'fixed' : 'custom') : mode;
  const path = row?.source.kind === 'path' ? row.source.path : '';
  const choose = (value: string | null) => {
    if (value === addNew) return onAddField();
    if (value === custom) return setMode('custom');
    if (value === fixed) return setMode('fixed');
    setMode('list');
    if (value === null) draft.clear(field.name);
    else draft.mapPath(field.name, value);
  };
  return (
    <li ref={setNodeRef} className={classes.target} data-over={isOver || undefined} data-field={field.name}>
      <div className={classes.line}>
        <div>
          <Text component="span" fw={600} id={`field-${field.name}`}>
            {field.label}
          </Text>{' '}
          <Text component="span" size="xs" c="dimmed">
            {[
              field.isMandatory ? 'mandatory' : '',
              field.isUnique ? 'Unique' : '',
              field.isCustom ? 'own field' : '',
            ]
              .filter(Boolean)
              .join(', ')}
          </Text>
        </div>
        {field.type === 'role' ? (
          <Select
            size="xs"
            aria-label={`Default ${field.label}`}
            placeholder="Choose a default Role"
            data={field.choices ?? []}
            value={row?.source.kind === 'literal' ? String(row.source.value) : null}
            onChange={(value) =>
              value === null ? draft.clear(field.name) : draft.mapLiteral(field.name, value)
            }
            disabled={!mayChange}
            clearable
          />
        ) : shownMode === 'list' ? (
          <Select
            size="xs"
            aria-label={`Source of ${field.label}`}
            placeholder="Not mapped"
            data={[
              {
                group: 'Vendor fields',
                items: sources.map((source) => ({ value: source.path, label: source.label })),
              },
              {
                group: 'Other',
                items: [
                  { value: custom, label: 'Custom path or template …' },
                  { value: fixed, label: 'Fixed value …' },
                  { value: addNew, label: 'Add new Muster field …' },
                ],
              },
            ]}
            value={path === '' ? null : path}
            onChange={choose}
            disabled={!mayChange}
            searchable
            clearable
          />
        ) : (
          <TextInput
            size="xs"
            aria-label={
              shownMode === 'custom' ? `Path or template of ${field.label}` : `Fixed value of ${field.label}`
            }
            placeholder={
              shownMode === 'custom'
                ? 'addresses[0].street or {{ email | lower }}'
                : 'The same value for every record'
            }
            value={
              shownMode === 'custom' ? path : row?.source.kind === 'literal' ? String(row.source.value) : ''
            }
            onChange={(event) => {
              const text = event.currentTarget.value;
              if (shownMode === 'custom') draft.mapPath(field.name, text);
              else draft.mapLiteral(field.name, text);
            }}
            error={error}
            disabled={!mayChange}
            rightSection={
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={`Remove the mapping of ${field.label}`}
                onClick={() => {
                  draft.clear(field.name);
                  setMode('list');
                }}
              >
                <IconX size={14} />
              </ActionIcon>
            }
          />
        )}
      </div>
      {error && shownMode === 'list' ? (
        <Text size="xs" c="var(--muster-bad)" role="alert">
          {error}
        </Text>
      ) : null}
      {row ? <RowSettings field={field} row={row} draft={draft} mayChange={mayChange} /> : null}
    </li>
  );
}

function RowSettings({
  field,
  row,
  draft,
  mayChange,
}: {
  field: TargetField;
  row: MappingRow;
  draft: MappingDraft;
  mayChange: boolean;
}) {
  const priority = row.syncKeyPriority;
  return (
    <div className={classes.settings}>
      <Select
        size="xs"
        w={140}
        aria-label={`Write rule of ${field.label}`}
        data={writeRules}
        value={row.writeRule}
        onChange={(value) =>
          value && draft.change(field.name, { writeRule: value as MappingRow['writeRule'] })
        }
        allowDeselect={false}
        disabled={!mayChange}
      />
      {field.isUnique ? (
        <Button
          size="compact-xs"
          variant={priority === undefined ? 'default' : 'filled'}
          leftSection={<IconKey size={13} />}
          aria-pressed={priority !== undefined}
          aria-label={`Sync key ${field.label}`}
          onClick={() => draft.toggleSyncKey(field.name)}
          disabled={!mayChange}
        >
          {priority === undefined
            ? 'Use as sync key'
            : priority === 1
              ? 'Sync key, primary'
              : `Sync key ${priority}`}
        </Button>
      ) : null}
      {priority !== undefined && priority > 1 ? (
        <>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => draft.makePrimary(field.name)}
            disabled={!mayChange}
          >
            Make primary
          </Button>
          <Tooltip
            label="Off: the key only finds records. On: its value is written to existing records too."
            multiline
            w={260}
          >
            <Checkbox
              size="xs"
              label="Update sync key"
              checked={row.updateSyncKey ?? false}
              onChange={(event) => draft.change(field.name, { updateSyncKey: event.currentTarget.checked })}
              disabled={!mayChange}
            />
          </Tooltip>
        </>
      ) : null}
    </div>
  );
}
