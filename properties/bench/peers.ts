// Other tools on the same work, where they are installed: Quint's simulator beside checked switches, Spin's verifier beside explore.
//
// `--quint COMMAND` and `--spin COMMAND` say where they are. One that is not there is said to be missing, and how it is had; without
// any the exit code is 2. Nothing here uses the network.
import { parseArgs } from 'node:util';
import { repaired } from '../../model/paths/repairs.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { switchEvaluator } from '../levels/switch/level.ts';
import { machineLine } from './machine.ts';
import { print } from './printing.ts';
import { answer, type Command } from './processes.ts';
import { type Backend, backends, findsFault, simulated } from './quint.ts';
import { explored, verified } from './searches.ts';
import type { Section } from './table.ts';
import { median } from './turns.ts';

const ROUNDS = 5;
const HISTORIES = 2000;
const CORES = [3, 4];

const { values } = parseArgs({
  options: {
    quint: { type: 'string' },
    spin: { type: 'string' },
    markdown: { type: 'boolean' },
    write: { type: 'string' },
  },
});

/** The first of some commands that says its version, with that. */
function found(
  commands: readonly Command[],
  flag: string,
): { readonly command: Command; readonly version: string } | undefined {
  for (const command of commands) {
    const said = answer([...command, flag]);
    const version = /\d+(?:\.\d+)+/u.exec(said ?? '')?.[0];
    if (version !== undefined) return { command, version };
  }
  return undefined;
}

const asCommand = (text: string): Command => {
  const [name = '', ...args] = text.trim().split(/\s+/u);
  return [name, ...args];
};

const candidates = (asked: string | undefined, ...usual: readonly Command[]): readonly Command[] =>
  asked === undefined ? usual : [asCommand(asked)];

/** Switches a second of Quint and ours, in turns. */
function besideQuint(quint: Command): Section {
  const subject = { model: 'repaired', program: repaired };
  const evaluator = switchEvaluator(subject, switchContract, { without: new Set() });
  const checked = (seed: number): number => {
    const begun = performance.now();
    return (evaluator.run({ seed, runs: HISTORIES }).switches * 1000) / (performance.now() - begun);
  };
  const all = backends();
  for (const backend of all)
    if (!findsFault(quint, backend)) throw new Error(`quint's ${backend} misses the fault`);
  checked(0);
  const rounds = Array.from({ length: ROUNDS }, (_, i) => ({
    ours: checked(i + 1),
    theirs: new Map(all.map((backend) => [backend, simulated(quint, backend, i + 1)])),
  }));
  const of = (backend: Backend) => rounds.map(({ theirs }) => theirs.get(backend) ?? Number.NaN);
  return {
    title: 'Simulated and checked, one core',
    rows: [
      ...all.map((backend) => ({
        what: `Quint, ${backend}: three actions a switch`,
        figure: median(of(backend)),
        unit: 'switches/s',
      })),
      ...all.map((backend) => ({
        what: 'repaired: every step, all clauses',
        figure: median(rounds.map(({ ours }) => ours)),
        unit: 'switches/s',
        beside: {
          times: median(rounds.map(({ ours }, i) => ours / (of(backend)[i] ?? Number.NaN))),
          than: `Quint, ${backend}`,
        },
      })),
    ],
  };
}

/** Seconds to search cores whole. Throws where the two do not count the same. */
function besideSpin(spin: Command, cores: number): Section {
  const theirs = verified(spin, cores);
  const ours = explored(cores, 'by symmetry');
  const whole = cores === CORES[0] ? explored(cores, 'whole') : undefined;
  if (
    ours.unreduced !== theirs.states ||
    (whole !== undefined && whole.transitions !== theirs.transitions)
  )
    throw new Error(`Spin counts ${theirs.states} states, explore ${ours.unreduced}`);
  const row = (what: string, seconds: number) => ({
    what,
    figure: seconds,
    unit: 's',
    beside: { times: seconds / (theirs.making + theirs.seconds), than: 'Spin, made' },
  });
  return {
    title: `${cores} cores: ${theirs.states.toLocaleString('en')} states, searched whole`,
    rows: [
      row('Spin: its verifier made and run', theirs.making + theirs.seconds),
      row('Spin: its verifier run', theirs.seconds),
      row('hvspec explore', ours.seconds),
      ...(whole === undefined ? [] : [row('hvspec explore --no-symmetry', whole.seconds)]),
    ],
  };
}

const quint = found(
  candidates(values.quint, ['quint'], ['npx', '--no-install', 'quint']),
  '--version',
);
const spin = found(candidates(values.spin, ['spin']), '-V');
const gcc = found([['gcc']], '--version');
if (quint === undefined)
  console.error(
    'quint is not here. In an empty folder: npm init -y && npm pkg set overrides.antlr4ts=0.5.0-alpha.4 && npm install @informalsystems/quint@0.33.1; then --quint FOLDER/node_modules/.bin/quint',
  );
if (spin === undefined || gcc === undefined)
  console.error('spin or gcc is not here: apt-get install spin gcc, or --spin COMMAND');
if (quint === undefined && (spin === undefined || gcc === undefined)) process.exit(2);

const sections = [
  ...(quint === undefined ? [] : [besideQuint(quint.command)]),
  ...(spin === undefined || gcc === undefined
    ? []
    : CORES.map((cores) => besideSpin(spin.command, cores))),
];
const versions = {
  ...(quint && { Quint: quint.version }),
  ...(spin && gcc && { Spin: spin.version, gcc: gcc.version }),
};
print('peers', machineLine(versions), sections, values);
