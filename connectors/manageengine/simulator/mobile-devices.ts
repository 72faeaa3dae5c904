/** Mobile Device Manager Plus Cloud, api/v1/mdm. Facts: §4. */
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import type { ProductAnswer } from './endpoint-central.ts';
import type { ManageEngineFault } from './faults.ts';

export interface MobileDevicesOptions {
  devices: number;
  /** What is served in one page at most. */
  maxPageLimit: number;
  seed: number;
  faults: FaultBoard<ManageEngineFault>;
}

export interface MobileDevices {
  /** @param origin of the request: next pages are complete addresses. */
  answer(path: string, query: URLSearchParams, origin: string): ProductAnswer | undefined;
  count(): number;
}

const firstDeviceId = 9_007_199_254_741_001n;
const firstMs = Date.UTC(2025, 2, 3, 9);
const base = '/api/v1/mdm/devices';

const apps = [
  ['Microsoft Teams', 'com.microsoft.teams', '6.19.2'],
  ['Zoho Mail', 'com.zoho.mail', '2.7.1'],
  ['Slack', 'com.Slack', '24.11.10'],
  ['Authenticator', 'com.azure.authenticator', '6.2411.7705'],
  ['Files', 'com.google.android.apps.nbu.files', '1.6180'],
] as const;

export function makeMobileDevices({
  devices,
  maxPageLimit,
  seed,
  faults,
}: MobileDevicesOptions): MobileDevices {
  const idOf = (index: number) => firstDeviceId + BigInt(index);

  function makeSerial(index: number): string {
    if (faults.isOn('without-serial') && index % 10 === 1) return '--';
    const own = faults.isOn('same-serial') && index % 5 === 1 ? index - 1 : index;
    return `MD${String(seed).padStart(2, '0')}${String(own).padStart(6, '0')}`;
  }

  function makeDevice(index: number) {
    const isApple = index % 2 === 0;
    const imei = `35${String(8_000_000_000_000 + seed * 1_000_000 + index)}`;
    const email =
      faults.isOn('unknown-person') && index % 10 === 3
        ? 'nobody@elsewhere.example'
        : `user${index % 40}@example.com`;
    return {
      // Types differ from source to source.
      device_id: index % 3 === 2 ? String(idOf(index)) : idOf(index),
      device_name: isApple ? `iPhone of User ${index % 40}` : `Pixel ${index}`,
      udid: `0000814${String(seed)}-${String(index).padStart(12, '0')}`,
      serial_number: makeSerial(index),
      imei: index % 4 === 3 ? '--' : index % 4 === 1 ? ['--', imei] : imei,
      model: isApple ? 'iPhone 16' : 'Pixel 9',
      product_name: isApple ? 'iPhone17,3' : 'tokay',
      platform_type: isApple ? 'ios' : 'android',
      platform_type_id: isApple ? '1' : '2',
      os_version: isApple ? '18.1.1' : '15',
      owned_by: index % 5 === 4 ? '2' : '1',
      is_removed: 'false',
      is_lost_mode_enabled: false,
      user: {
        user_id: `${900_000 + index}`,
        user_name: `User ${index % 40}`,
        user_email: index % 6 === 5 ? '--' : email,
      },
      summary: { profile_count: '2', app_count: String(2 + (index % 3)), doc_count: '0', group_count: '1' },
    };
  }

  /** Holds secrets that no list shows. */
  const makeDetails = (index: number) => ({
    ...makeDevice(index),
    is_supervised: index % 2 === 0,
    managed_status: 2,
    battery_level: 61 + (index % 39),
    registered_time: firstMs + index * 3_600_000,
    last_contact_time: index % 9 === 8 ? '--' : firstMs + index * 7_200_000,
    manufacturer: index % 2 === 0 ? 'Apple' : 'Google',
    security: {
      passcode_complaint: true,
      storage_encryption: true,
      passcode_present: true,
      device_rooted: false,
    },
    os: {
      os_version: index % 2 === 0 ? '18.1.1' : '15',
      os_name: index % 2 === 0 ? 'iOS' : 'Android',
      build_version: '22B91',
    },
    network: {
      wifi_mac:
        index % 3 === 1
          ? '00-00-00-00-00-00'
          : `02-00-00-00-00-${(index & 255).toString(16).padStart(2, '0')}`,
      apn_user_name: 'corp',
      apn_password: 'apn-secret-of-the-carrier',
    },
    apn_password: 'apn-secret-of-the-carrier',
    unlock_token: 'unlock-secret',
  });

  const makeApps = (index: number) =>
    apps.slice(0, 2 + (index % 4)).map(([app_name, identifier, app_version], at) => ({
      app_id: 9_007_199_254_800_001n + BigInt(at),
      app_name,
      app_version: at === 1 ? '--' : app_version,
      identifier,
      platform_type: index % 2 === 0 ? '1' : '2',
    }));

  function list(query: URLSearchParams, origin: string): ProductAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 50), maxPageLimit);
    const token = query.get('skip-token');
    const offset =
      token === null ? Number(query.get('offset') ?? 0) : Number(Buffer.from(token, 'base64url').toString());
    const isGap = offset > 0 && faults.take('page-gap') !== undefined;
    const rows = Array.from({ length: Math.max(0, Math.min(limit, devices - offset)) }, (_item, at) =>
      makeDevice(offset + at),
    );
    const hasNext = offset + limit < devices;
    const nextOrigin =
      faults.take('next-on-other-host') === undefined ? origin : 'https://mdm.attacker.example';
    const nextToken = Buffer.from(String(offset + limit)).toString('base64url');
    return {
      status: 200,
      body: {
        devices: isGap ? [] : rows,
        metadata: { total_record_count: devices },
        // Absent on the last page of a short list, null on that of a long one.
        ...(hasNext
          ? {
              paging: { next: `${nextOrigin}${base}?limit=${limit}&skip-token=${nextToken}`, previous: null },
            }
          : offset > 0
            ? { paging: { next: null, previous: `${origin}${base}?limit=${limit}&offset=0` } }
            : {}),
      },
    };
  }

  return {
    answer(path, query, origin) {
      if (path === base) return list(query, origin);
      const found = /^\/api\/v1\/mdm\/devices\/(\d+)(\/apps)?$/.exec(path);
      if (!found) return undefined;
      const index = Number(BigInt(found[1] as string) - firstDeviceId);
      const isKnown = index >= 0 && index < devices;
      // Some devices have no details whatever the list says (facts §4).
      const isSilent = index % 16 === 7;
      if (!isKnown || isSilent || faults.take('details-gone') !== undefined)
        return { status: 404, body: { error_code: 'COM0008', error_description: 'Resource not available' } };
      return found[2] === undefined
        ? { status: 200, body: makeDetails(index) }
        : { status: 200, body: { installed_apps: makeApps(index) } };
    },
    count: () => devices,
  };
}
