import { openStage } from './stage.ts';
const devices = Number(process.argv[2] ?? 10000);
const stage = await openStage(['muster_bench']);
const source = await stage.startSource<{ token: string; deviceCount: number; softwareCount: number }>('source.ts', ['devices', String(devices), '150']);
const muster = await stage.startMuster('devices', 'muster_bench', source.ready.fields);
for (const step of ['first', 'unchanged', ...(process.argv[3] ? ['again'] : [])]) { await stage.checkpoint(); const { counts: _c, ...cost } = await muster.run(source); console.log(step, (cost.elapsedMs/1000).toFixed(1), 's cpu', (cost.nodeCpuMs/1000).toFixed(1), 'pg', (cost.postgresCpuMs/1000).toFixed(1), 'ns/entry', (cost.elapsedMs*1e6/source.ready.softwareCount).toFixed(0)); }
console.log('peak', (await muster.peakRssMb()).toFixed(0));
await muster.stop(); await stage.close();
