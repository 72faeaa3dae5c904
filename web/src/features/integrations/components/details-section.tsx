import { EditableSection } from '../../../components/editable-section.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import type { Connector } from '../../../data/use-connector.ts';
import {
  absenceLabels,
  neverRetires,
  preferenceLabels,
  userSelectionLabels,
} from '../api/integration-types.ts';
import { useContacts } from '../api/use-contacts.ts';
import type { IntegrationSectionProps } from '../use-open-sections.ts';
import { DetailsForm } from './details-form.tsx';

interface DetailsSectionProps extends IntegrationSectionProps {
  connector: Connector | undefined;
}

export function DetailsSection(props: DetailsSectionProps) {
  return (
    <EditableSection
      title="Integration details"
      mayEdit={props.mayChange}
      state={props.state}
      draftName={`integrations/${props.integration.id}/details`}
      renderForm={(close) => <DetailsForm {...props} onDone={close} />}
    >
      <DetailsFacts {...props} />
    </EditableSection>
  );
}

function DetailsFacts({ integration, connector, mayChange }: DetailsSectionProps) {
  const { data: contacts = [] } = useContacts(mayChange);
  const names = integration.contacts.map(
    (id) => contacts.find((contact) => contact.id === id)?.name ?? `User ${id}`,
  );
  const settings = (connector?.settings ?? []).map((field) => ({
    label: field.title,
    value: integration.settings[field.key],
  }));
  return (
    <KeyValue
      columnCount={2}
      items={[
        { label: 'Name', value: integration.name },
        ...(integration.mayFillSaas
          ? [{ label: 'User Selection', value: userSelectionLabels[integration.userSelection].label }]
          : []),
        { label: 'Integration preferences', value: preferenceLabels[integration.preference].label },
        { label: 'Integration user', value: integration.integrationUser },
        { label: 'Integration contacts', value: names.length > 0 ? names.join(', ') : 'all administrators' },
        ...(mayChange ? settings : []),
        {
          label: 'Missing at the vendor',
          value: integration.mayRetire
            ? `${absenceLabels[integration.absencePolicy].label}, at most ${integration.retireLimitPercent} % in one session`
            : neverRetires,
        },
        {
          label: 'Something fell silent',
          value: `More than ${integration.driftPoints} points and ${integration.driftFactor} times as usual; in a first session more than ${integration.driftFirstPercent} %`,
        },
        ...(mayChange
          ? [
              {
                label: 'CA certificate',
                value: integration.caBundlePem
                  ? 'An extra certificate is trusted'
                  : 'Public authorities only',
              },
            ]
          : []),
      ]}
    />
  );
}
