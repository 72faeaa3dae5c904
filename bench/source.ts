/** The source of the benchmark in a process of its own: N users, 1,000 a page. Edits the tenant on request. */
import { makeSimulator } from '../connectors/ninjaone/simulator.ts';

const count = Number(process.argv[2]);
const simulator = makeSimulator({ users: count, seed: 7, pagedUsers: true });
const { url } = await simulator.start();
process.on('message', (message: { edit?: { changePercent: number }; redirectUri?: string }) => {
  if (message.edit) simulator.control.edit(message.edit);
  process.send?.({ done: true });
});
process.send?.({
  url,
  token: simulator.control.issueAccessToken(),
  fields: simulator.control.formValues().fields,
});
