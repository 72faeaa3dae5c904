import type { Access } from '../model/actor.ts';
import type { RouteEntry } from './route-table.ts';

/**
 * Who may hear that something at a path of the API has changed: whoever may read it there. What no route reads is for
 * administrators.
 */
export function makeTopicAccess(routes: readonly RouteEntry[]): (topic: string) => Access {
  const readable = routes
    .filter(({ method }) => method === 'GET')
    .map(({ url, access }) => ({ steps: url.split('/'), access }));
  const known = new Map<string, Access>();
  return (topic) => {
    const path = topic.replace(/\/\*$/, '');
    const steps = path.split('/');
    // Ids make no difference, and there are many of them.
    const kind = steps.map((step) => (/^\d+$/.test(step) ? ':id' : step)).join('/');
    let access = known.get(kind);
    if (access === undefined) {
      const route = readable.find(
        (candidate) =>
          candidate.steps.length === steps.length &&
          candidate.steps.every((step, index) => step.startsWith(':') || step === steps[index]),
      );
      access = route?.access ?? 'administrator';
      known.set(kind, access);
    }
    return access;
  };
}
