import { EditableSection } from '../../../components/editable-section.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { formatInZone } from '../../../lib/format.ts';
import type { IntegrationSectionProps } from '../use-open-sections.ts';
import { ScheduleForm } from './schedule-form.tsx';

export function ScheduleSection({ integration, mayChange, state }: IntegrationSectionProps) {
  const { schedule } = integration;
  const zone = 'timeZone' in schedule ? schedule.timeZone : undefined;
  return (
    <EditableSection
      title="Schedule"
      mayEdit={mayChange}
      state={state}
      draftName={`integrations/${integration.id}/schedule`}
      renderForm={(close) => <ScheduleForm integration={integration} onDone={close} />}
    >
      <KeyValue
        columnCount={2}
        items={[
          { label: 'Runs', value: integration.scheduleText },
          {
            label: 'Next run',
            value: integration.nextRunAt ? (
              <>
                <RelativeTime value={integration.nextRunAt} /> ({formatInZone(integration.nextRunAt, zone)})
              </>
            ) : integration.status === 'active' ? (
              'only when started by hand'
            ) : (
              `none while it is ${integration.status === 'draft' ? 'a draft' : 'paused'}`
            ),
          },
        ]}
      />
    </EditableSection>
  );
}
