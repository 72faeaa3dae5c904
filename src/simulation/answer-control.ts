import type { FaultBoard } from './fault-board.ts';
import type { FaultOptions } from './simulator.ts';
import { type SimulatedCall, type SimulatorServer, sendJson } from './simulator-server.ts';

export interface ControlRoutes<Fault extends string> {
  faults: FaultBoard<Fault>;
  faultNames: readonly Fault[];
  server: Pick<SimulatorServer, 'requests' | 'log'>;
  /** By name: applies an edit of the tenant, if there is one, and says what there is now. */
  edits?: Record<string, (edit: object | undefined) => object>;
}

/**
 * Answers the routes beside the vendor's own, for tools in another process: `/__sim/faults` (GET; POST
 * `{ set, options }` or `{ clear: true | name }`), `/__sim/requests` (GET) and `/__sim/<name>` of each edit (POST).
 * False when the path is none of them.
 */
export function answerControl<Fault extends string>(
  { path, method, text, response }: SimulatedCall,
  { faults, faultNames, server, edits = {} }: ControlRoutes<Fault>,
): boolean {
  const name = /^\/__sim\/(\w+)$/.exec(path)?.[1];
  if (name === undefined) return false;
  const body = method === 'POST' ? (JSON.parse(text || '{}') as Record<string, unknown>) : undefined;
  const edit = Object.hasOwn(edits, name) ? edits[name] : undefined;
  if (edit) sendJson(response, 200, edit(body));
  else if (name === 'requests')
    sendJson(response, 200, { counts: Object.fromEntries(server.requests), log: server.log });
  else if (name !== 'faults') return false;
  else if (changeFaults(faults, faultNames, body ?? {})) sendJson(response, 200, { faults: faults.list() });
  else sendJson(response, 400, { error: `unknown fault; known: ${faultNames.join(', ')}` });
  return true;
}

/** False when there is no fault of the name that is to be set. */
function changeFaults<Fault extends string>(
  faults: FaultBoard<Fault>,
  names: readonly Fault[],
  { clear, set, options }: Record<string, unknown>,
): boolean {
  const isKnown = (name: unknown): name is Fault => (names as readonly unknown[]).includes(name);
  if (clear === true) faults.clear();
  else if (isKnown(clear)) faults.clear(clear);
  if (isKnown(set)) faults.set(set, options as FaultOptions | undefined);
  return set === undefined || isKnown(set);
}
