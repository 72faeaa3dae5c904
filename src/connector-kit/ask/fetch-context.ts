import type { Clock } from '../../model/clock.ts';
import type { ReadLimits } from '../../model/read-limits.ts';
import type { ClientDefinition, ConnectorDefinition } from '../definition/definition.ts';
import type { SendPort } from './send-port.ts';
import type { Globals } from './template-scope.ts';

/** What every request of a stream needs. */
export interface FetchContext {
  client: ClientDefinition;
  send: SendPort;
  signal: AbortSignal;
  /** Template scope of the requests that wake a vendor. */
  scope: object;
  /** Absent: nothing is waited for. */
  clock?: Pick<Clock, 'sleep'> | undefined;
  /** Whether answers that only the kit can recognise as broken may be asked for again. Default true. */
  mayAskAgain?: boolean;
}

/** What the templates of a definition may use. */
export interface ReadScope {
  settings: Record<string, string>;
  fields: Record<string, string>;
  globals: Globals;
  /** What the discovery of the definition found. */
  found?: Record<string, string>;
}

/** What it takes to ask a vendor anything. */
export interface AskOptions {
  definition: ConnectorDefinition;
  scope: ReadScope;
  send: SendPort;
  /** How much may come; the defaults where nothing is said. */
  limits?: ReadLimits | undefined;
  /** With it, truncated answers, web pages and HTTP 500 are asked for twice more. */
  clock?: Pick<Clock, 'sleep'> | undefined;
  signal: AbortSignal;
}
