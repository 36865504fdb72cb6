// npm run prove:faults: the prover held to every planted fault of the repaired path. No clause that catches a fault may be called proved of
// the program with the fault in it, and where a fault leads to the same machine, no clause may be refuted.
//
// It exits 0 only if that is so. All of them are some quarter of an hour on two free cores; --every 10 is a tenth of them.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { faultsOfRepaired } from '../../../model/faults/catalogue.ts';
import { AHEAD, answerOf, threads } from '../../work/thread-pool.ts';
import type { FaultRow } from './fault-thread.ts';
import { isRight, tableOf } from './outcome-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** One fault in so many. */
    every: { type: 'string', default: '1' },
    /** The number of the first. */
    from: { type: 'string', default: '0' },
    threads: { type: 'string', default: String(availableParallelism()) },
    /** The file for what came of each fault. */
    json: { type: 'string' },
  },
});

/** A whole number of at least so much. Throws on anything else. */
function whole(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${option} is '${text}', and must be a whole number of ${least} or more`);
  return number;
}

/** Faults that one thread gets at once: neighbours, which have most terms in common. */
const BATCH = 16;

/** Terms are deep where a program is long. */
const STACK_MB = 32;

const [every, from] = [whole('every', values.every, 1), whole('from', values.from, 0)];
const width = whole('threads', values.threads, 1);
const chosen = faultsOfRepaired()
  .map(({ name }, number) => ({ name, number }))
  .filter(({ number }) => number % every === from % every)
  .filter(({ name }) => positionals.length === 0 || positionals.some((one) => name.startsWith(one)))
  .map(({ number }) => number);
const batches = Array.from({ length: Math.ceil(chosen.length / BATCH) }, (_, i) =>
  chosen.slice(i * BATCH, (i + 1) * BATCH),
);

/** First every so manieth batch, so that what is known when it is ended early is of the whole path. */
const STRIDE = 13;
const orders = Array.from({ length: STRIDE }, (_, first) =>
  batches.filter((_batch, i) => i % STRIDE === first),
).flat();

const module = new URL('./fault-thread.js', import.meta.url);
const pool = threads<readonly number[], readonly FaultRow[]>(
  module,
  'holdThem',
  width,
  undefined,
  STACK_MB,
);
const all: FaultRow[] = [];
const lane = async (): Promise<void> => {
  for (let order = orders.shift(); order !== undefined; order = orders.shift()) {
    const told = await answerOf(pool, order);
    all.push(...told);
    for (const one of told.filter((each) => !isRight(each)))
      process.stderr.write(`${JSON.stringify(one)}\n`);
    process.stderr.write(`${all.length} of ${chosen.length}\n`);
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all));
  }
};
await Promise.all(Array.from({ length: width * AHEAD }, lane));
await pool.destroy();
process.stdout.write(tableOf(all));
process.exitCode = all.every(isRight) ? 0 : 1;
