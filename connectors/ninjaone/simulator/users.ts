/**
 * Users of a made-up tenant, made one at a time from a seed: the n-th user is the same every time and costs no
 * memory. Shapes as recorded: technicians without device lists and with nulls, end users with an organisation,
 * absent and empty values side by side (facts §1.7).
 */
import { idOf, mix, uidOf } from './ids.ts';

const firstNames =
  'Ada Bruno Chiara Dilan Elif Femi Greta Hugo Inés Jonas Kwame Léa Mei Noor Olga Pavel Quinn Rosa Sören Tariq Uma Vera Wei Ximena Yusuf Zoë'.split(
    ' ',
  );
const lastNames =
  "Abadi Berg Costa Duarte Engström Fischer Garcia Haddad Ito Jansen Kaya Lopez Müller Nowak O'Brien Petrov Qureshi Rossi Silva Tanaka Ueda Vega Weber Xu Yilmaz Zhang".split(
    ' ',
  );
const toAscii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const firstParts = firstNames.map(toAscii);
const lastParts = lastNames.map(toAscii);

export interface SimulatedUser {
  id: number;
  email?: unknown;
  [key: string]: unknown;
}

export interface UserFaults {
  duplicateEmails: boolean;
  usersWithoutEmail: boolean;
  wrongTypes: boolean;
}

/**
 * The user at `index` (from 0). `generation` counts the edits that have touched this user; each gives another phone
 * number and switches `enabled` now and then.
 */
export function makeUser(
  seed: number,
  index: number,
  generation: number,
  hasRoles: boolean,
  faults: UserFaults,
): SimulatedUser {
  const random = mix(seed, index);
  const isTechnician = random % 10 === 0;
  const isEnabled = (random >>> 9) % 12 !== 0;
  const first = random % firstNames.length;
  const last = (random >>> 5) % lastNames.length;
  const user: SimulatedUser = {
    id: idOf(index),
    uid: uidOf(random, index),
    firstName: firstNames[first],
    lastName: lastNames[last],
    email: `${firstParts[first]}.${lastParts[last]}.${index}@example.com`,
  };
  const phoneKind = (random >>> 13) % 12;
  if (generation > 0 || phoneKind > 2)
    user.phone = `+44${7_000_000_000 + (random % 999_999_000) + generation}`;
  else if (phoneKind === 0) user.phone = '';
  user.enabled = generation > 0 && (random + generation) % 4 === 0 ? !isEnabled : isEnabled;
  user.administrator = isTechnician && (random >>> 3) % 4 === 0;
  user.permitAllClients = isTechnician;
  user.notifyAllClients = isTechnician && (random >>> 2) % 2 === 0;
  user.mustChangePw = false;
  user.mfaConfigured = (random >>> 7) % 2 === 0;
  user.userType = isTechnician ? 'TECHNICIAN' : 'END_USER';
  user.invitationStatus = ['REGISTERED', 'REGISTERED', 'REGISTERED', 'PENDING', 'EXPIRED'][
    (random >>> 11) % 5
  ];
  if (isTechnician) {
    user.organizationId = null;
    user.tags = null;
    user.fields = null;
  } else {
    user.organizationId = 1 + ((random >>> 4) % 40);
    user.assignedDeviceIds = random % 3 === 0 ? [] : [idOf((random >>> 6) % 120)];
    user.deviceIds = [idOf((random >>> 8) % 120), idOf((random >>> 10) % 120)];
  }
  if (hasRoles) user.roles = isTechnician ? ['Technician', 'Service Desk'] : ['End User'];
  if (faults.duplicateEmails && index % 50 === 1)
    user.email = makeUser(seed, index - 1, 0, false, noFaults).email;
  if (faults.usersWithoutEmail && index % 25 === 3) delete user.email;
  if (faults.wrongTypes && index % 40 === 5) user.email = { value: user.email };
  if (faults.wrongTypes && index % 40 === 6) user.enabled = 'perhaps';
  return user;
}

/** The same person as the lists of end users and of technicians show them (facts §1.7); roles come unasked. */
export function makeTypedUser(user: SimulatedUser): SimulatedUser {
  const { id, uid, enabled, firstName, lastName, email, phone, mustChangePw, mfaConfigured } = user;
  const isTechnician = user.userType === 'TECHNICIAN';
  const isScim = id % 4 === 0;
  return {
    id,
    uid,
    enabled,
    firstName,
    lastName,
    ...('email' in user ? { email } : {}),
    ...('phone' in user ? { phone } : {}),
    ...(isTechnician ? {} : { organizationId: user.organizationId, fullPortalAccess: id % 5 === 0 }),
    mustChangePw,
    mfaConfigured,
    scimUser: isScim,
    authType: isScim ? 'SSO' : 'NATIVE',
    ...(isTechnician ? { userType: user.userType } : {}),
    invitationStatus: user.invitationStatus,
    ...(isTechnician
      ? { notifyAllClients: user.notifyAllClients, administrator: user.administrator, assignedDeviceIds: [] }
      : { assignedDeviceIds: user.assignedDeviceIds, accessibleDeviceIds: user.deviceIds }),
    roles: user.roles,
  };
}

const noFaults: UserFaults = { duplicateEmails: false, usersWithoutEmail: false, wrongTypes: false };
