/** Citrix Cloud and Citrix DaaS. Facts: regions §2.1, token §2.2, headers §2.3, errors §2.4, DaaS §2.5–2.8. */
import { defineConnector } from '../../src/connector-kit/index.ts';
import { applicationStream } from './application-stream.ts';
import { machineStream } from './machine-stream.ts';
import { userStream } from './user-stream.ts';

export const citrixCloud = defineConnector({
  id: 'citrix-cloud',
  name: 'Citrix',
  description: 'Citrix DaaS in Citrix Cloud: machines, the people who use them, and published applications.',
  logo: '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><rect width="32" height="32" rx="7" fill="#452170"/><path d="M8 9h4.2l3.9 5 3.8-5H24l-5.8 7 6 7h-4.3l-4-5-3.9 5H8l6-7z" fill="#ffffff"/></svg>',
  categories: ['Virtual apps and desktops'],
  docsUrl: 'https://developer-docs.citrix.com/en-us/citrix-cloud/',
  version: '1.0.0',
  settings: [
    {
      key: 'siteId',
      title: 'Site',
      help: 'Id of the DaaS site. Leave empty for the first site of the customer.',
      type: 'text',
      isRequired: false,
      example: '5f9d2c1e-0000-4000-8000-000000000000',
    },
  ],
  auth: [
    {
      id: 'oauth2-client-credentials',
      kind: 'oauth2',
      title: 'OAuth 2.0',
      grant: 'client_credentials',
      tokenUrl: '{{ fields.urlDomain | origin }}/cctrustoauth2/{{ fields.customerId }}/tokens/clients',
      allowedTokenHosts: ['{{ fields.urlDomain | origin }}'],
      scopes: [],
      scopeSeparator: ' ',
      clientAuthentication: 'secret_post',
      usePkce: false,
      tokenPlacement: { header: 'Authorization', prefix: 'CwsAuth Bearer=' },
      defaultExpiresInSeconds: 3_600,
      reauthorizeErrors: ['invalid_client', 'unauthorized_client', 'invalid_grant'],
      errorHints: [
        {
          when: { status: [404] },
          message:
            'Citrix Cloud does not know this Customer ID at this URL Domain. Compare both with Identity and Access Management > API Access, and choose the region the account was created in.',
        },
        {
          when: { bodyPath: 'error', equals: 'invalid_client' },
          message:
            'Citrix Cloud refused the Client ID and Secret. The secret may have expired, or the secure client was deleted together with the administrator who made it: create a new one in Identity and Access Management > API Access.',
        },
      ],
      fields: [
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
    baseUrl: '{{ fields.urlDomain | origin }}',
    headers: { accept: 'application/json', 'citrix-customerid': '{{ fields.customerId }}' },
    // 250 by default, 1,000 at most; an empty or absent token ends the list (facts §2.5).
    paginator: {
      kind: 'cursor',
      param: 'continuationToken',
      cursorPath: 'ContinuationToken',
      sizeParam: 'limit',
      pageSize: 1_000,
      canRepeat: false,
    },
    rateBudget: { requestsPerSecond: 5, burst: 10, maxConcurrent: 4 },
    // The gateway gives up after 90 seconds.
    timeoutMs: 100_000,
    throttle: { firstPauseMs: 15_000, maxAttempts: 4 },
    requestIdHeader: 'citrix-transactionid',
    responseRules: [
      {
        when: { status: [530] },
        means: 'asleep',
        message: 'The DaaS site was frozen because nobody used it.',
      },
      { when: { status: [400], bodyIncludes: ['continuation token'] }, means: 'cursor_expired' },
      {
        when: { status: [403] },
        means: 'forbidden',
        message:
          'The administrator who made the secure client needs a DaaS role that may read machines, sessions and applications.',
      },
    ],
    discover: {
      request: { method: 'GET', path: '/cvad/manage/me' },
      values: { siteId: '{{ settings.siteId | first_of(response.Customers[0].Sites[0].Id) }}' },
      missing:
        'This customer has no DaaS site that the secure client may see. Check the Customer ID, and that DaaS is part of the subscription.',
    },
    wake: {
      request: {
        method: 'POST',
        path: '/resourceprovider/{{ fields.customerId }}/site/activation',
        query: { customerId: '{{ fields.customerId }}' },
      },
      poll: { method: 'GET', path: '/cvad/manage/me' },
      pollEveryMs: 30_000,
      maxWaitMs: 1_200_000,
    },
    job: {
      statusPath: 'Status',
      doneValues: ['Complete', 'CompleteWithWarning'],
      failedValues: ['Failed', 'Canceled'],
      errorPath: 'ErrorString',
      resultSuffix: '/Results',
      firstPollMs: 10_000,
      pollEveryMs: 30_000,
      maxWaitMs: 1_200_000,
    },
  },
  check: { method: 'GET', path: '/cvad/manage/me' },
  streams: [machineStream, userStream, applicationStream],
});
