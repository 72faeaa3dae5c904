/** XenMobile Server and Citrix Endpoint Management, public REST API. Facts: §3; Citrix Cloud tokens §2.1–2.2. */
import { defineConnector, type FormField } from '../../src/connector-kit/index.ts';
import { deviceStream } from './device-stream.ts';
import { userStream } from './user-stream.ts';

const hostname: FormField = {
  key: 'hostname',
  title: 'Hostname',
  help: 'Of the XenMobile Server, without https://.',
  type: 'host',
  isRequired: true,
  globalVariable: 'Citrix.Hostname',
  example: 'xms.example.com',
};
const port: FormField = {
  key: 'port',
  title: 'Port',
  help: 'Of the public API, usually 4443.',
  type: 'port',
  isRequired: true,
  globalVariable: 'Citrix.Port',
  example: '4443',
};
const json = { 'content-type': 'application/json', accept: 'application/json' };
const login = { lifetimeSeconds: 1_500, result: { headers: { auth_token: '{{ response.auth_token }}' } } };

export const citrixEndpointManagement = defineConnector({
  id: 'citrix-endpoint-management',
  name: 'Citrix Endpoint Management (XenMobile)',
  description: 'Mobile devices with their installed apps, and the local users they belong to.',
  logo: '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><rect width="32" height="32" rx="7" fill="#0f3f4c"/><rect x="10" y="6" width="12" height="20" rx="2.5" fill="#ffffff"/><circle cx="16" cy="22.6" r="1.4" fill="#0f3f4c"/></svg>',
  categories: ['Mobile device management'],
  docsUrl: 'https://docs.citrix.com/en-us/citrix-endpoint-management/',
  version: '1.0.0',
  settings: [
    {
      ...hostname,
      help: 'Only for another server than the one of the credential. The credential must name it under Other servers.',
      isRequired: false,
    },
    {
      ...port,
      help: 'Only for another port than the one of the credential. The credential must name it under Other servers.',
      isRequired: false,
    },
  ],
  auth: [
    {
      id: 'local-administrator',
      kind: 'session_login',
      title: 'Local administrator',
      ...login,
      errorHints: [
        {
          when: { status: [401] },
          message:
            'Check Login and Password. It must be a local administrator of this server, not one of a directory.',
        },
      ],
      login: {
        method: 'POST',
        path: '/xenmobile/api/v1/authentication/login',
        headers: json,
        body: { kind: 'json', value: { login: '{{ fields.login }}', password: '{{ fields.password }}' } },
      },
      fields: [
        hostname,
        port,
        {
          key: 'login',
          title: 'Login',
          help: 'A local administrator whose role has the permission Public API access.',
          type: 'text',
          isRequired: true,
          example: 'muster',
        },
        {
          key: 'password',
          title: 'Password',
          help: 'Of that administrator.',
          type: 'text',
          isRequired: true,
          isSecret: true,
        },
      ],
    },
    {
      id: 'citrix-cloud',
      kind: 'session_login',
      title: 'Citrix Cloud secure client',
      ...login,
      preceding: {
        method: 'POST',
        baseUrl: '{{ fields.urlDomain | origin }}',
        path: '/cctrustoauth2/{{ fields.customerId }}/tokens/clients',
        body: {
          kind: 'form',
          values: {
            grant_type: 'client_credentials',
            client_id: '{{ fields.clientId }}',
            client_secret: '{{ fields.clientSecret }}',
          },
        },
      },
      errorHints: [
        {
          when: { status: [404] },
          message:
            'Citrix Cloud does not know this Customer ID at this URL Domain. Compare both with Identity and Access Management > API Access, and choose the region the account was created in.',
        },
        {
          when: { bodyPath: 'error', equals: 'invalid_client' },
          message:
            'Citrix Cloud refused the Client ID and Secret. The secret may have expired, or the secure client was deleted: create a new one in Identity and Access Management > API Access.',
        },
      ],
      login: {
        method: 'POST',
        path: '/xenmobile/api/v1/authentication/login/cloud',
        headers: json,
        body: { kind: 'json', value: { bearerToken: '{{ preceding.access_token }}' } },
      },
      fields: [
        hostname,
        port,
        {
          key: 'clientId',
          title: 'Client ID',
          help: 'Of the secure client, from Identity and Access Management > API Access.',
          type: 'text',
          isRequired: true,
          example: '5f9d2c1e-0000-4000-8000-000000000000',
        },
        {
          key: 'clientSecret',
          title: 'Secret',
          help: 'Shown once when the secure client is created.',
          type: 'text',
          isRequired: true,
          isSecret: true,
        },
        {
          key: 'customerId',
          title: 'Customer ID',
          help: 'Stands above the Create Client button on the API Access tab.',
          type: 'text',
          isRequired: true,
          pattern: '[A-Za-z0-9_-]+',
          patternHelp: 'Copy it from the API Access tab: letters, digits, - and _ only.',
          example: 'acmecorp1a2b',
        },
        {
          key: 'urlDomain',
          title: 'URL Domain',
          help: 'By the region chosen when the account was created.',
          type: 'host',
          isRequired: true,
          choices: [
            { value: 'api-ap-s.cloud.com', label: 'Asia Pacific South' },
            { value: 'api-eu.cloud.com', label: 'European Union' },
            { value: 'api-us.cloud.com', label: 'United States' },
            { value: 'api.citrixcloud.jp', label: 'Japan' },
          ],
          example: 'api-us.cloud.com',
        },
      ],
    },
  ],
  client: {
    baseUrl: '{{ settings.hostname | first_of(fields.hostname) | origin(settings.port, fields.port) }}',
    headers: { accept: 'application/json' },
    // Rows counted from 0, a hundred at most, and every value a text (facts §3).
    paginator: {
      kind: 'offset',
      in: 'body',
      asText: true,
      offsetParam: 'start',
      limitParam: 'limit',
      pageSize: 100,
    },
    rateBudget: { requestsPerSecond: 20, burst: 60, maxConcurrent: 4 },
    timeoutMs: 60_000,
    responseRules: [
      {
        when: { status: [403] },
        means: 'forbidden',
        message:
          "Give the administrator's role the permission Public API access and the right to read devices and users.",
      },
      // Errors come inside HTTP 200.
      {
        when: { status: [200], bodyPath: 'status', notEquals: 0 },
        means: 'fail',
        message: 'The server refused it inside a successful answer; its log names the reason.',
      },
    ],
  },
  check: {
    method: 'POST',
    path: '/xenmobile/api/v1/device/filter',
    headers: json,
    body: {
      kind: 'json',
      value: { start: '0', limit: '1', sortOrder: 'ASC', sortColumn: 'ID', enableCount: 'false' },
    },
  },
  streams: [deviceStream, userStream],
});
