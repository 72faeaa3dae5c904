/** People as DaaS knows them: those in sessions and those machines are assigned to (facts §2.7). */
import type { StreamDefinition } from '../../src/connector-kit/index.ts';
import { siteRequest } from './site-request.ts';

/** An account name as its domain knows it: two domains may have the same one. */
const account =
  "SamName if '\\\\' in SamName else ((Domain ~ '\\\\' ~ SamAccountName) if Domain and SamAccountName else '')";
/** What stays when somebody is renamed comes first. A bare account name or a display name is nobody's own. */
const identity = `{{ Sid | first_of(Oid, PrincipalName, (${account}), Mail) | lower }}`;

export const userStream: StreamDefinition = {
  id: 'users',
  name: 'Citrix DaaS users',
  description: 'People who have a session or an assigned machine, with their Citrix accounts.',
  object: 'people',
  request: siteRequest('Sessions'),
  recordsPath: 'Items',
  nativeIdPath: identity,
  // Somebody with three sessions and two machines is listed five times.
  mayRepeat: true,
  segments: [
    {
      id: 'sessions',
      request: siteRequest('Sessions'),
      split: { path: 'User', keep: ['FormattedStartTime', 'Machine.Name'] },
    },
    {
      id: 'assignments',
      request: siteRequest('Machines'),
      split: { path: 'AssignedUsers', keep: ['Name'] },
    },
  ],
  noValues: [],
  completeness: { kind: 'end_of_paging' },
  // Whoever has neither a session nor a machine today is on no list, and nobody can be asked for.
  absence: 'never',
  fields: [
    { path: 'CommonName', label: 'Common Name', type: 'text' },
    { path: 'container.FormattedStartTime', label: 'Session Start Time', type: 'date_time', dateUnit: 'iso' },
    { path: 'DisplayName', label: 'Display Name', type: 'text' },
    { path: 'Domain', label: 'Domain', type: 'text' },
    { path: 'Enabled', label: 'Enabled', type: 'boolean' },
    { path: 'IsGroup', label: 'Is Group', type: 'boolean' },
    { path: 'Locked', label: 'Locked', type: 'boolean' },
    { path: 'Mail', label: 'Mail', type: 'text' },
    { path: 'Oid', label: 'Oid', type: 'text' },
    { path: 'PrincipalName', label: 'Principal Name', type: 'text' },
    { path: 'SamAccountName', label: 'Sam Account Name', type: 'text' },
    { path: 'SamName', label: 'Sam Name', type: 'text' },
    { path: 'Sid', label: 'Sid', type: 'text' },
    { path: 'TelephoneNumber', label: 'Telephone Number', type: 'text' },
  ],
  suggestedMapping: [
    { source: '{{ Mail | first_of(PrincipalName) }}', target: 'email', isSyncKey: true },
    { source: `{{ PrincipalName | first_of((${account}), Mail) }}`, target: 'username' },
    { source: '{{ DisplayName | first_of(CommonName) }}', target: 'fullName' },
    { source: 'TelephoneNumber', target: 'phoneNumber' },
    { source: 'Enabled', target: 'isActive' },
    { source: '{{ Oid | first_of(Sid) }}', target: 'externalId' },
  ],
  suggestedCondition: 'not IsGroup',
  saas: {
    applicationName: 'Citrix DaaS',
    publisher: 'Citrix',
    externalId: identity,
    email: '{{ Mail | first_of(PrincipalName) }}',
    username: `{{ PrincipalName | first_of((${account})) }}`,
    fullName: 'DisplayName',
    isActive: 'Enabled',
    lastActivityAt: 'container.FormattedStartTime',
  },
};
