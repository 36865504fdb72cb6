// Quint's simulator on world-switch.qnt: switches a second by its own clock, so that neither its start nor its parser counts.
//
// Its backend in Rust is a program that Quint fetches from the network when it is first asked for; it is timed only where it is.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, run } from './processes.ts';

const MODEL = 'properties/bench/world-switch.qnt';
const ACTIONS = 3;

/** Switches in a trace, and traces in a batch. */
const SWITCHES = 10;
const TRACES = 200;

export type Backend = 'typescript' | 'rust';

/** The backends that are there. */
export function backends(): readonly Backend[] {
  const home = process.env.QUINT_HOME ?? join(homedir(), '.quint');
  const fetched =
    existsSync(home) && readdirSync(home).some((name) => /^rust-evaluator/u.test(name));
  return fetched ? ['typescript', 'rust'] : ['typescript'];
}

/** Simulates a batch and says how many switches a second that were. Throws where an invariant breaks. */
export function simulated(quint: Command, backend: Backend, seed: number): number {
  const out = simulation(quint, 'asItShouldBe', backend, seed);
  const milliseconds = Number(/No violation found \((\d+)ms/u.exec(out)?.[1] ?? Number.NaN);
  if (!(milliseconds > 0)) throw new Error(`quint did not simulate:\n${out}`);
  return (TRACES * SWITCHES * 1000) / milliseconds;
}

/** Whether the simulator finds the fault that the model has for it. */
export const findsFault = (quint: Command, backend: Backend): boolean =>
  /\[violation\]/u.test(simulation(quint, 'withoutDscr', backend, 1));

function simulation(quint: Command, main: string, backend: Backend, seed: number): string {
  const options = {
    main,
    backend,
    invariant: 'sound',
    'max-samples': TRACES,
    'max-steps': ACTIONS * SWITCHES,
    seed,
    verbosity: 1,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return run([...quint, 'run', ...flags, ...threads(backend), MODEL], '.', 'fail').out;
}

/** One core for each: the backend in Rust takes several otherwise. */
const threads = (backend: Backend): readonly string[] =>
  backend === 'rust' ? ['--n-threads', '1'] : [];
