import { Button, Chip, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { formatDateTime } from '../../../lib/format.ts';
import type { Integration, Schedule } from '../api/integration-types.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import { useSchedulePreview } from '../api/use-schedule-preview.ts';
import type { SectionState } from '../use-open-sections.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

export function ScheduleSection({
  integration,
  mayChange,
  state,
}: {
  integration: Integration;
  mayChange: boolean;
  state: SectionState;
}) {
  const { id, isEditing, setEditing } = state;
  return (
    <div id={id}>
      <Section
        title="Schedule"
        isEditing={isEditing}
        {...(mayChange ? { onEdit: () => setEditing(true) } : {})}
      >
        {isEditing ? (
          <ScheduleForm integration={integration} onDone={() => setEditing(false)} />
        ) : (
          <KeyValue
            columnCount={2}
            items={[
              { label: 'Runs', value: integration.scheduleText },
              {
                label: 'Next run',
                value: integration.nextRunAt ? (
                  <>
                    <RelativeTime value={integration.nextRunAt} /> ({formatDateTime(integration.nextRunAt)})
                  </>
                ) : integration.status === 'active' ? (
                  'only when started by hand'
                ) : (
                  `none while it is ${integration.status === 'draft' ? 'a draft' : 'paused'}`
                ),
              },
            ]}
          />
        )}
      </Section>
    </div>
  );
}

/** A schedule of another kind, keeping what both have in common. */
function switchKind(kind: Schedule['kind'], before: Schedule): Schedule {
  const timeZone = 'timeZone' in before ? before.timeZone : ownZone;
  const timeOfDay = 'timeOfDay' in before ? before.timeOfDay : '02:00';
  switch (kind) {
    case 'manual':
      return { kind };
    case 'interval':
      return { kind, everyMinutes: 60 };
    case 'daily':
      return { kind, timeOfDay, timeZone };
    case 'weekly':
      return { kind, days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], timeOfDay, timeZone };
    case 'cron':
      return { kind, expression: '30 2 * * 1-5', timeZone };
  }
}

function ScheduleForm({ integration, onDone }: { integration: Integration; onDone: () => void }) {
  const [schedule, setSchedule] = useState<Schedule>(integration.schedule);
  const [asked] = useDebouncedValue(schedule, 250);
  const preview = useSchedulePreview(asked);
  const save = useUpdateIntegration(integration.id);
  return (
    <Stack gap="md" maw={560}>
      <Select
        label="Runs"
        data={[
          { value: 'daily', label: 'Every day' },
          { value: 'weekly', label: 'On days of the week' },
          { value: 'interval', label: 'In an interval' },
          { value: 'cron', label: 'By a cron expression' },
          { value: 'manual', label: 'Only when started by hand' },
        ]}
        value={schedule.kind}
        onChange={(kind) => kind && setSchedule(switchKind(kind as Schedule['kind'], schedule))}
        allowDeselect={false}
      />
      {schedule.kind === 'interval' ? (
        <NumberInput
          label="Every"
          suffix=" minutes"
          min={5}
          max={10_080}
          value={schedule.everyMinutes}
          onChange={(value) => setSchedule({ ...schedule, everyMinutes: Number(value) || 0 })}
        />
      ) : null}
      {schedule.kind === 'weekly' ? (
        <Chip.Group
          multiple
          value={schedule.days}
          onChange={(values) =>
            setSchedule({ ...schedule, days: days.filter((day) => values.includes(day)) })
          }
        >
          <Group gap={6} role="group" aria-label="Days">
            {days.map((day) => (
              <Chip key={day} value={day} size="sm">
                {`${day.slice(0, 1).toUpperCase()}${day.slice(1, 3)}`}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      ) : null}
      {'timeOfDay' in schedule ? (
        <TextInput
          type="time"
          label="At"
          description="Choose an hour when your systems are not busy."
          value={schedule.timeOfDay}
          onChange={(event) => setSchedule({ ...schedule, timeOfDay: event.currentTarget.value })}
          maw={320}
        />
      ) : null}
      {schedule.kind === 'cron' ? (
        <TextInput
          label="Cron expression"
          description="Minute, hour, day of month, month, day of week."
          value={schedule.expression}
          onChange={(event) => setSchedule({ ...schedule, expression: event.currentTarget.value })}
          ff="monospace"
        />
      ) : null}
      {'timeZone' in schedule ? (
        <Select
          label="Time zone"
          data={zones}
          value={schedule.timeZone}
          onChange={(zone) => zone && setSchedule({ ...schedule, timeZone: zone })}
          searchable
          allowDeselect={false}
          limit={100}
        />
      ) : null}
      <div aria-live="polite" style={{ minHeight: 72 }}>
        {preview.error ? <ErrorAlert error={preview.error} /> : null}
        {preview.data && !preview.error ? (
          <>
            <Text fw={600}>{preview.data.text}</Text>
            <Text size="sm" c="dimmed">
              {preview.data.nextRuns.length === 0
                ? 'Never by itself.'
                : `Next: ${preview.data.nextRuns
                    .slice(0, 3)
                    .map((at) => formatDateTime(at))
                    .join(', ')}`}
            </Text>
          </>
        ) : null}
      </div>
      <ErrorAlert error={save.error} />
      <Group gap="xs">
        <Button loading={save.isPending} onClick={() => save.mutate({ schedule }, { onSuccess: onDone })}>
          Update
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
