// The benchmarks in one run and one table: rates of every reader beside the floor, long campaigns, faults, proofs, kernel source, the command.
//
// `--long` plays campaigns of up to ten million runs; `--markdown` prints Markdown, and `--write FILE` also puts it into a file. A
// real kernel is timed too where HVSPEC_KERNEL names one.
import { parseArgs } from 'node:util';
import { commands } from './commands.ts';
import { endurance } from './endurance.ts';
import { faultCosts } from './faults.ts';
import { machineLine } from './machine.ts';
import { pairRates } from './pairs.ts';
import { print } from './printing.ts';
import { proofCosts } from './proofs.ts';
import { rates } from './rates.ts';
import { sourceSubject, trees } from './subjects.ts';
import type { Section } from './table.ts';
import { median } from './turns.ts';

const READINGS = 5;

const { values } = parseArgs({
  options: {
    long: { type: 'boolean' },
    markdown: { type: 'boolean' },
    write: { type: 'string' },
  },
});

/** How long it takes to read and lower each tree. */
function readings(): Section {
  const reading = (tree: (typeof all)[number]): number => {
    const begun = performance.now();
    sourceSubject(tree);
    return performance.now() - begun;
  };
  const all = trees();
  return {
    title: 'Kernel source, read and lowered',
    rows: all.map((tree) => ({
      what: tree.title,
      figure: median(Array.from({ length: READINGS }, () => reading(tree))),
      unit: 'ms',
    })),
  };
}

const PACE = { rounds: 7, milliseconds: 250 };

const machine = machineLine();
const sections = [
  ...(await rates(PACE)),
  await pairRates(PACE),
  endurance(values.long ?? false),
  await faultCosts(),
  await proofCosts(),
  readings(),
  await commands(),
];
print('bench', machine, sections, values);
