/** Faults the simulator can be told to show; each stays until it is cleared, or for `times` answers. */
import { commonFaults } from '../../../src/simulation/simulator.ts';

export const ninjaOneFaults = [
  ...commonFaults,
  /** A web page about the rate limit with status 200 (facts §1.4). */
  'rate-limit-html',
  /** The first page again and again, whatever is asked for. */
  'repeated-page',
  /** Answers after `amount` milliseconds. */
  'slow',
  /** Appends `amount` megabytes of users to the list. */
  'huge-page',
  /** Some values have another type than documented. */
  'wrong-types',
  'token-down',
  'client-not-exist',
  /** Refresh tokens are refused as if an administrator had revoked them. */
  'refresh-revoked',
  /** All access tokens end with the next request for users. */
  'expire-mid-session',
  /** The person refuses, without being asked. */
  'consent-refused',
  /** Every fiftieth user has the e-mail address of the one before. */
  'duplicate-emails',
  /** Every fiftieth user comes twice in the same list. */
  'duplicate-records',
  'users-without-email',
  /** The cursor of a query report is not known any more. */
  'cursor-expired',
  /** A page of devices is missing in the middle. */
  'devices-gap',
  /** A page of the software report is missing in the middle. */
  'software-gap',
  'devices-without-serial',
  /** Pairs of devices share one serial number. */
  'devices-same-serial',
  /** The software report names a device that is in no list. */
  'software-of-unknown-device',
] as const;
export type NinjaOneFault = (typeof ninjaOneFaults)[number];
