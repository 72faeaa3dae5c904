import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

/** CPU time of a PostgreSQL server and all its backends so far, ended ones included (Linux only). */
export async function readPostgresCpuMs(postmasterPid: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // A process may end between the listing and the reading.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const parent = Number(fields[1]);
    if (Number(name) !== postmasterPid && parent !== postmasterPid) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
    if (Number(name) === postmasterPid) ticks += Number(fields[13]) + Number(fields[14]);
  }
  return (ticks / ticksPerSecond) * 1_000;
}

/** CPU time of one process so far (Linux only). */
export async function readProcessCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000;
}

/** Largest resident memory of a process so far, in MB (Linux only). */
export async function readPeakRssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}
