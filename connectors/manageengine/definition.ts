/**
 * The clouds of ManageEngine behind one Zoho sign-in: Endpoint Central, Mobile Device Manager Plus, ServiceDesk Plus.
 * Facts: OAuth §2.1–2.6, Endpoint Central §3, Mobile Device Manager §4, ServiceDesk Plus §5.
 */
import { defineConnector, type FormField } from '../../src/connector-kit/index.ts';
import { assetStream, serviceDeskChecks, workstationStream } from './asset-streams.ts';
import { computerStream, endpointCentral } from './computer-stream.ts';
import { mobileDeviceCheck, mobileDeviceStream } from './mobile-device-stream.ts';
import { accountsServer, dataCentres } from './product-hosts.ts';
import { scopes } from './scopes.ts';

const ownHost = (key: string, product: string, example: string): FormField => ({
  key,
  title: `${product} host`,
  help: `Only when ${product} answers at an address of your own. Leave empty to use the one of your data centre.`,
  type: 'host',
  isRequired: false,
  example,
});

const fields: FormField[] = [
  {
    key: 'clientId',
    title: 'Client ID',
    help: 'Of the server-based application in the Zoho API console.',
    type: 'text',
    isRequired: true,
    example: '1000.0A1B2C3D4E5F6G7H8I9J0K1L2M3N4O',
  },
  {
    key: 'clientSecret',
    title: 'Client secret',
    help: 'Shown beside the Client ID. A data centre may have a secret of its own: the Settings tab of the console tells.',
    type: 'text',
    isRequired: true,
    isSecret: true,
  },
  {
    key: 'customerDomain',
    title: 'Customer Domain',
    help: 'The accounts server of your data centre, without https://. It is the address you see while signing in to Zoho.',
    type: 'host',
    isRequired: true,
    choices: dataCentres.map(({ accounts, label }) => ({ value: accounts, label })),
    corrections: [
      {
        from: 'acounts.zoho.com.au',
        to: 'accounts.zoho.com.au',
        hint: 'Corrected to accounts.zoho.com.au: the spelling with one c is a misprint.',
      },
      {
        from: 'accounts.zoho.ca',
        to: 'accounts.zohocloud.ca',
        hint: 'Corrected to accounts.zohocloud.ca: the accounts server of Canada.',
      },
      {
        from: 'accounts.zoho.cn',
        to: 'accounts.zoho.com.cn',
        hint: 'Corrected to accounts.zoho.com.cn: the accounts server of China.',
      },
    ],
    example: 'accounts.zoho.com',
  },
  ownHost('endpointCentralHost', 'Endpoint Central', 'endpointcentral.example.com'),
  ownHost('mobileDeviceManagerHost', 'Mobile Device Manager', 'mdm.example.com'),
  ownHost('serviceDeskHost', 'ServiceDesk Plus', 'helpdesk.example.com'),
];

export const manageengine = defineConnector({
  id: 'manageengine',
  name: 'ManageEngine',
  description:
    'Computers with their installed software from Endpoint Central, mobile devices with their apps, and the assets of ServiceDesk Plus.',
  logo: '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><rect width="32" height="32" rx="7" fill="#b3261e"/><path d="M7 23V9h3.2L16 17.4 21.8 9H25v14h-3.4v-8.4L16 22.4l-5.6-7.8V23z" fill="#ffffff"/></svg>',
  categories: ['Endpoint management', 'Mobile device management', 'Service desk'],
  docsUrl: 'https://www.manageengine.com/products/desktop-central/api-cloud/',
  version: '1.0.0',
  settings: [
    {
      key: 'serviceDeskPortal',
      title: 'ServiceDesk Plus portal',
      help: 'Only for ServiceDesk Plus with several portals: the name that follows /app/ in its address.',
      type: 'text',
      isRequired: false,
      pattern: '[A-Za-z0-9_-]+',
      patternHelp: 'Copy the part between /app/ and the next slash: letters, digits, - and _ only.',
      example: 'itdesk',
    },
  ],
  auth: [
    {
      id: 'zoho-oauth2',
      kind: 'oauth2',
      title: 'OAuth 2.0',
      grant: 'authorization_code',
      authorizationUrl: '{{ fields.customerDomain | origin }}/oauth/v2/auth',
      // The secret travels with it: only to accounts servers that are known, never to whatever a redirect names.
      tokenUrl: `{{ ${accountsServer} }}/oauth/v2/token`,
      allowedTokenHosts: [
        ...dataCentres.map(({ accounts }) => accounts),
        '{{ fields.customerDomain | origin }}',
      ],
      scopes,
      scopeSeparator: ',',
      clientAuthentication: 'secret_post',
      usePkce: false,
      extraAuthorizeParams: { access_type: 'offline', prompt: 'consent' },
      tokenPlacement: { header: 'Authorization', prefix: 'Zoho-oauthtoken ' },
      defaultExpiresInSeconds: 3_600,
      reauthorizeErrors: ['invalid_code', 'invalid_grant'],
      // The text is in the language of the person's account, and only silence ends it (facts §2.3).
      retryWhen: [
        { when: { bodyPath: 'error', equals: 'Access Denied' }, pauseSeconds: 900 },
        { when: { bodyPath: 'status', equals: 'failure' }, pauseSeconds: 900 },
      ],
      errorHints: [
        {
          when: { bodyPath: 'error', equals: 'invalid_client_secret' },
          message:
            'Zoho refused the Client secret. Copy it again from the API console; on its Settings tab a data centre may have another secret.',
        },
        {
          when: { bodyPath: 'error', equals: 'invalid_client' },
          message:
            'The data centre does not know this Client ID. Check the Customer Domain, and on the Settings tab of the Zoho API console enable the client for your data centre.',
        },
        {
          when: { bodyPath: 'error', equals: 'invalid_redirect_uri' },
          message:
            'Enter the redirect URL shown beside the form as Authorized Redirect URI in the Zoho API console, character by character.',
        },
        {
          when: { bodyPath: 'error', equals: 'invalid_code' },
          message:
            'Zoho does not accept this sign-in any more. It may have been removed, or be the oldest of more than 20. Authenticate again.',
        },
      ],
      help: {
        title: 'Signing in fails because of Zoho multi-factor authentication?',
        steps: [
          'Sign out of the Zoho API console: while this browser is signed in there with multi-factor authentication, Zoho refuses the access. “Open a clean sign-in window” does it.',
          'Click Re-authenticate (Authenticate for a new credential) and sign in with the account made for Muster.',
          'When Zoho asks for multi-factor authentication, enter the code. If it offers to postpone the next question for 180 days, choose that.',
          'Click Accept. The credential becomes Authenticated, and every integration that uses it goes on with its next run.',
          'Open an integration that failed and click Test run, then Sync sessions, to see that it works.',
        ],
        signOutUrl: '{{ fields.customerDomain | origin }}/logout',
      },
      fields,
    },
  ],
  client: {
    baseUrl: endpointCentral.baseUrl,
    headers: {},
    paginator: endpointCentral.paginator,
    rateBudget: endpointCentral.rateBudget,
    timeoutMs: 60_000,
    // The gateway says how long to wait in a sentence only (facts §2.5).
    retryHint: { bodyPath: 'error.details.message', unit: 'sentence' },
    responseRules: [
      {
        when: { bodyPath: 'error.title', equals: 'URL_ROLLING_THROTTLES_LIMIT_EXCEEDED' },
        means: 'slow_down',
      },
      {
        when: { status: [400, 401, 403], bodyIncludes: ['missing_org_info'] },
        means: 'forbidden',
        message:
          'The account you signed in with has no ServiceDesk Plus portal. Sign in with one that has, or name the portal in the integration.',
      },
      {
        when: { status: [401, 403], bodyIncludes: ['OAUTH_SCOPE_MISMATCH', 'UNAUTHORISED'] },
        means: 'forbidden',
        message:
          'The account lacks the permission, or the credential was authenticated without the scope. Re-authenticate with the scopes that are filled in.',
      },
      {
        when: { status: [400, 403, 429], bodyPath: 'response_status.messages[0].status_code', equals: 4015 },
        means: 'slow_down',
      },
      // Errors come inside HTTP 200 (facts §3.6, §5.4).
      {
        when: { status: [200], bodyPath: 'status', equals: 'error' },
        means: 'fail',
        message:
          'ManageEngine refused it inside a successful answer; the permissions of the account may not cover it.',
      },
      {
        when: { status: [200], bodyPath: 'response_status.status', equals: 'failed' },
        means: 'fail',
        message: 'ServiceDesk Plus refused it inside a successful answer.',
      },
    ],
  },
  // Customers have one of the products or several.
  check: [
    { product: 'Endpoint Central', requests: [{ method: 'GET', path: '/api/1.4/som/summary' }] },
    { product: 'Mobile Device Manager', requests: [mobileDeviceCheck] },
    { product: 'ServiceDesk Plus', requests: serviceDeskChecks },
  ],
  streams: [computerStream, mobileDeviceStream, assetStream, workstationStream],
});
