import type { Queryable } from '../../db/client.ts';
import type { Planned } from '../bindings/plan-binding.ts';
import { listUserIntegrations } from '../credentials/bindings.queries.ts';
import { findServerProblem } from './find-server-problem.ts';

/** Integrations of a credential whose settings would lead them to a server it does not name any more. */
export function makeFindStopped(db: Queryable) {
  return async (
    id: number,
    next: Planned & { entered: Record<string, string> },
  ): Promise<{ id: number; name: string }[]> => {
    const { definition, name, method, otherServers, entered, globals } = next;
    const credential = { name, methodId: method.id, fields: entered, otherServers };
    return (await listUserIntegrations(db, id))
      .filter(
        ({ settings }) => findServerProblem({ definition, credential, settings, globals }) !== undefined,
      )
      .map((integration) => ({ id: integration.id, name: integration.name }));
  };
}
