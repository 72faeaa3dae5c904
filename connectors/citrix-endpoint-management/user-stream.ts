/** Local users (facts §3). */
import type { StreamDefinition } from '../../src/connector-kit/index.ts';

export const userStream: StreamDefinition = {
  id: 'local-users',
  name: 'Citrix Endpoint Management local users',
  description: 'Users kept in Endpoint Management itself.',
  object: 'people',
  request: {
    method: 'POST',
    path: '/xenmobile/api/v1/localusersgroups/filter',
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json', value: { sortOrder: 'ASC', sortColumn: 'ID' } },
  },
  recordsPath: 'userListing',
  nativeIdPath: 'userid',
  noValues: [],
  completeness: { kind: 'end_of_paging' },
  // Pages are counted, and single users can be asked for by name only.
  absence: 'never',
  fields: [
    { path: 'adUser', label: 'Ad User', type: 'boolean' },
    { path: 'attributes.asuseremail', label: 'Attributes Email', type: 'text' },
    { path: 'attributes.company', label: 'Attributes Company', type: 'text' },
    { path: 'attributes.firstname', label: 'Attributes First Name', type: 'text' },
    { path: 'attributes.lastname', label: 'Attributes Last Name', type: 'text' },
    { path: 'attributes.mobile', label: 'Attributes Mobile', type: 'text' },
    { path: 'creationDate', label: 'Creation Date', type: 'date_time', dateUnit: 'epoch-milliseconds' },
    { path: 'domainName', label: 'Domain Name', type: 'text' },
    { path: 'groups', label: 'Groups List', type: 'list' },
    { path: 'lastAuthDate', label: 'Last Auth Date', type: 'date_time', dateUnit: 'epoch-milliseconds' },
    { path: 'role', label: 'Role', type: 'text' },
    { path: 'roles', label: 'Roles List', type: 'list' },
    { path: 'userid', label: 'Userid', type: 'number' },
    { path: 'username', label: 'Username', type: 'text' },
  ],
  suggestedMapping: [
    { source: 'attributes.asuseremail', target: 'email', isSyncKey: true },
    // No key: every server has accounts of the same bare names.
    { source: 'username', target: 'username' },
    { source: 'attributes.firstname', target: 'firstName' },
    { source: 'attributes.lastname', target: 'lastName' },
    { source: '{{ attributes.firstname }} {{ attributes.lastname }}', target: 'fullName' },
    { source: 'attributes.mobile', target: 'phoneNumber' },
    { source: 'attributes.company', target: 'company' },
    { source: "{{ lastAuthDate | date('epoch-milliseconds') }}", target: 'lastLoginAt' },
  ],
  // Both stand in the answer, empty or not.
  secretPaths: ['password', 'confirmPassword'],
};
