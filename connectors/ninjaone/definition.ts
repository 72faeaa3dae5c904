/** NinjaOne (NinjaRMM) public API v2. Facts: hosts §1.1, OAuth §1.2, error bodies §1.3, limits §1.4, users §1.7. */
import { defineConnector, type StreamField } from '../../src/connector-kit/index.ts';
import { deviceStream } from './device-stream.ts';

const ninjaUrl = {
  key: 'url',
  title: 'NinjaOne URL',
  help: 'The address you sign in at: https://<subdomain>.rmmservice.com, or your region: app, us2, eu, ca, oc, jp or fed.ninjarmm.com.',
  type: 'url' as const,
  // Branded tenants and regions (facts §1.1); plain HTTP only on this machine, for the simulator.
  pattern:
    'https://[A-Za-z0-9-]+\\.(rmmservice\\.(com|eu|ca|com\\.au)|ninjarmm\\.com)|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?',
  patternHelp:
    'Enter https://<subdomain>.rmmservice.com or your region, such as https://eu.ninjarmm.com, without a path.',
  example: 'https://example.rmmservice.com',
};

const scopes = [
  { name: 'monitoring', reason: 'Read users, devices, organisations and their inventory.', isDefault: true },
  {
    name: 'management',
    reason: 'Read roles and settings that NinjaOne keeps behind management access.',
    isDefault: true,
  },
  { name: 'control', reason: 'Only for remote actions; not needed to sync.', isDefault: false },
  {
    name: 'offline_access',
    reason: 'Lets Muster renew its access by itself, so that nobody has to sign in again.',
    isDefault: true,
  },
];

const clientFields = [
  {
    key: 'clientId',
    title: 'Client ID',
    help: 'From Administration > Apps > API in NinjaOne.',
    type: 'text' as const,
    isRequired: true,
  },
  {
    key: 'clientSecret',
    title: 'Client secret',
    help: 'Shown once by NinjaOne when the application is created.',
    type: 'text' as const,
    isRequired: true,
    isSecret: true,
  },
  { ...ninjaUrl, isRequired: true },
];

const errorHints = [
  {
    when: { status: [404], bodyPath: 'resultCode', equals: 'Client app not exist' },
    message:
      'NinjaOne does not know this Client ID at this address. Check the Client ID, and that the NinjaOne URL is the region your account lives in.',
  },
  {
    when: { bodyPath: 'error', equals: 'invalid_client' },
    message:
      'NinjaOne refused the Client secret. Copy it again, or create a new one in Administration > Apps > API.',
  },
];

const common = {
  kind: 'oauth2' as const,
  tokenUrl: '{{ fields.url }}/ws/oauth/token',
  allowedTokenHosts: ['{{ fields.url }}'],
  scopes,
  scopeSeparator: ' ' as const,
  clientAuthentication: 'secret_post' as const,
  defaultExpiresInSeconds: 3600,
  reauthorizeErrors: ['invalid_grant', 'invalid_token', 'expired_token'],
  errorHints,
};

/** Of one person, in whichever list. */
const userFields: StreamField[] = [
  { path: 'administrator', label: 'Administrator', type: 'boolean' },
  { path: 'assignedDeviceIds', label: 'Assigned Device Ids List', type: 'list' },
  { path: 'deviceIds', label: 'Device Ids List', type: 'list' },
  { path: 'email', label: 'Email', type: 'text' },
  { path: 'enabled', label: 'Enabled', type: 'boolean' },
  { path: 'firstName', label: 'First Name', type: 'text' },
  { path: 'id', label: 'Id', type: 'number' },
  { path: 'invitationStatus', label: 'Invitation Status', type: 'text' },
  { path: 'lastName', label: 'Last Name', type: 'text' },
  { path: 'mfaConfigured', label: 'Mfa Configured', type: 'boolean' },
  { path: 'mustChangePw', label: 'Must Change Pw', type: 'boolean' },
  { path: 'notifyAllClients', label: 'Notify All Clients', type: 'boolean' },
  { path: 'organizationId', label: 'Organization Id', type: 'number' },
  { path: 'permitAllClients', label: 'Permit All Clients', type: 'boolean' },
  { path: 'phone', label: 'Phone', type: 'text' },
  { path: 'roles', label: 'Roles List', type: 'list' },
  { path: 'uid', label: 'Uid', type: 'text' },
  { path: 'userType', label: 'User Type', type: 'text' },
];

const pickFields = (paths: readonly string[], more: StreamField[]): StreamField[] =>
  [...userFields.filter(({ path }) => paths.includes(path)), ...more].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );

/** What both typed lists have; they carry `roles` unasked. */
const typedPaths = [
  'assignedDeviceIds',
  'email',
  'enabled',
  'firstName',
  'id',
  'invitationStatus',
  'lastName',
  'mfaConfigured',
  'mustChangePw',
  'phone',
  'roles',
  'uid',
];
const signInFields: StreamField[] = [
  { path: 'authType', label: 'Auth Type', type: 'text' },
  { path: 'scimUser', label: 'Scim User', type: 'boolean' },
];
/** Facts §1.7: neither list has every field of `/v2/users`, and each has some of its own. */
const endUserFields = pickFields(
  [...typedPaths, 'organizationId'],
  [
    ...signInFields,
    { path: 'accessibleDeviceIds', label: 'Accessible Device Ids List', type: 'list' },
    { path: 'fullPortalAccess', label: 'Full Portal Access', type: 'boolean' },
  ],
);
const technicianFields = pickFields(
  [...typedPaths, 'administrator', 'notifyAllClients', 'userType'],
  signInFields,
);

const userMapping = [
  { source: 'email', target: 'email', isSyncKey: true },
  { source: 'email', target: 'username' },
  { source: 'firstName', target: 'firstName' },
  { source: 'lastName', target: 'lastName' },
  { source: '{{ firstName }} {{ lastName }}', target: 'fullName' },
  { source: 'phone', target: 'phoneNumber' },
  { source: 'enabled', target: 'isActive' },
  { source: 'uid', target: 'externalId' },
];

const userSaas = {
  applicationName: 'NinjaOne',
  publisher: 'NinjaOne',
  externalId: 'id',
  email: 'email',
  username: 'email',
  fullName: '{{ firstName }} {{ lastName }}',
  isActive: 'enabled',
  roles: 'roles',
};

const userStream = {
  object: 'people' as const,
  recordsPath: '',
  nativeIdPath: 'id',
  // One answer holds every user of the tenant (facts §1.5).
  paginator: { kind: 'none' as const },
  noValues: [],
  completeness: { kind: 'end_of_paging' as const },
  suggestedMapping: userMapping,
  saas: userSaas,
};

export const ninjaone = defineConnector({
  id: 'ninjaone',
  name: 'NinjaOne MSP',
  description:
    'Remote monitoring and management: people, devices and installed software of every organisation you look after.',
  logo: '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><rect width="32" height="32" rx="7" fill="#0b2e4f"/><path d="M9 23V9h3.4l7.2 9V9H23v14h-3.2l-7.4-9.2V23z" fill="#ffffff"/></svg>',
  categories: ['Endpoint management', 'MSP'],
  docsUrl: 'https://www.ninjaone.com/docs/application-programming-interface-api/',
  version: '1.1.0',
  settings: [
    {
      ...ninjaUrl,
      help: `${ninjaUrl.help} Leave empty to use the URL of the credential.`,
      isRequired: false,
    },
  ],
  auth: [
    {
      ...common,
      id: 'oauth2-authorization-code',
      title: 'OAuth 2.0',
      grant: 'authorization_code',
      authorizationUrl: '{{ fields.url }}/ws/oauth/authorize',
      usePkce: true,
      fields: clientFields,
    },
    {
      ...common,
      id: 'oauth2-client-credentials',
      title: 'OAuth 2.0, API services (no user)',
      grant: 'client_credentials',
      usePkce: false,
      fields: clientFields,
      scopes: scopes.filter((scope) => scope.name !== 'offline_access'),
    },
  ],
  client: {
    baseUrl: '{{ settings.url | default(fields.url) }}',
    headers: { accept: 'application/json' },
    paginator: { kind: 'after_id', param: 'after', sizeParam: 'pageSize', pageSize: 1000, idPath: 'id' },
    rateBudget: { requestsPerSecond: 10, burst: 20, maxConcurrent: 4 },
    timeoutMs: 60_000,
    requestIdHeader: 'x-nj-request-id',
    responseRules: [
      // Throttling comes as a web page too, whatever its status (facts §1.4).
      {
        when: { notContentType: 'application/json', bodyIncludes: ['rate limit', 'too many requests'] },
        means: 'slow_down',
      },
      { when: { status: [401], bodyPath: 'error', equals: 'not_authenticated' }, means: 'reauthorize' },
      { when: { status: [400], bodyPath: 'error', equals: 'invalid_header' }, means: 'reauthorize' },
      { when: { status: [400], bodyPath: 'error', equals: 'missing_header' }, means: 'reauthorize' },
      {
        when: { status: [404], bodyPath: 'resultCode', equals: 'Client app not exist' },
        means: 'fail',
        message:
          'NinjaOne does not know the client application at this address. Check that the NinjaOne URL is the region your account lives in.',
      },
      {
        when: { status: [404] },
        means: 'not_available',
        message: 'NinjaOne upgrades its instances one after the other; this one may not offer the list yet.',
      },
      {
        when: { status: [403], bodyIncludes: ['user_context_required'] },
        means: 'forbidden',
        message: 'NinjaOne wants a signed-in user for this: use a credential of the type OAuth 2.0.',
      },
      {
        when: { status: [400], bodyIncludes: ['cursor expired', 'invalid cursor', 'cursor not found'] },
        means: 'cursor_expired',
      },
    ],
  },
  check: { method: 'GET', path: '/v2/organizations', query: { pageSize: '1' } },
  streams: [
    {
      ...userStream,
      id: 'users',
      name: 'NinjaOne MSP users',
      description: 'Technicians and end users, with their roles.',
      request: { method: 'GET', path: '/v2/users', query: { includeRoles: 'true' } },
      fields: userFields,
    },
    deviceStream,
    {
      ...userStream,
      id: 'end-users',
      name: 'NinjaOne end users',
      description: 'The people of the organisations you look after, without your technicians.',
      request: { method: 'GET', path: '/v2/user/end-users' },
      fields: endUserFields,
    },
    {
      ...userStream,
      id: 'technicians',
      name: 'NinjaOne technicians',
      description: 'Your own staff who work in NinjaOne.',
      request: { method: 'GET', path: '/v2/user/technicians' },
      fields: technicianFields,
    },
  ],
});
