/**
 * Records whose keys disagree, or name more than one record, wait in a lasting list until a person decides: both
 * records side by side, and link, create or ignore, one by one or in bulk.
 */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector } from '../helpers/case-connectors.ts';
import { brief, type CaseIntegration, useCaseWorld } from '../helpers/case-world.ts';

const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([assets]);

interface Parked {
  id: number;
  integrationId: number;
  nativeId: string;
  reasonCode: string;
  reason: string;
  incoming: Record<string, unknown>;
  candidates: { recordId: number; values: Record<string, unknown> }[];
  firstSeenAt: string;
  lastSeenAt: string;
  decision: string | null;
}

const known = { id: 1, serial: 'SN-A1', uid: 'U-7', name: 'known' };
const stranger = { id: 9, serial: 'SN-B1', uid: 'U-7', name: 'stranger' };

/** One asset by one vendor; the other vendor's record shares its lower key and denies its higher one. */
async function park(incoming: readonly object[] = [stranger]): Promise<CaseIntegration> {
  world.vendor.on('GET /rows', [known]);
  world.otherVendor.on('GET /rows', incoming);
  await (await world.integrate(assets, 'rows', { mapping: assetMapping })).run();
  const other = await world.integrate(assets, 'rows', { mapping: assetMapping, at: world.otherVendor });
  expect(brief(await other.run())).toMatchObject({ ambiguous: incoming.length });
  return other;
}

const parked = async (filter = '') =>
  (await world.client.call<{ items: Parked[] }>('GET', `/api/parked-records?limit=100${filter}`)).items;
const decide = (body: object) =>
  world.client.call<{ count: number }>('POST', '/api/parked-records/decide', body);
const names = async () => (await world.list('assets')).map(({ deviceName }) => deviceName);

describe('the list', () => {
  test('shows both records side by side, and why', async () => {
    const other = await park();
    const [known1] = await world.list('assets');
    expect(await parked()).toMatchObject([
      {
        integrationId: other.id,
        nativeId: '9',
        reasonCode: 'KEYS_DISAGREE',
        incoming: { serialNumber: 'SN-B1', externalId: 'U-7', deviceName: 'stranger' },
        candidates: [{ recordId: known1?.id, values: { serialNumber: 'SN-A1', deviceName: 'known' } }],
        decision: null,
      },
    ]);
  });

  test('lasts across sessions, each record once, and knows since when', async () => {
    const other = await park();
    const [first] = await parked();
    await other.run();
    await other.run();
    const list = await parked();
    expect(list).toHaveLength(1);
    expect(list[0]?.firstSeenAt).toBe(first?.firstSeenAt);
    expect(Date.parse(list[0]?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(first?.lastSeenAt ?? ''));
  });

  test('a record that is corrected at the source, or gone there, leaves it by itself', async () => {
    const other = await park([stranger, { id: 10, serial: 'SN-C1', uid: 'U-7', name: 'third' }]);
    expect(await parked()).toHaveLength(2);
    world.otherVendor.on('GET /rows', [{ ...stranger, uid: 'U-9' }]);
    await other.run();
    expect(await parked()).toEqual([]);
    expect(await names()).toEqual(['known', 'stranger']);
  });

  test('previews and test runs park nothing', async () => {
    world.vendor.on('GET /rows', [known]);
    world.otherVendor.on('GET /rows', [stranger]);
    await (await world.integrate(assets, 'rows', { mapping: assetMapping })).run();
    const other = await world.integrate(assets, 'rows', { mapping: assetMapping, at: world.otherVendor });
    await other.run('preview');
    await other.run('test-run');
    expect(await parked()).toEqual([]);
  });

  test('applying a plan takes nothing off it that the plan does not hold, be it open or ignored', async () => {
    const stranger2 = { id: 10, serial: 'SN-C1', uid: 'U-7', name: 'third' };
    const other = await park([stranger, stranger2]);
    const [first] = await parked();
    await decide({ ids: [first?.id], action: 'ignore' });
    // Only the newcomer is something to apply; the two others are still at the vendor.
    world.otherVendor.on('GET /rows', [
      stranger,
      stranger2,
      { id: 11, serial: 'SN-D1', uid: 'U-11', name: 'newcomer' },
    ]);
    const before = await world.rows('SELECT native_id, resolution FROM parked_records ORDER BY native_id');
    expect(before).toHaveLength(2);
    const { applied } = await other.previewAndApply();
    expect(brief(applied)).toMatchObject({ created: 1 });
    expect(await world.rows('SELECT native_id, resolution FROM parked_records ORDER BY native_id')).toEqual(
      before,
    );
  });

  test('two records of one source with one key are in it as well', async () => {
    world.vendor.on('GET /rows', [known, { id: 2, serial: 'SN-A1', uid: 'U-8', name: 'twin' }]);
    await (await world.integrate(assets, 'rows', { mapping: assetMapping })).run();
    expect(await parked()).toMatchObject([{ nativeId: '2', reasonCode: 'DUPLICATE_IN_SOURCE' }]);
  });
});

describe('a decision', () => {
  test('create: the next session makes a record of its own, and never asks again', async () => {
    const other = await park();
    const [one] = await parked();
    expect(await decide({ ids: [one?.id], action: 'create' })).toEqual({ count: 1 });
    expect(brief(await other.run())).toMatchObject({ status: 'succeeded', created: 1 });
    expect(await names()).toEqual(['known', 'stranger']);
    // The shared lower key stays with the one that had it.
    expect((await world.list('assets'))[1]).not.toHaveProperty('externalId');
    world.otherVendor.on('GET /rows', [{ ...stranger, name: 'stranger, renamed' }]);
    expect(brief(await other.run())).toMatchObject({ status: 'succeeded', updated: 1 });
    expect(await parked()).toEqual([]);
  });

  test('link: the next session updates that record', async () => {
    const other = await park();
    const [one] = await parked();
    await decide({ ids: [one?.id], action: 'link', recordId: one?.candidates[0]?.recordId });
    expect(brief(await other.run())).toMatchObject({ status: 'succeeded', updated: 1 });
    expect(await world.list('assets')).toMatchObject([{ serialNumber: 'SN-B1', deviceName: 'stranger' }]);
    expect(await parked()).toEqual([]);
  });

  test('ignore: it is skipped from now on, and the session is a plain success', async () => {
    const other = await park();
    const [one] = await parked();
    await decide({ ids: [one?.id], action: 'ignore' });
    expect(brief(await other.run())).toEqual({ status: 'succeeded', read: 1, skipped: 1 });
    expect(await parked()).toEqual([]);
    expect(await parked('&filter=decision:eq:ignore')).toMatchObject([{ nativeId: '9' }]);
    await decide({ ids: [one?.id], action: 'ask' });
    expect(brief(await other.run())).toMatchObject({ ambiguous: 1 });
  });

  test('in bulk', async () => {
    const incoming = [9, 10, 11].map((id) => ({ ...stranger, id, serial: `B${id}`, name: `s${id}` }));
    const other = await park(incoming);
    const list = await parked();
    expect(list).toHaveLength(3);
    expect(await decide({ ids: list.map(({ id }) => id), action: 'create' })).toEqual({ count: 3 });
    expect(brief(await other.run())).toMatchObject({ status: 'succeeded', created: 3 });
  });

  test('is written to the audit log and the history of the record', async () => {
    const other = await park();
    const [one] = await parked();
    await decide({ ids: [one?.id], action: 'link', recordId: one?.candidates[0]?.recordId });
    await other.run();
    const audit = await world.rows<{ action: string }>(
      `SELECT action FROM audit_log WHERE action LIKE 'parked%' AND target_id = $1`,
      [String(one?.id)],
    );
    expect(audit).toHaveLength(1);
  });

  test('link to a record that does not exist, or to another object, is refused', async () => {
    await park();
    const [one] = await parked();
    await expect(decide({ ids: [one?.id], action: 'link', recordId: 999_999 })).rejects.toThrow(
      /answered 4\d\d/,
    );
    await expect(decide({ ids: [one?.id], action: 'link' })).rejects.toThrow(/answered 4\d\d/);
  });
});
