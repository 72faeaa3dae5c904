import type { Integration } from '../../../data/use-integration.ts';
import type { Schema } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

export type Schedule = Schema<'Schedule'>;

type Patch = paths['/api/integrations/{id}']['patch']['requestBody'];
export type IntegrationChange = Patch['content']['application/json'];

export const preferenceLabels: Record<Integration['preference'], { label: string; help: string }> = {
  create_and_update: { label: 'Create & Update', help: 'Adds new records and updates existing ones.' },
  create_only: { label: 'Create only', help: 'Adds new records; existing ones stay as they are.' },
  update_only: {
    label: 'Update only',
    help: 'Updates existing records; what matches nobody is listed as skipped.',
  },
};

export const userSelectionLabels: Record<Integration['userSelection'], { label: string; help: string }> = {
  user_only: { label: 'User only', help: 'Fills People.' },
  user_plus_saas: { label: 'User plus SaaS user', help: 'Fills People and the accounts in Software > SaaS.' },
};

/** Of an integration whose connector says that its list does not hold everybody there is. */
export const neverRetires =
  'Kept: the list of this connector does not hold everybody there is, so records are never archived or deactivated for being absent from it.';

export const absenceLabels: Record<Integration['absencePolicy'], { label: string; help: string }> = {
  keep: { label: 'Keep', help: 'Records the vendor no longer has stay as they are, marked as missing.' },
  deactivate: { label: 'Deactivate', help: 'People the vendor no longer has become inactive.' },
  archive: {
    label: 'Archive',
    help: 'Records the vendor no longer has are archived; they come back when the vendor has them again.',
  },
};
