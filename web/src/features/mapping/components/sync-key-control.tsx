import { ActionIcon, Button, Group, Popover, Stack, Switch, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconKey } from '@tabler/icons-react';
import type { MappingRow } from '../../../data/use-mapping.ts';
import { listSyncKeys } from '../../../data/use-mapping.ts';
import classes from './mapping.module.css';
import type { TargetRowProps } from './target-row.tsx';

/** Makes a Unique field a sync key; on one that is, the chip opens the order in which the keys are tried. */
export function SyncKeyControl({
  field,
  row,
  mapping,
  fields,
  mayChange,
  change,
}: TargetRowProps & { row: MappingRow }) {
  const priority = row.syncKeyPriority;
  if (priority === undefined) {
    return mayChange ? (
      <div className={classes.settings}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconKey size={13} />}
          onClick={() => change({ kind: 'syncKey', target: field.name, isSyncKey: true })}
          aria-label={`Use as sync key: ${field.label}`}
        >
          Use as sync key
        </Button>
      </div>
    ) : null;
  }
  const keys = listSyncKeys(mapping);
  const isPrimary = priority === 1;
  return (
    <div className={classes.settings}>
      <Popover width={300} position="bottom-start" trapFocus returnFocus withRoles>
        <Popover.Target>
          <Button
            size="compact-xs"
            leftSection={<IconKey size={13} />}
            rightSection={<IconChevronDown size={12} />}
            aria-label={`Sync key ${priority}, ${field.label}: change priority`}
          >
            Sync key {priority}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Order of the sync keys">
          <Stack gap="xs">
            <Text size="sm">
              The keys are tried in this order to find the existing record. The first one is the primary key.
            </Text>
            <ol className={classes.keys}>
              {keys.map((key, index) => (
                <KeyPlace
                  key={key.target}
                  label={fields.find((candidate) => candidate.name === key.target)?.label ?? key.target}
                  isThis={key.target === field.name}
                  isFirst={index === 0}
                  isLast={index === keys.length - 1}
                  isDisabled={!mayChange}
                  onMove={(step) =>
                    change({ kind: 'moveSyncKey', target: key.target, priority: index + 1 + step })
                  }
                />
              ))}
            </ol>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!mayChange}
              onClick={() => change({ kind: 'syncKey', target: field.name, isSyncKey: false })}
            >
              Do not use {field.label} as sync key
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {isPrimary ? (
        <Text size="xs" c="dimmed">
          primary, always written
        </Text>
      ) : (
        <Switch
          size="xs"
          label="Update sync key"
          description={row.updateSyncKey ? 'written too' : 'only searched'}
          checked={row.updateSyncKey ?? false}
          disabled={!mayChange}
          onChange={(event) =>
            change({
              kind: 'updateSyncKey',
              target: field.name,
              updateSyncKey: event.currentTarget.checked,
            })
          }
          classNames={{ root: classes.keySwitch ?? '' }}
        />
      )}
    </div>
  );
}

interface KeyPlaceProps {
  label: string;
  isThis: boolean;
  isFirst: boolean;
  isLast: boolean;
  isDisabled: boolean;
  onMove: (step: 1 | -1) => void;
}

function KeyPlace({ label, isThis, isFirst, isLast, isDisabled, onMove }: KeyPlaceProps) {
  return (
    <li>
      <Group gap={4} justify="space-between" wrap="nowrap">
        <Text component="span" size="sm" fw={isThis ? 600 : 400}>
          {label}
        </Text>
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            size="sm"
            aria-label={`Try ${label} earlier`}
            disabled={isFirst || isDisabled}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            aria-label={`Try ${label} later`}
            disabled={isLast || isDisabled}
            onClick={() => onMove(1)}
          >
            <IconArrowDown size={15} />
          </ActionIcon>
        </Group>
      </Group>
    </li>
  );
}
