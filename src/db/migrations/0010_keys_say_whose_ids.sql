-- A key made of a vendor's id says whose id it is (docs/decisions/0019-keys-say-whose-ids-they-are.md). Stored mappings get
-- the new proposals, and records their new keys, so that nothing is found a second time.

-- What connectors proposed, and what they propose now. Only sources nobody has touched are exchanged.
CREATE TEMPORARY TABLE proposals (connector_id text, stream_id text, target text, former text, source text) ON COMMIT DROP;
INSERT INTO proposals VALUES
  ('citrix-cloud', 'machines', 'assignedTo',
   '{{ AssignedUsers[0].Mail | first_of(AssignedUsers[0].PrincipalName) }}',
   '{{ AssignedUsers | pluck(''Mail'') | sort | first | first_of(AssignedUsers | pluck(''PrincipalName'') | sort | first) }}'),
  ('citrix-cloud', 'users', 'username',
   '{{ PrincipalName | first_of(SamAccountName, Mail) }}',
   '{{ PrincipalName | first_of((SamName if ''\\'' in SamName else ((Domain ~ ''\\'' ~ SamAccountName) if Domain and SamAccountName else '''')), Mail) }}'),
  ('citrix-endpoint-management', 'devices', 'externalId',
   'xenmobile-{{ id }}',
   'xenmobile-{{ tenant }}-{{ id }}'),
  ('citrix-endpoint-management', 'devices', 'macAddress',
   '{{ wifiMacAddress | upper }}',
   '{{ wifiMacAddress | main_mac }}'),
  ('manageengine', 'computers', 'externalId',
   '{{ ''endpoint-central-'' ~ (resource_id_string | first_of(resource_id)) }}',
   '{{ ''endpoint-central-'' ~ tenant ~ ''-'' ~ (resource_id_string | first_of(resource_id)) }}'),
  ('manageengine', 'computers', 'ipAddress',
   '{{ ip_address | split('','') | first }}',
   '{{ ip_address | main_ip }}'),
  ('manageengine', 'computers', 'macAddress',
   '{{ mac_address | split('','') | first | upper }}',
   '{{ mac_address | main_mac }}'),
  ('manageengine', 'computers', 'currentUser',
   '{{ agent_logged_on_users | split('','') | first }}',
   '{{ agent_logged_on_users | split('','') | sort | first }}'),
  ('manageengine', 'mobile-devices', 'imei',
   '{{ imei | join('' '') | split('' '') | first }}',
   '{{ imei | join('' '') | replace(''-'', '''') | split('' '') | sort | first }}'),
  ('manageengine', 'mobile-devices', 'externalId',
   '{{ udid | first_of(''mdm-'' ~ device_id) }}',
   '{{ udid | first_of(''mdm-'' ~ tenant ~ ''-'' ~ device_id) }}'),
  ('manageengine', 'mobile-devices', 'macAddress',
   '{{ device.network.wifi_mac | replace(''-'', '':'') | upper }}',
   '{{ device.network.wifi_mac | main_mac }}'),
  ('manageengine', 'assets', 'externalId',
   '{{ ''servicedesk-'' ~ id }}',
   '{{ ''servicedesk-'' ~ tenant ~ ''-'' ~ id }}'),
  ('manageengine', 'workstations', 'externalId',
   '{{ ''servicedesk-'' ~ id }}',
   '{{ ''servicedesk-'' ~ tenant ~ ''-'' ~ id }}'),
  ('manageengine', 'workstations', 'cpu',
   'processors[0].name',
   '{{ processors | pluck(''name'') | sort | first }}'),
  ('manageengine', 'workstations', 'ipAddress',
   'network_adapters[0].ip_address',
   '{{ network_adapters | pluck(''ip_address'') | main_ip }}'),
  ('manageengine', 'workstations', 'macAddress',
   '{{ network_adapters[0].mac_address | upper }}',
   '{{ network_adapters | pluck(''mac_address'') | main_mac }}'),
  ('ninjaone', 'devices', 'externalId',
   '{{ uid | first_of(''ninjaone-'' ~ organizationId ~ ''-'' ~ id) }}',
   '{{ uid | first_of(''ninjaone-'' ~ tenant ~ ''-'' ~ id) }}'),
  ('ninjaone', 'devices', 'assetType',
   '{{ nodeClass | map_values(''WINDOWS_WORKSTATION'', ''Workstation'', ''LINUX_WORKSTATION'', ''Workstation'', ''MAC'', ''Mac'', ''WINDOWS_SERVER'', ''Server'', ''LINUX_SERVER'', ''Server'', ''MAC_SERVER'', ''Server'', ''VMWARE_VM_HOST'', ''Virtual machine host'', ''HYPERV_VMM_HOST'', ''Virtual machine host'', ''VMWARE_VM_GUEST'', ''Virtual machine'', ''HYPERV_VMM_GUEST'', ''Virtual machine'', ''ANDROID'', ''Mobile device'', ''APPLE_IOS'', ''Mobile device'', ''APPLE_IPADOS'', ''Mobile device'') }}',
   '{{ nodeClass | map_values(''WINDOWS_WORKSTATION'', ''Workstation'', ''LINUX_WORKSTATION'', ''Workstation'', ''MAC'', ''Mac'', ''WINDOWS_SERVER'', ''Server'', ''LINUX_SERVER'', ''Server'', ''MAC_SERVER'', ''Server'', ''VMWARE_VM_HOST'', ''Virtual machine host'', ''HYPERV_VMM_HOST'', ''Virtual machine host'', ''VMWARE_VM_GUEST'', ''Virtual machine'', ''HYPERV_VMM_GUEST'', ''Virtual machine'', ''ANDROID'', ''Mobile device'', ''APPLE_IOS'', ''Mobile device'', ''APPLE_IPADOS'', ''Mobile device'', ''NMS_SWITCH'', ''Switch'', ''NMS_ROUTER'', ''Router'', ''NMS_FIREWALL'', ''Firewall'', ''NMS_PRIVATE_NETWORK_GATEWAY'', ''Network gateway'', ''NMS_PRINTER'', ''Printer'', ''NMS_SCANNER'', ''Scanner'', ''NMS_DIAL_MANAGER'', ''Dial manager'', ''NMS_WAP'', ''Wireless access point'', ''NMS_IPSLA'', ''IP SLA probe'', ''NMS_COMPUTER'', ''Computer'', ''NMS_VM_HOST'', ''Virtual machine host'', ''NMS_APPLIANCE'', ''Appliance'', ''NMS_OTHER'', ''Network device'', ''NMS_SERVER'', ''Server'', ''NMS_PHONE'', ''Phone'', ''NMS_VIRTUAL_MACHINE'', ''Virtual machine'', ''NMS_NETWORK_MANAGEMENT_AGENT'', ''Network management agent'', ''CLOUD_MONITOR_TARGET'', ''Monitored address'', ''MANAGED_DEVICE'', ''Managed device'', ''UNMANAGED_DEVICE'', ''Unmanaged device'') }}'),
  ('ninjaone', 'devices', 'status',
   '{{ offline | map_values(''true'', ''Offline'', ''false'', ''Online'') }}',
   '{{ (offline | map_values(''true'', ''Offline'', ''false'', ''Online'')) if approvalStatus | default(''APPROVED'') == ''APPROVED'' else approvalStatus | map_values(''PENDING'', ''Approval pending'', ''STAGED'', ''Staged'', ''DECOMMISSIONED'', ''Decommissioned'') }}'),
  ('ninjaone', 'devices', 'cpu',
   '{{ processors[0].name | first_of(cpuModel) }}',
   '{{ processors | pluck(''name'') | sort | first | first_of(cpuModel) }}'),
  ('ninjaone', 'devices', 'ipAddress',
   'ipAddresses[0]',
   '{{ ipAddresses | main_ip }}'),
  ('ninjaone', 'devices', 'macAddress',
   '{{ macAddresses[0] | upper }}',
   '{{ macAddresses | main_mac }}');

CREATE TEMPORARY TABLE renewed ON COMMIT DROP AS
SELECT m.integration_id, m.version, m.mapping,
       jsonb_set(m.mapping, '{rows}', coalesce((
         SELECT jsonb_agg(CASE WHEN p.source IS NULL THEN r.mapped ELSE jsonb_set(r.mapped, '{source,path}', to_jsonb(p.source)) END ORDER BY r.n)
           FROM jsonb_array_elements(m.mapping -> 'rows') WITH ORDINALITY r (mapped, n)
           LEFT JOIN proposals p ON p.connector_id = i.connector_id AND p.stream_id = i.stream_id AND p.target = r.mapped ->> 'target'
                                AND r.mapped #>> '{source,kind}' = 'path' AND p.former = r.mapped #>> '{source,path}'), '[]')) AS changed
  FROM integrations i
 CROSS JOIN LATERAL (SELECT * FROM mappings v WHERE v.integration_id = i.id ORDER BY v.version DESC LIMIT 1) m;
DELETE FROM renewed WHERE changed = mapping;

INSERT INTO mappings (integration_id, version, mapping) SELECT integration_id, version + 1, changed FROM renewed;
INSERT INTO audit_log (actor, source, action, target_type, target_id, target_name, details)
SELECT 'Upgrade', 'system', 'integration.mapping-saved', 'integration', i.id::text, i.name, jsonb_build_object('version', r.version + 1)
  FROM renewed r JOIN integrations i ON i.id = r.integration_id;
-- What waits or was interrupted goes on with the new keys; a plan of the old ones is stale.
UPDATE sessions s SET mapping_version = r.version + 1 FROM renewed r
 WHERE s.integration_id = r.integration_id AND s.mapping_version = r.version AND s.status IN ('queued', 'running') AND s.kind <> 'apply';

-- Integrations whose made-up key is one of those, and whose ids they read (the expression of load-run.queries.ts).
CREATE TEMPORARY TABLE keyed ON COMMIT DROP AS
SELECT i.id AS integration_id, i.connector_id, k.prefix, (
         SELECT 'c' || coalesce(i.credential_id, 0) || coalesce('.' || left(encode(sha256(convert_to(
                  string_agg(s.key || '=' || lower(btrim(s.value)), E'\n' ORDER BY s.key COLLATE "C"), 'UTF8')), 'hex'), 6), '')
           FROM jsonb_each_text(i.settings) s
          WHERE btrim(s.value) <> '' AND lower(btrim(s.value)) IS DISTINCT FROM
                (SELECT lower(btrim(c.fields ->> s.key)) FROM credentials c WHERE c.id = i.credential_id)) AS tenant
  FROM renewed r
  JOIN integrations i ON i.id = r.integration_id
  JOIN (VALUES ('citrix-endpoint-management', 'devices', 'xenmobile-'), ('manageengine', 'computers', 'endpoint-central-'),
               ('manageengine', 'assets', 'servicedesk-'), ('manageengine', 'workstations', 'servicedesk-'),
               ('manageengine', 'mobile-devices', 'mdm-'), ('ninjaone', 'devices', 'ninjaone-')) AS k (connector_id, stream_id, prefix)
    ON k.connector_id = i.connector_id AND k.stream_id = i.stream_id
 WHERE EXISTS (SELECT FROM jsonb_array_elements(r.changed -> 'rows') was (mapped)
                WHERE was.mapped ->> 'target' = 'externalId' AND was.mapped #>> '{source,path}' LIKE '%tenant%');

-- Source records that stand for a record with their former key. Whether the record has a serial number, IMEI or barcode
-- of the source record shows which of several it is of.
CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
SELECT s.id AS source_id, s.integration_id, s.record_id, s.native_id, s.first_seen_at, s.missing_since, k.tenant,
       k.prefix || k.tenant || '-' || s.native_id AS key,
       coalesce(strpos(lower(s.payload::text), lower(to_json(a.serial_number)::text)) > 0, false)
         OR coalesce(strpos(lower(s.payload::text), lower(to_json(a.imei)::text)) > 0, false)
         OR coalesce(strpos(lower(s.payload::text), lower(to_json(a.barcode)::text)) > 0, false) AS is_proven
  FROM keyed k
  JOIN source_records s ON s.integration_id = k.integration_id
  JOIN assets a ON a.id = s.record_id
 WHERE CASE WHEN k.connector_id = 'ninjaone'
            THEN a.external_id ~ '^ninjaone-[0-9]*-[0-9]+$' AND split_part(a.external_id, '-', 3) = s.native_id
            ELSE lower(a.external_id) = lower(k.prefix || s.native_id) END;

-- Who keeps the record: whose numbers it has, else who was there first.
CREATE TEMPORARY TABLE keepers ON COMMIT DROP AS
SELECT DISTINCT ON (record_id) record_id, tenant, key FROM standing ORDER BY record_id, is_proven DESC, first_seen_at, source_id;

-- Others share it through the key alone: they lose it, and the next session finds or makes their own.
CREATE TEMPORARY TABLE parted ON COMMIT DROP AS
SELECT s.* FROM standing s JOIN keepers k ON k.record_id = s.record_id WHERE s.tenant <> k.tenant AND NOT s.is_proven;
DELETE FROM source_records s USING parted p WHERE s.id = p.source_id;
UPDATE integrations i SET live_source_count = greatest(live_source_count - gone.count, 0)
  FROM (SELECT integration_id, count(*) AS count FROM parted WHERE missing_since IS NULL GROUP BY integration_id) gone
 WHERE gone.integration_id = i.id;
DELETE FROM software_installs t USING parted p
 WHERE t.asset_id = p.record_id AND t.integration_id = p.integration_id
   AND NOT EXISTS (SELECT FROM source_records s WHERE s.record_id = p.record_id AND s.integration_id = p.integration_id);
-- What they have written over is written again.
UPDATE source_records s SET content_hash = NULL FROM parted p, integrations i
 WHERE s.record_id = p.record_id AND i.id = s.integration_id AND i.object = 'assets';

-- Records whose integration is gone: they are of the only account there is, or nobody can say of which.
CREATE TEMPORARY TABLE new_keys ON COMMIT DROP AS
SELECT record_id, key FROM keepers
 UNION ALL
SELECT a.id, only_one.prefix || only_one.tenant || '-' || substring(a.external_id FROM only_one.pattern)
  FROM (SELECT p.prefix, p.pattern, coalesce(min(k.tenant), 'c' || min(c.id)) AS tenant
          FROM (VALUES ('citrix-endpoint-management', 'xenmobile-', '^xenmobile-(.+)$'), ('manageengine', 'endpoint-central-', '^endpoint-central-([0-9]+)$'),
                       ('manageengine', 'servicedesk-', '^servicedesk-([0-9]+)$'), ('manageengine', 'mdm-', '^mdm-([0-9]+)$'),
                       ('ninjaone', 'ninjaone-', '^ninjaone-[0-9]*-([0-9]+)$')) AS p (connector_id, prefix, pattern)
          JOIN credentials c ON c.connector_id = p.connector_id AND NOT c.is_draft
          LEFT JOIN keyed k ON k.prefix = p.prefix
         GROUP BY p.prefix, p.pattern
        HAVING count(DISTINCT c.id) = 1 AND count(DISTINCT k.tenant) <= 1) only_one
  JOIN assets a ON a.external_id ~ only_one.pattern
 WHERE NOT EXISTS (SELECT FROM keepers k WHERE k.record_id = a.id)
   AND NOT EXISTS (SELECT FROM source_records s JOIN keyed k ON k.integration_id = s.integration_id WHERE s.record_id = a.id)
   AND NOT EXISTS (SELECT FROM source_records s JOIN integrations i ON i.id = s.integration_id
                    WHERE s.record_id = a.id AND i.object = 'assets' AND i.connector_id IN ('citrix-endpoint-management', 'manageengine', 'ninjaone'));
DELETE FROM new_keys n USING new_keys other WHERE lower(other.key) = lower(n.key) AND other.record_id <> n.record_id
   AND NOT EXISTS (SELECT FROM keepers k WHERE k.record_id = n.record_id)
   AND (EXISTS (SELECT FROM keepers k WHERE k.record_id = other.record_id) OR other.record_id < n.record_id);
DELETE FROM new_keys n USING assets a WHERE lower(a.external_id) = lower(n.key);
DELETE FROM new_keys n USING assets a
 WHERE a.id = n.record_id AND 'externalId' = ANY (coalesce(a.locked_fields, '{}'));

INSERT INTO record_changes (object, record_id, kind, actor, at, changes)
SELECT 'assets', a.id, 'updated', 'Upgrade', now(), jsonb_build_object('externalId', jsonb_build_array(a.external_id, n.key))
  FROM new_keys n JOIN assets a ON a.id = n.record_id;
UPDATE assets a SET external_id = n.key, version = a.version + 1 FROM new_keys n WHERE a.id = n.record_id;
