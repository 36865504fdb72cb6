// A drill with hostile input: each line of a file is a command that is run here, one after another. Prints, a line each, the exit
// code, what was said, and the processor time and memory that it took. The suite runs this as a process with bounds of its own.
import { readFileSync } from 'node:fs';
import { hvspec } from './run-cli.ts';

for (const line of readFileSync(process.argv[2] ?? '', 'utf8')
  .split('\n')
  .filter(Boolean)) {
  const begun = process.cpuUsage();
  const { code, out, err } = await hvspec(line);
  const { user, system } = process.cpuUsage(begun);
  const megabytes = Math.ceil(process.resourceUsage().maxRSS / 1024);
  const seconds = (user + system) / 1e6;
  console.log(JSON.stringify({ code, out: out.slice(0, 500), err, seconds, megabytes }));
}
