-- How much of what a session read was kept out, or lacked its keys, and by what cause: { cause: records }. Null for
-- sessions from before it was counted.
ALTER TABLE sessions ADD COLUMN causes jsonb;
-- What fell silent, in words; null where nothing did.
ALTER TABLE sessions ADD COLUMN drift text;
-- Sync keys without a usable value when the record was last decided, a bit each: unchanged records are not mapped.
ALTER TABLE source_records ADD COLUMN empty_keys smallint NOT NULL DEFAULT 0;

-- When a session says that something fell silent: the share of a cause has risen by more than these percentage points
-- and to more than this many times what is usual; without sessions to compare with, above this percentage.
ALTER TABLE integrations
  ADD COLUMN drift_points integer NOT NULL DEFAULT 5 CHECK (drift_points BETWEEN 0 AND 100),
  ADD COLUMN drift_factor double precision NOT NULL DEFAULT 3 CHECK (drift_factor BETWEEN 1 AND 100),
  ADD COLUMN drift_first_percent integer NOT NULL DEFAULT 20 CHECK (drift_first_percent BETWEEN 0 AND 100);

-- The list of placeholders is edited by people: in Configuration, by API and by `muster apply`.
ALTER TABLE placeholder_values DROP CONSTRAINT placeholder_values_pkey;
ALTER TABLE placeholder_values
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Name of the only field it counts in; null = in every field.
  ADD COLUMN field text,
  ADD COLUMN note text NOT NULL DEFAULT '',
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN created_by text NOT NULL DEFAULT 'Muster';
CREATE UNIQUE INDEX placeholder_values_value_key ON placeholder_values (lower(value), coalesce(field, ''));

-- What firmware leaves unprogrammed and inventory and deployment products refuse by default.
INSERT INTO placeholder_values (value, field, note)
  SELECT v, NULL, 'Firmware that was never programmed' FROM unnest(ARRAY[
    '(null string)', 'to be filled by o.e.m', 'to be filled by oem', 'to be filled', 'to be set by oem',
    'fill by oem', 'filled by oem', 'default', 'default_string', 'defaultstring', 'default string', 'not provided',
    'not present', 'not settable', 'not set', 'not defined', 'none specified', 'none1', 'no value', 'undefined',
    'unknow', 'tbd', 'oemid', 'oem_serial', 'base board serial number', 'baseboard serial number',
    'type2 - board serial number', 'type1 - serial number', 'systemserialnumb', 'system serial#',
    'systemserialnumber', 'chassis serial#', 'chassis asset tag', 'no serial number', 'no serial', 'enter serial',
    'serial number not set', '.pcie2', 'no asset tag', 'no asset information', 'asset tag', 'asset-1234567890',
    'atn12345678901234567', 'sys-1234567890', 'sys-9876543210', 'mb-1234567890', 'sn-12345', 'sn-1234567890',
    'bsn12345678901234567', 'bss-0123456789', 'bsn-0123456789', 'chassis serial number', 'system manufacturer',
    'system product name', 'system version', 'product name', 'out of spec', '<out of spec>', 'empty value',
    'serial not available', 'placeholder']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'serialNumber', 'Firmware that was never programmed' FROM unnest(ARRAY[
    '1', '12345', '123456', '1234567', '12345678', '123456789000', '1111111111', 'nnnnnnn', 'xxxxxxxxxxx',
    'ffffffff', 'eval', 'iatpass', 'tulip computers', 'serial', 'serialnumber', 'sn', 's/n', 'test', 'testserial',
    'vmware', 'virtual machine', 'dell system', 'square', '1.0', '03142563', '0987654321', '9876543210', '012345678',
    'invalid serial']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'externalId', 'BIOS UUID of many boards' FROM unnest(ARRAY[
    'ffffffff-ffff-ffff-ffff-ffffffffffff', 'ffffff00-ffff-ffff-ffff-ffffffffffff',
    '03000200-0400-0500-0006-000700080009', '00020003-0004-0005-0006-000700080009',
    '6ab5b300-538d-1014-9fb5-b0684d007b53', '01010101-0101-0101-0101-010101010101',
    '12345678-1234-5678-90ab-cddeefaabbcc', '11111111-1111-1111-1111-111111111111',
    'fefefefe-fefe-fefe-fefe-fefefefefefe', '12345678-1234-1234-1234-123456789abc',
    '00000000-0000-0000-0000-000000000001', '00000000-0000-1000-8000-00805f9b34fb']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'imei', 'Test numbers of radio modules' FROM unnest(ARRAY[
    '004999010640000', '012345678912345', '123456789012345', '352099001761481', '350000000000006', '358000000000000']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'barcode', 'Name of a maker, not a label' FROM unnest(ARRAY[
    'dell', 'dell inc', 'dell inc.', 'hp', 'hewlett-packard', 'hewlett packard', 'hewlett-packard company', 'lenovo',
    'apple', 'apple inc.', 'apple computer, inc.', 'asus', 'asustek computer inc.', 'acer', 'acer incorporated',
    'microsoft', 'microsoft corporation', 'vmware', 'vmware, inc.', 'toshiba', 'fujitsu', 'fujitsu siemens',
    'samsung', 'sony', 'sony corporation', 'msi', 'micro-star international co., ltd.', 'gigabyte',
    'gigabyte technology co., ltd.', 'intel', 'intel corporation', 'asrock', 'supermicro',
    'super micro computer, inc.', 'ibm', 'panasonic', 'lg electronics', 'xiaomi', 'huawei', 'google', 'innotek gmbh',
    'qemu', 'xen', 'parallels', 'system manufacturer']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'email', 'Says that there is no address' FROM unnest(ARRAY[
    'none@none.com', 'no@email.com', 'noemail@noemail.com', 'noemail@example.com', 'no-reply@example.com',
    'no@no.com', 'na@na.com', 'n/a@n/a.com', 'test@test.com', 'test@example.com', 'user@example.com',
    'email@example.com', 'unknown@unknown.com', 'null@null.com', 'a@a.com', 'none@example.com']) AS v
ON CONFLICT DO NOTHING;
INSERT INTO placeholder_values (value, field, note)
  SELECT v, 'username', 'Says that there is no account' FROM unnest(ARRAY[
    'no email', 'noemail', 'no user', 'nobody', 'no name', 'not assigned', 'unassigned', 'none@none.com',
    'no-reply@example.com', 'noreply@example.com', 'test@test.com']) AS v
ON CONFLICT DO NOTHING;
