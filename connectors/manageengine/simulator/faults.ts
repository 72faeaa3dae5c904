import { commonFaults } from '../../../src/simulation/simulator.ts';

export const manageEngineFaults = [
  ...commonFaults,
  /** Token endpoint: "too many requests continuously", in English and in the person's language. */
  'token-throttled',
  'token-throttled-localised',
  'token-down',
  /** Token endpoint: errors inside HTTP 200. */
  'token-general-error',
  /** Refresh tokens are refused as if a person had removed the connection: `invalid_code` inside HTTP 200. */
  'refresh-revoked',
  /** The client is not enabled in the data centre: `invalid_client` inside HTTP 200. */
  'client-not-in-region',
  /** The data centre has another secret for the client: `invalid_client_secret` inside HTTP 200. */
  'other-secret-in-region',
  /** The person's account lives in another data centre: the redirect names its accounts server. */
  'account-elsewhere',
  /** The browser is signed in to the API console with MFA: no consent until somebody signs out. */
  'mfa-session',
  /** The person refuses, without being asked. */
  'consent-refused',
  /** All access tokens end with the next request to a product. */
  'expire-mid-session',
  /** The gateway's own throttle: HTTP 400, or 200 and in another language; the wait stands in prose. */
  'gateway-throttled',
  'gateway-throttled-localised',
  /** `status: error` inside HTTP 200 (Endpoint Central). */
  'error-inside-200',
  /** A build that writes the envelope in capitals (Endpoint Central). */
  'older-envelope',
  /** A page in the middle is empty although the total counts it. */
  'page-gap',
  'without-serial',
  /** Pairs of records share one serial number. */
  'same-serial',
  /** Records name a person nobody knows. */
  'unknown-person',
  /** A record is gone between the list and its details. */
  'details-gone',
  /** The next page is on a stranger's host (Mobile Device Manager). */
  'next-on-other-host',
  /** The account has no ServiceDesk Plus: HTTP 401 although the token is good. */
  'no-portal',
  /** ServiceDesk Plus before or after the change of module names. */
  'old-modules-only',
  'new-modules-only',
] as const;
export type ManageEngineFault = (typeof manageEngineFaults)[number];
