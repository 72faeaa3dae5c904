/**
 * Users of a made-up tenant, made one at a time from a seed: the n-th user is the same every time and costs no
 * memory. Shapes as recorded: technicians without device lists, end users with an organisation, nulls and absent
 * keys side by side (facts/ninjaone-manageengine.md §1.7).
 */
const firstNames = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dilan',
  'Elif',
  'Femi',
  'Greta',
  'Hugo',
  'Inés',
  'Jonas',
  'Kwame',
  'Léa',
  'Mei',
  'Noor',
  'Olga',
  'Pavel',
  'Quinn',
  'Rosa',
  'Sören',
  'Tariq',
  'Uma',
  'Vera',
  'Wei',
  'Ximena',
  'Yusuf',
  'Zoë',
];
const lastNames = [
  'Abadi',
  'Berg',
  'Costa',
  'Duarte',
  'Engström',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Lopez',
  'Müller',
  'Nowak',
  "O'Brien",
  'Petrov',
  'Qureshi',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Vega',
  'Weber',
  'Xu',
  'Yilmaz',
  'Zhang',
];

export interface SimulatedUser {
  id: number;
  uid: string;
  [key: string]: unknown;
}

export interface UserFaults {
  duplicateEmails: boolean;
  usersWithoutEmail: boolean;
  wrongTypes: boolean;
}

/** Cheap, well spread 32-bit hash (Murmur3's finaliser). */
function mix(seed: number, index: number): number {
  let value = (index * 0x9e3779b1 + seed) | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Ids are sparse and grow: 7 apart with a jump every hundred. */
export function userId(index: number): number {
  return 31 + index * 7 + Math.floor(index / 100) * 13;
}

/** Index of the first user whose id is larger. */
export function indexAfter(id: number, count: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (userId(middle) > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `generation` changes what a later edit of the tenant has changed. */
export function makeUser(
  seed: number,
  index: number,
  generation: number,
  includeRoles: boolean,
  faults: UserFaults,
): SimulatedUser {
  const random = mix(seed, index);
  const first = firstNames[random % firstNames.length] as string;
  const last = lastNames[(random >>> 5) % lastNames.length] as string;
  const isTechnician = random % 10 === 0;
  const id = userId(index);
  const ascii = (text: string) =>
    text
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  const emailIndex = faults.duplicateEmails && index % 50 === 1 ? index - 1 : index;
  const emailOwner = mix(seed, emailIndex);
  const email = `${ascii(firstNames[emailOwner % firstNames.length] as string)}.${ascii(lastNames[(emailOwner >>> 5) % lastNames.length] as string)}.${emailIndex}@example.com`;
  const user: SimulatedUser = {
    id,
    uid: `${random.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    firstName: first,
    lastName: last,
    email:
      faults.usersWithoutEmail && index % 25 === 3
        ? ''
        : faults.wrongTypes && index % 40 === 5
          ? ({ value: email } as unknown as string)
          : email,
    phone: random % 3 === 0 ? null : `+44${(7_000_000_000 + (random % 999_999_999) + generation).toString()}`,
    enabled: (random >>> 9) % 12 !== 0,
    administrator: isTechnician && (random >>> 3) % 4 === 0,
    permitAllClients: isTechnician,
    notifyAllClients: false,
    mustChangePw: false,
    mfaConfigured: (random >>> 7) % 2 === 0,
    userType: isTechnician ? 'TECHNICIAN' : 'END_USER',
    invitationStatus: (random >>> 11) % 9 === 0 ? 'PENDING' : 'REGISTERED',
    organizationId: isTechnician ? null : 1 + ((random >>> 4) % 40),
  };
  if (!isTechnician) {
    user['assignedDeviceIds'] = [5_000 + (random % 900)];
    user['deviceIds'] = [5_000 + (random % 900), 6_000 + (random % 700)];
  } else {
    user['tags'] = null;
    user['fields'] = null;
  }
  if (includeRoles) user['roles'] = isTechnician ? ['Technician', 'Service Desk'] : ['End User'];
  return user;
}
