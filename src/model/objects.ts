import type { FieldType } from './field-types/field-types.ts';

/**
 * Objects, their standard fields, and the shape of a field. A field is a column: `column` is the name in the
 * object's table, standard or added later by a user (then it starts with `x_`).
 */
export const objectNames = ['people', 'assets', 'software', 'saas', 'saas_accounts'] as const;
export type ObjectName = (typeof objectNames)[number];

/** A value on its way to a field: `undefined` = absent (the field is not touched), `null` = empty (it is cleared). */
export type MappedValue = string | number | bigint | boolean | Date | string[] | null | undefined;

export interface Field {
  /** Name in the API, mapping and export: camelCase for standard fields, `x_…` for custom ones. */
  name: string;
  column: string;
  label: string;
  type: FieldType;
  /** At most one record may have a given value; may be chosen as sync key. */
  isUnique: boolean;
  isCustom: boolean;
  /** Must be mapped (or have a constant) before an integration that loads this object can be launched. */
  isMandatory: boolean;
  /** Values a choice field accepts; anything else is an issue of the record. */
  choices?: string[];
  /** A text of a form of its own: an e-mail address, or the name of an account, which often is one. */
  format?: 'email' | 'account';
  /** Kept by Muster itself: neither mapped nor edited. */
  isComputed?: boolean;
  /** Extra names smart mapping knows this field by. */
  synonyms: string[];
}

const field = (
  name: string,
  column: string,
  label: string,
  type: FieldType,
  options: Partial<
    Pick<Field, 'isUnique' | 'isMandatory' | 'isComputed' | 'choices' | 'format' | 'synonyms'>
  > = {},
): Field => ({
  name,
  column,
  label,
  type,
  isUnique: options.isUnique ?? false,
  isCustom: false,
  isMandatory: options.isMandatory ?? false,
  synonyms: options.synonyms ?? [],
  ...(options.choices ? { choices: options.choices } : {}),
  ...(options.format ? { format: options.format } : {}),
  ...(options.isComputed ? { isComputed: true } : {}),
});

/** Fields of People as in facts/product-behaviour.md §7; roles are the permission roles a person may be given. */
export const peopleFields: readonly Field[] = [
  field('username', 'username', 'Username', 'short_text', {
    isUnique: true,
    isMandatory: true,
    format: 'account',
    synonyms: ['user name', 'login', 'user id', 'account', 'upn', 'userPrincipalName', 'samAccountName'],
  }),
  field('email', 'email', 'Email', 'short_text', {
    isUnique: true,
    isMandatory: true,
    format: 'email',
    synonyms: ['e-mail', 'mail', 'email address', 'primary email'],
  }),
  field('fullName', 'full_name', 'Full Name', 'short_text', { synonyms: ['name', 'display name'] }),
  field('firstName', 'first_name', 'First Name', 'short_text', { synonyms: ['given name', 'forename'] }),
  field('lastName', 'last_name', 'Last Name', 'short_text', { synonyms: ['surname', 'family name', 'sn'] }),
  field('role', 'role', 'Role', 'role', {
    isMandatory: true,
    choices: ['Employee', 'Contractor', 'Manager', 'IT staff', 'Administrator', 'Service account'],
    synonyms: ['permission role'],
  }),
  field('phoneNumber', 'phone_number', 'Phone Number', 'short_text', {
    synonyms: ['phone', 'telephone', 'mobile'],
  }),
  field('position', 'position', 'Position', 'short_text', { synonyms: ['title', 'job title'] }),
  field('department', 'department', 'Department', 'short_text', { synonyms: ['division', 'team'] }),
  field('company', 'company', 'Company', 'short_text', {
    synonyms: ['organization', 'organisation', 'employer'],
  }),
  field('location', 'location', 'Location', 'short_text', { synonyms: ['office', 'site'] }),
  field('address', 'address', 'Address', 'long_text', { synonyms: ['street address'] }),
  field('isActive', 'is_active', 'Active', 'boolean', { synonyms: ['enabled', 'status', 'active'] }),
  // Not unique: two vendors number their people independently. Add a Unique field to match by a vendor's id.
  field('externalId', 'external_id', 'External Id', 'short_text', {
    synonyms: ['id', 'uid', 'employee id', 'guid'],
  }),
  field('lastLoginAt', 'last_login_at', 'Last Login', 'date_time', {
    synonyms: ['last login', 'last seen', 'last activity'],
  }),
  field('connectorSyncTime', 'connector_sync_time', 'Connector Sync Time', 'date_time', {
    synonyms: ['sync time'],
  }),
  field('notes', 'notes', 'Notes', 'long_text', { synonyms: ['comment', 'remarks', 'description'] }),
];

/** Fields of Assets after facts/product-behaviour.md §7. */
export const assetFields: readonly Field[] = [
  field('serialNumber', 'serial_number', 'Serial Number', 'short_text', {
    isUnique: true,
    synonyms: ['serial', 'serial no', 'service tag', 'serviceTag', 'bios serial number', 'biosSerialNumber'],
  }),
  field('barcode', 'barcode', 'Barcode', 'short_text', {
    isUnique: true,
    synonyms: ['asset tag', 'assetTag', 'tag'],
  }),
  field('imei', 'imei', 'IMEI / MEID', 'short_text', {
    isUnique: true,
    synonyms: ['imei', 'meid', 'imeiOrMeid'],
  }),
  // Unique over all vendors: a mapping adds the vendor where its ids are only numbers, e.g. `vendor-{{ id }}`.
  field('externalId', 'external_id', 'External Id', 'short_text', {
    isUnique: true,
    synonyms: ['uuid', 'udid', 'guid', 'uid'],
  }),
  field('deviceName', 'device_name', 'Device Name', 'short_text', {
    synonyms: [
      'name',
      'hostname',
      'computer name',
      'system name',
      'systemName',
      'display name',
      'machine name',
    ],
  }),
  field('assetType', 'asset_type', 'Asset Type', 'short_text', {
    synonyms: ['type', 'device type', 'product type', 'node class', 'chassis type'],
  }),
  field('status', 'status', 'Status', 'short_text', { synonyms: ['state', 'approval status'] }),
  field('condition', 'condition', 'Condition', 'short_text'),
  field('manufacturer', 'manufacturer', 'Manufacturer', 'short_text', {
    synonyms: ['make', 'oem', 'system manufacturer'],
  }),
  field('model', 'model', 'Model', 'short_text', { synonyms: ['device model', 'product', 'system model'] }),
  field('operatingSystem', 'operating_system', 'Operating System', 'short_text', {
    synonyms: ['os', 'os name', 'platform', 'os type'],
  }),
  field('osVersion', 'os_version', 'OS Version', 'short_text', {
    synonyms: ['operating system version', 'build number', 'release id'],
  }),
  field('cpu', 'cpu', 'CPU', 'short_text', { synonyms: ['processor', 'processor name', 'cpu model'] }),
  field('memoryBytes', 'memory_bytes', 'Memory (bytes)', 'number', {
    synonyms: ['memory', 'ram', 'total physical memory', 'memory capacity'],
  }),
  field('diskBytes', 'disk_bytes', 'Disk (bytes)', 'number', { synonyms: ['disk', 'storage', 'capacity'] }),
  field('ipAddress', 'ip_address', 'IP Address', 'short_text', {
    synonyms: ['ip', 'ip addresses', 'public ip'],
  }),
  field('macAddress', 'mac_address', 'MAC Address', 'short_text', {
    synonyms: ['mac', 'mac addresses', 'wifi mac'],
  }),
  field('currentUser', 'current_user_name', 'Currently Logged-in User', 'short_text', {
    synonyms: ['last logged in user', 'logged on user', 'last user', 'current user'],
  }),
  field('assignedTo', 'assigned_to', 'Assigned To', 'person', {
    synonyms: ['assigned user', 'owner', 'owner email', 'user email', 'assigned owner'],
  }),
  field('location', 'location', 'Location', 'short_text', { synonyms: ['office', 'site'] }),
  field('department', 'department', 'Department', 'short_text', { synonyms: ['division', 'team'] }),
  field('company', 'company', 'Company', 'short_text', {
    synonyms: ['organization', 'organisation', 'customer'],
  }),
  field('stockroom', 'stockroom', 'Stockroom', 'short_text'),
  field('vendor', 'vendor', 'Vendor', 'short_text', { synonyms: ['supplier', 'reseller'] }),
  field('poNumber', 'po_number', 'PO Number', 'short_text', { synonyms: ['purchase order'] }),
  field('purchaseDate', 'purchase_date', 'Purchase Date', 'date_time', {
    synonyms: ['acquisition date', 'bought'],
  }),
  field('purchasePrice', 'purchase_price', 'Purchase Price', 'decimal', {
    synonyms: ['cost', 'price', 'purchase cost'],
  }),
  field('warrantyEndDate', 'warranty_end_date', 'Warranty End Date', 'date_time', {
    synonyms: ['warranty expiry', 'warranty end', 'warranty'],
  }),
  field('endOfLifeDate', 'end_of_life_date', 'End of Life Date', 'date_time', {
    synonyms: ['expiry date', 'eol'],
  }),
  field('lastSeenAt', 'last_seen_at', 'Last Seen', 'date_time', {
    synonyms: ['last contact', 'last contact time', 'last access', 'last check in', 'last sync time'],
  }),
  field('isVirtual', 'is_virtual', 'Virtual', 'boolean', { synonyms: ['virtual machine', 'is virtual'] }),
  field('connectorSyncTime', 'connector_sync_time', 'Connector Sync Time', 'date_time', {
    synonyms: ['sync time'],
  }),
  field('notes', 'notes', 'Notes', 'long_text', { synonyms: ['comment', 'remarks', 'description'] }),
];

/** One record per product, whatever its versions. */
export const softwareFields: readonly Field[] = [
  field('name', 'name', 'Name', 'short_text', {
    isUnique: true,
    isMandatory: true,
    synonyms: ['software name', 'application name', 'product name', 'title'],
  }),
  field('publisher', 'publisher', 'Publisher', 'short_text', {
    synonyms: ['manufacturer', 'vendor', 'developer'],
  }),
  field('category', 'category', 'Category', 'short_text', {
    synonyms: ['software category', 'type', 'folder'],
  }),
  field('url', 'url', 'URL', 'short_text', { synonyms: ['website', 'link'] }),
  field('assetCount', 'asset_count', 'Assets', 'number', { isComputed: true }),
  field('connectorSyncTime', 'connector_sync_time', 'Connector Sync Time', 'date_time', {
    synonyms: ['sync time'],
  }),
  field('notes', 'notes', 'Notes', 'long_text', { synonyms: ['comment', 'remarks', 'description'] }),
];

/** Source path every stream offers beside the vendor's own: the instant of the session. Facts: product-behaviour.md §7. */
export const connectorSyncTimePath = 'connectorSyncTime';

export const saasFields: readonly Field[] = [
  field('name', 'name', 'Name', 'short_text', { isUnique: true }),
  field('publisher', 'publisher', 'Publisher', 'short_text'),
  field('url', 'url', 'URL', 'short_text'),
  field('accountCount', 'account_count', 'Accounts', 'number'),
  field('activeAccountCount', 'active_account_count', 'Active accounts', 'number'),
];

export const saasAccountFields: readonly Field[] = [
  field('saasName', 'saas_name', 'SaaS', 'short_text'),
  field('externalId', 'external_id', 'User identifier in SaaS', 'short_text'),
  field('email', 'email', 'Email', 'short_text', { format: 'email' }),
  field('username', 'username', 'Username', 'short_text', { format: 'account' }),
  field('fullName', 'full_name', 'Full Name', 'short_text'),
  field('roles', 'roles', 'Roles', 'list'),
  field('isActive', 'is_active', 'Active', 'boolean'),
  field('lastActivityAt', 'last_activity_at', 'Last activity', 'date_time'),
];

/** The standard fields of every object. */
export const fieldsOf: Readonly<Record<ObjectName, readonly Field[]>> = {
  people: peopleFields,
  assets: assetFields,
  software: softwareFields,
  saas: saasFields,
  saas_accounts: saasAccountFields,
};
