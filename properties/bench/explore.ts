// hvspec explore beside Spin's compiled verifier, as whole processes in one run: states, transitions, states/s, wall clock, memory.
//
// The arguments are how many cores; without any, three and four. Where there is no spin, only explore is timed.
import { answer } from './processes.ts';
import { explored, type SearchRun, verified } from './searches.ts';

function row(name: string, { states, transitions, seconds, megabytes }: SearchRun): void {
  const rate = Math.round(states / Math.max(seconds, 0.01));
  console.log(
    `${name.padEnd(30)} ${`${states}`.padStart(8)} ${`${transitions}`.padStart(9)} ${`${rate}`.padStart(8)} ${seconds.toFixed(2).padStart(6)} ${megabytes.toFixed(0).padStart(6)}`,
  );
}

const sizes = process.argv.slice(2).map(Number);
const spin = answer(['spin', '-V']) === undefined ? undefined : (['spin'] as const);
console.log(`${''.padEnd(30)}   states  transit. states/s   wall s     MB`);
for (const cores of sizes.length === 0 ? [3, 4] : sizes) {
  row(`explore, ${cores} cores, symmetry`, explored(cores, 'by symmetry'));
  row(`explore, ${cores} cores`, explored(cores, 'whole'));
  if (spin === undefined) continue;
  const found = verified(spin, cores);
  row(`spin's verifier, ${cores} cores`, found);
  row('  and with its making', { ...found, seconds: found.seconds + found.making });
}
