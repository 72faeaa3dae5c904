/**
 * Settings of the embedded server, for a laptop or small machine: full durability, room for a first load of a
 * million records between two checkpoints, no TCP, no planner surprises. Handed over on the command line, so an
 * upgrade of Muster changes them without touching the data folder.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '512MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  // The bundled build has neither LZ4 nor zstd.
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  autovacuum_vacuum_scale_factor: '0.1',
  autovacuum_analyze_scale_factor: '0.05',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
};

/** Makes the `-c name=value` arguments, `overrides` last. */
export function makeSettingArguments(overrides: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries({ ...serverSettings, ...overrides }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
