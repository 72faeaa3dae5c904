import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import type { SimulatedCall } from '../../../src/simulation/simulator-server.ts';
import { writePart } from '../../../src/simulation/write-part.ts';
import type { NinjaOneFault } from './faults.ts';
import type { UserList } from './user-list.ts';

export interface UserSending {
  users: UserList;
  faults: FaultBoard<NinjaOneFault>;
  /** Whether `pageSize` and `after` are honoured. */
  isPaged: boolean;
}

/** Sends the list a path stands for, part by part; false when it stands for none. */
export async function sendUsers(
  { users, faults, isPaged }: UserSending,
  { path, response, url }: SimulatedCall,
): Promise<boolean> {
  const { searchParams } = url;
  const list = findList(path, searchParams);
  if (!list) return false;
  const hugeMb = faults.take('huge-page') ?? 0;
  const isFirstPage = faults.take('repeated-page') !== undefined;
  const chunks = users.chunks({
    ...list,
    after: isPaged && !isFirstPage ? Number(searchParams.get('after') ?? 0) : 0,
    size: isPaged ? Number(searchParams.get('pageSize') ?? 1_000) : Number.POSITIVE_INFINITY,
    hasRoles: list.isTyped || searchParams.get('includeRoles') === 'true',
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  let isEmpty = true;
  await writePart(response, '[');
  for (const text of chunks) {
    if (response.destroyed) return true;
    await writePart(response, text);
    isEmpty = false;
  }
  for (let megabyte = 0; megabyte < hugeMb && !response.destroyed; megabyte += 1) {
    const user = { id: 900_000_000 + megabyte, firstName: 'x'.repeat(1_048_500) };
    await writePart(response, `${isEmpty ? '' : ','}${JSON.stringify(user)}`);
    isEmpty = false;
  }
  response.end(']');
  return true;
}

function findList(
  path: string,
  query: URLSearchParams,
): { userType: string | null; isTyped: boolean } | undefined {
  if (path === '/v2/users') return { userType: query.get('userType'), isTyped: false };
  if (path === '/v2/user/end-users') return { userType: 'END_USER', isTyped: true };
  return path === '/v2/user/technicians' ? { userType: 'TECHNICIAN', isTyped: true } : undefined;
}
