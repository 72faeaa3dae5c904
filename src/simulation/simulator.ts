/**
 * What every connector's `simulator.ts` offers, so that one suite can try them all: a module exports
 * `makeSimulator(options): Simulator`, a server that behaves like the vendor, faults included.
 */

/** Faults every simulator shows on its data routes; a vendor's own may be added beside them. */
export const commonFaults = [
  /** 429 with Retry-After in seconds (`amount`), as an HTTP date, or without a hint. */
  'throttle-seconds',
  'throttle-date',
  'throttle-silent',
  'html-at-200',
  'truncated-json',
  'server-error',
  /** The connection breaks in the middle of the answer. */
  'reset',
  /** The access token is refused. */
  'not-authenticated',
] as const;
export type CommonFault = (typeof commonFaults)[number];

export interface FaultOptions {
  /** Answers it affects; endless when absent. */
  times?: number;
  /** Answers that pass untouched first. */
  skip?: number;
  /** Seconds, megabytes or milliseconds, as the fault needs. */
  amount?: number;
}

/** Of a vendor whose users sign in by OAuth. */
export interface OAuthSimulatorOptions {
  /** Default: any free one. */
  port?: number;
  clientId?: string;
  clientSecret?: string;
  redirectUris?: string[];
  /** Who may sign in on the consent page. */
  email?: string;
  password?: string;
  accessTokenLifetimeSeconds?: number;
  /** PEM texts; with them the server speaks https. */
  tls?: { key: string; cert: string };
  nowMs?: () => number;
}

export interface SimulatorControl<Fault extends string = CommonFault> {
  setFault(name: Fault, options?: FaultOptions): void;
  /** Without a name: all of them. */
  clearFaults(name?: Fault): void;
  /** What a person would type: integration settings and the form values of each authentication method. */
  formValues(): { settings: Record<string, string>; fields: Record<string, string> };
  /** Headers of an authenticated request, as if a person had signed in. */
  makeAuthHeaders(): Record<string, string>;
  /** Of vendors with an authorization code flow: tells them where Muster may be redirected to. */
  addRedirectUri?(uri: string): void;
  /** Requests answered so far, by method and path, e.g. `GET /v2/users`. */
  readonly requests: ReadonlyMap<string, number>;
}

/** What the demo sets up against a simulator, and the records it must then find. */
export interface DemoPlan {
  /** The one the demo begins with, and whose counters it prints first. */
  isMainJob?: boolean;
  authMethodId: string;
  /** Global variables the forms fall back on. */
  globals?: Record<string, string>;
  /** In the order they are run. `expectedCount`: records read by a complete first session. */
  integrations: {
    streamId: string;
    name: string;
    expectedCount: number;
    /** The accounts of its people are those of another integration of the plan. */
    isPeopleOnly?: boolean;
  }[];
}

export interface Simulator<Fault extends string = CommonFault> {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  /** Absent while there is nothing to set up. */
  readonly demo?: DemoPlan;
  readonly control: SimulatorControl<Fault>;
}
