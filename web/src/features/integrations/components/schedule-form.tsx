import { Chip, Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import type { Integration } from '../../../data/use-integration.ts';
import { formatInZone } from '../../../lib/format.ts';
import type { Schedule } from '../api/integration-types.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import { useSchedulePreview } from '../api/use-schedule-preview.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

const kinds: Record<Schedule['kind'], string> = {
  daily: 'Every day',
  weekly: 'On days of the week',
  interval: 'In an interval',
  cron: 'By a cron expression',
  manual: 'Only when started by hand',
};

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

export function ScheduleForm({ integration, onDone }: { integration: Integration; onDone: () => void }) {
  const form = useForm<{ schedule: Schedule }>({ initialValues: { schedule: integration.schedule } });
  const { schedule } = form.values;
  const save = useUpdateIntegration();
  const set = (next: Schedule) => {
    form.setValues({ schedule: next });
    // What was refused was another schedule.
    if (save.error) save.reset();
  };
  const change = useGuardedChange(form, save.error);
  const submit = form.onSubmit((entered) => {
    const body = change.makeBody(entered);
    if (body) save.mutate({ params: { path: { id: integration.id } }, body }, { onSuccess: onDone });
    else onDone();
  });
  return (
    <Form
      form={form}
      draftName={`integrations/${integration.id}/schedule`}
      onSubmit={submit}
      onCancel={onDone}
      submitLabel="Update"
      isPending={save.isPending}
      error={isConflict(save.error) ? null : save.error}
      maxWidth={560}
    >
      <Select
        label="Runs"
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        value={schedule.kind}
        onChange={(kind) => kind && set(switchKind(kind as Schedule['kind'], schedule))}
        allowDeselect={false}
      />
      {schedule.kind === 'interval' ? (
        <NumberInput
          label="Every"
          suffix=" minutes"
          min={5}
          max={10_080}
          value={schedule.everyMinutes}
          onChange={(value) => set({ ...schedule, everyMinutes: Number(value) || 0 })}
        />
      ) : null}
      {schedule.kind === 'weekly' ? (
        <Chip.Group
          multiple
          value={schedule.days}
          onChange={(values) => set({ ...schedule, days: days.filter((day) => values.includes(day)) })}
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
        <TimeInput
          label="At"
          description="Choose an hour when your systems are not busy."
          value={schedule.timeOfDay}
          onChange={(event) => set({ ...schedule, timeOfDay: event.currentTarget.value })}
          maw={320}
        />
      ) : null}
      {schedule.kind === 'cron' ? (
        <TextInput
          label="Cron expression"
          description="Minute, hour, day of month, month, day of week."
          value={schedule.expression}
          onChange={(event) => set({ ...schedule, expression: event.currentTarget.value })}
          ff="monospace"
        />
      ) : null}
      {'timeZone' in schedule ? (
        <Select
          label="Time zone"
          data={zones}
          value={schedule.timeZone}
          onChange={(zone) => zone && set({ ...schedule, timeZone: zone })}
          searchable
          allowDeselect={false}
          limit={100}
        />
      ) : null}
      <SchedulePreview schedule={schedule} />
      <ConflictNotice change={change} labels={{ schedule: 'Schedule' }} />
    </Form>
  );
}

/** What the schedule means in words, and when it would run next. */
function SchedulePreview({ schedule }: { schedule: Schedule }) {
  const [asked] = useDebouncedValue(schedule, 250);
  const { data, error } = useSchedulePreview(asked);
  // A refusal of what stood there before says nothing of what stands there now.
  const isAsked = asked === schedule;
  const zone = 'timeZone' in schedule ? schedule.timeZone : undefined;
  return (
    <div aria-live="polite" style={{ minHeight: 72 }}>
      <ErrorAlert error={isAsked ? error : null} />
      {data && !(isAsked && error) ? (
        <>
          <Text fw={600}>{data.text}</Text>
          <Text size="sm" c="dimmed">
            {data.nextRuns.length === 0
              ? 'Never by itself.'
              : `Next: ${data.nextRuns
                  .slice(0, 3)
                  .map((at) => formatInZone(at, zone))
                  .join(', ')}`}
          </Text>
        </>
      ) : null}
    </div>
  );
}
