import type { Clock } from '../../model/clock.ts';
import type { ClientDefinition } from '../definition/definition.ts';
import type { SendPort } from './send-port.ts';

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
