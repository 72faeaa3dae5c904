import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerControl } from './answer-control.ts';
import { makeFaultBoard } from './fault-board.ts';
import { type CommonFault, commonFaults } from './simulator.ts';
import { makeSimulatorServer, sendJson, showCommonFault } from './simulator-server.ts';

const faults = makeFaultBoard<CommonFault>();
const bodies = { throttled: { error: 'slow down' }, failed: { error: 'failed' } };
const server = makeSimulatorServer(
  {
    normalizePath: (path) => path.replace(/^\/v2(?=\/)/, ''),
    isQueryLogged: (path) => path === '/list',
  },
  (call) => {
    if (answerControl(call, { faults, faultNames: commonFaults, server })) return;
    if (showCommonFault(faults, call.response, 0, bodies)) return;
    sendJson(call.response, call.path === '/list' ? 200 : 404, call.text);
  },
);
let url = '';
beforeAll(async () => {
  ({ url } = await server.start());
});
afterAll(() => server.stop());
beforeEach(() => {
  faults.clear();
  server.clearLog();
});

const ask = async (path: string, body?: object) => {
  const response = await fetch(url + path, body && { method: 'POST', body: JSON.stringify(body) });
  return [response.status, await response.json()];
};

test('faults are set and cleared over HTTP', async () => {
  expect(await ask('/__sim/faults', { set: 'server-error', options: { times: 1 } })).toEqual([
    200,
    { faults: ['server-error'] },
  ]);
  expect(await ask('/list')).toEqual([500, bodies.failed]);
  expect(await ask('/list')).toEqual([200, '']);
  await ask('/__sim/faults', { set: 'throttle-silent' });
  await ask('/__sim/faults', { set: 'reset' });
  expect(await ask('/__sim/faults', { clear: 'reset' })).toEqual([200, { faults: ['throttle-silent'] }]);
  expect(await ask('/list')).toEqual([429, bodies.throttled]);
  expect(await ask('/__sim/faults', { clear: true })).toEqual([200, { faults: [] }]);
});

test('a fault nobody knows is refused, and so is a route', async () => {
  const [status, body] = await ask('/__sim/faults', { set: 'nonsense' });
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('throttle-seconds')]);
  for (const path of ['/__sim/users', '/__sim/toString', '/__sim/'])
    expect((await ask(path, {}))[0]).toBe(404);
});

test('requests are counted by one path each, and show their query only where it holds no secrets', async () => {
  await ask('/v2/list?page=2');
  await ask('/token?secret=s', { secret: 's' });
  expect(await ask('/__sim/requests')).toEqual([
    200,
    {
      counts: { 'GET /list': 1, 'POST /token': 1, 'GET /__sim/requests': 1 },
      log: [
        { method: 'GET', path: '/list', query: { page: '2' }, status: 200 },
        { method: 'POST', path: '/token', query: {}, status: 404 },
      ],
    },
  ]);
});
