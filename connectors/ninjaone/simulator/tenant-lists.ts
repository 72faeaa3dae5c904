/** Organisations, locations and activities: lists that never change. */
import { idOf } from './ids.ts';
import { type ListAnswer, ok, refuse } from './list-answer.ts';

const organizationCount = 40;
const activityCount = 300;

const organizations = Array.from({ length: organizationCount }, (_item, index) => ({
  id: 1 + index * 3,
  name: `Client ${index + 1}`,
  description: `Client number ${index + 1}`,
  nodeApprovalMode: index % 5 === 0 ? 'MANUAL' : 'AUTOMATIC',
}));

const locations = organizations.map((organization) => ({
  id: organization.id * 2 + 7,
  organizationId: organization.id,
  name: 'Main Office',
  address: '1 Example Street',
}));

const activities = Array.from({ length: activityCount }, (_item, index) => ({
  id: 177_000 + index * 11,
  activityTime: 1742391675.556 + index,
  deviceId: idOf(index % 120),
  activityType: 'CONDITION',
  statusCode: 'TRIGGERED',
  status: 'Triggered',
  subject: '',
  message: 'Memory Utilization is greater than or equal to 80% for 5 minutes',
  type: 'Condition',
}));

/** Where the n-th device stands. */
export function findPlace(index: number): { organizationId: number; locationId: number } {
  const location = locations[index % organizationCount];
  return { organizationId: location?.organizationId ?? 1, locationId: location?.id ?? 1 };
}

/** undefined: there is no such list. */
export function answerTenantList(path: string, query: URLSearchParams): ListAnswer | undefined {
  if (path === '/v2/organizations') return ok(listAfter(organizations, query));
  if (path === '/v2/locations') return ok(listAfter(locations, query));
  return path === '/v2/activities' ? activityWindow(query) : undefined;
}

/** `after` is the id of the last element, not an offset. */
function listAfter(items: readonly { id: number }[], query: URLSearchParams): object[] {
  const after = Number(query.get('after') ?? 0);
  return items.filter(({ id }) => id > after).slice(0, Number(query.get('pageSize') ?? 1_000));
}

function activityWindow(query: URLSearchParams): ListAnswer {
  const size = Number(query.get('pageSize') ?? 200);
  if (!(size >= 10 && size <= 1_000)) return refuse('pageSize must be between 10 and 1000');
  const older = Number(query.get('olderThan') ?? Number.POSITIVE_INFINITY);
  const newer = query.get('newerThan');
  const found = activities.filter(({ id }) => id < older && id > Number(newer ?? 0));
  const page = newer === null ? found.slice(-size) : found.slice(0, size);
  return ok({ lastActivityId: activities.at(-1)?.id, activities: page.reverse() });
}
