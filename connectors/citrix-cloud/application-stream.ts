/** Applications published to people (facts §2.7). They are products, not installs: where they run is Citrix's business. */
import type { StreamDefinition } from '../../src/connector-kit/index.ts';
import { sitePresence, siteRequest } from './site-request.ts';

export const applicationStream: StreamDefinition = {
  id: 'applications',
  name: 'Citrix published applications',
  description: 'Applications the site offers its people.',
  object: 'software',
  request: siteRequest('Applications'),
  recordsPath: 'Items',
  nativeIdPath: 'Id',
  noValues: ['Unknown'],
  completeness: { kind: 'end_of_paging' },
  presence: sitePresence('Applications'),
  fields: [
    { path: 'ApplicationFolder.Name', label: 'Application Folder Name', type: 'text' },
    { path: 'ApplicationType', label: 'Application Type', type: 'text' },
    { path: 'Description', label: 'Description', type: 'text' },
    { path: 'Enabled', label: 'Enabled', type: 'boolean' },
    { path: 'Id', label: 'Id', type: 'text' },
    { path: 'InstalledAppProperties.CommandLineExecutable', label: 'Command Line Executable', type: 'text' },
    { path: 'Name', label: 'Name', type: 'text' },
    { path: 'NumAssociatedDeliveryGroups', label: 'Num Associated Delivery Groups', type: 'number' },
    { path: 'PublishedName', label: 'Published Name', type: 'text' },
    { path: 'Tags', label: 'Tags List', type: 'list' },
    { path: 'Visible', label: 'Visible', type: 'boolean' },
  ],
  suggestedMapping: [
    { source: '{{ PublishedName | first_of(Name) }}', target: 'name', isSyncKey: true },
    { source: 'ApplicationFolder.Name', target: 'category' },
    { source: 'Description', target: 'notes' },
  ],
};
