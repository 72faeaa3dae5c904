import { type Icon, IconDevicesPc, IconPackage, IconUsers } from '@tabler/icons-react';
import type { FieldValue } from './record-types.ts';

export type RecordObject = 'people' | 'assets' | 'software';

/** What differs between the objects that sessions fill; everything else of their pages is the same. */
export interface RecordKind {
  object: RecordObject;
  title: string;
  path: `/${RecordObject}`;
  icon: Icon;
  /** Singular and plural, lower case. */
  nouns: [string, string];
  /** Menu words above the title. */
  crumbs?: { label: string }[];
  /** Columns shown at first, in this order; the first one names the record. */
  shownFirst: string[];
  widths: Record<string, number>;
  /** Where they stand in the card that replaces the row on a phone. */
  cardSlots: Record<string, 'badge' | 'line'>;
  /** Fields of the record's page that belong together; all others stand in a last group. */
  groups: { title: string; fields: string[] }[];
  emptyTitle: string;
  emptyText: string;
  name: (values: Record<string, FieldValue>) => { title: string; subtitle: string };
}

const text = (value: FieldValue | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The first filled value names the record, the next different one stands under it. */
function nameBy(unnamed: string, ...candidates: (string | undefined)[]) {
  const filled = [...new Set(candidates.filter((value) => value !== undefined))];
  return { title: filled[0] ?? unnamed, subtitle: filled[1] ?? '' };
}

const people: RecordKind = {
  object: 'people',
  title: 'People',
  path: '/people',
  icon: IconUsers,
  nouns: ['person', 'people'],
  shownFirst: ['fullName', 'email', 'username', 'role', 'department', 'isActive', 'lastLoginAt'],
  widths: {
    fullName: 180,
    email: 240,
    username: 160,
    role: 110,
    department: 136,
    isActive: 118,
    lastLoginAt: 140,
  },
  cardSlots: { email: 'line', role: 'line', department: 'line', isActive: 'badge' },
  groups: [
    { title: 'Identity', fields: ['fullName', 'firstName', 'lastName', 'username', 'email', 'externalId'] },
    { title: 'Work', fields: ['role', 'position', 'department', 'company', 'location'] },
    { title: 'Contact and account', fields: ['phoneNumber', 'address', 'isActive', 'lastLoginAt'] },
  ],
  emptyTitle: 'Nobody here yet',
  emptyText:
    'People come from your integrations. Add one with New integration, map its fields, launch it and run it.',
  name: (values) => {
    const composed = [text(values.firstName), text(values.lastName)].filter(Boolean).join(' ');
    const title = [text(values.fullName), composed].find(Boolean);
    return nameBy('Person without a name', title, text(values.email), text(values.username));
  },
};

const assets: RecordKind = {
  object: 'assets',
  title: 'Assets',
  path: '/assets',
  icon: IconDevicesPc,
  nouns: ['asset', 'assets'],
  shownFirst: [
    'deviceName',
    'serialNumber',
    'assetType',
    'manufacturer',
    'model',
    'operatingSystem',
    'assignedTo',
    'lastSeenAt',
  ],
  widths: {
    deviceName: 180,
    serialNumber: 150,
    assetType: 150,
    manufacturer: 130,
    model: 150,
    operatingSystem: 180,
    assignedTo: 160,
    lastSeenAt: 130,
  },
  cardSlots: { serialNumber: 'line', model: 'line', operatingSystem: 'line', assignedTo: 'line' },
  groups: [
    {
      title: 'Identity',
      fields: [
        'deviceName',
        'serialNumber',
        'barcode',
        'imei',
        'externalId',
        'assetType',
        'status',
        'condition',
      ],
    },
    {
      title: 'Use',
      fields: ['assignedTo', 'currentUser', 'location', 'department', 'company', 'stockroom', 'lastSeenAt'],
    },
    {
      title: 'Hardware and system',
      fields: [
        'manufacturer',
        'model',
        'operatingSystem',
        'osVersion',
        'cpu',
        'memoryBytes',
        'diskBytes',
        'isVirtual',
        'ipAddress',
        'macAddress',
      ],
    },
    {
      title: 'Purchase',
      fields: ['vendor', 'poNumber', 'purchaseDate', 'purchasePrice', 'warrantyEndDate', 'endOfLifeDate'],
    },
  ],
  emptyTitle: 'No assets yet',
  emptyText:
    'Assets come from your integrations: computers, mobile devices and virtual machines. Add one with New integration, map its fields, launch it and run it.',
  name: (values) =>
    nameBy(
      'Asset without a name',
      text(values.deviceName),
      text(values.serialNumber),
      text(values.model),
      text(values.externalId),
    ),
};

const software: RecordKind = {
  object: 'software',
  title: 'Software',
  path: '/software',
  icon: IconPackage,
  nouns: ['product', 'products'],
  shownFirst: ['name', 'publisher', 'category', 'assetCount'],
  widths: { name: 300, publisher: 220, category: 160, assetCount: 110 },
  cardSlots: { publisher: 'line', assetCount: 'badge' },
  groups: [{ title: 'Product', fields: ['name', 'publisher', 'category', 'url', 'assetCount'] }],
  emptyTitle: 'No software yet',
  emptyText:
    'Software is found on your assets. Run an asset integration that reads installed software, such as computers of a management tool.',
  name: (values) => nameBy('Product without a name', text(values.name), text(values.publisher)),
};

export const recordKinds: Record<RecordObject, RecordKind> = { people, assets, software };
