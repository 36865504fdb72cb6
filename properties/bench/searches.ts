// The cores searched whole: by hvspec explore, with and without symmetry, and by Spin's compiled verifier from core.pml. All of them
// as whole processes.
//
// The two models have the same moves, so that without symmetry the numbers of states and transitions must be the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, type ProcessRun, run } from './processes.ts';

/** Depth and, as a power of two, hash slots that the verifier has room for: no more than it needs, since room costs time. */
const SMALL = ['-m200000', '-w20'];
const LARGE = ['-m4000000', '-w24'];

/** A search that found nothing wrong. */
export interface SearchRun extends ProcessRun {
  readonly states: number;
  readonly transitions: number;
}

/** What explore found, and how many states there are without symmetry. */
export interface SearchTiming extends SearchRun {
  readonly unreduced: number;
}

/** What Spin's verifier found, and how long it took to make. */
export interface VerifierRun extends SearchRun {
  readonly making: number;
}

const HVSPEC = resolve(import.meta.dirname, '../../cli/hvspec.js');
const MODEL = resolve('properties/bench/core.pml');

/** Explores so many cores. */
export function explored(cores: number, how: 'by symmetry' | 'whole'): SearchTiming {
  const size = ['--cores', `${cores}`, '--vcpus', `${cores}`];
  const options = [...size, ...(how === 'whole' ? ['--no-symmetry'] : []), '--json', '-'];
  const ran = run([process.execPath, HVSPEC, 'explore', ...options]);
  const report: unknown = JSON.parse(ran.out);
  return {
    ...ran,
    unreduced: numberIn(report, 'unreduced'),
    states: numberIn(report, 'states'),
    transitions: numberIn(report, 'transitions'),
  };
}

/** Lets Spin make a verifier of so many cores, and runs it. Throws where that finds an error, or misses one that is put in. */
export function verified(spin: Command, cores: number): VerifierRun {
  const folder = mkdtempSync(join(tmpdir(), 'searches-'));
  try {
    if (!(errorsOf(verify(folder, spin, ['-DNC=1', '-DFAULTY'], SMALL)) > 0))
      throw new Error('Spin finds nothing wrong with a switch without the reserved LPID');
    const found = verify(folder, spin, [`-DNC=${cores}`], cores > 3 ? LARGE : SMALL);
    if (errorsOf(found) !== 0 || /search depth too small/u.test(found.out))
      throw new Error(`Spin did not search all, or finds an error:\n${found.out}`);
    // Spin counts the beginning as a transition too.
    const transitions = countIn(found.out, 'transitions') - 1;
    return { ...found, states: countIn(found.out, 'states, stored'), transitions };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes a verifier and runs it. */
function verify(
  folder: string,
  spin: Command,
  defines: readonly string[],
  room: readonly string[],
): ProcessRun & { making: number } {
  const steps: readonly Command[] = [
    [...spin, '-a', ...defines, MODEL],
    ['gcc', '-w', '-O2', '-DSAFETY', '-DMEMLIM=4000', '-o', 'pan', 'pan.c'],
  ];
  const making = steps.reduce((sum, step) => sum + run(step, folder).seconds, 0);
  return { ...run(['./pan', ...room], folder), making };
}

const errorsOf = ({ out }: ProcessRun): number =>
  Number(/errors: (\d+)/u.exec(out)?.[1] ?? Number.NaN);

const countIn = (out: string, what: string): number =>
  Number(new RegExp(`(\\d+) ${what}`, 'u').exec(out)?.[1] ?? Number.NaN);

function numberIn(report: unknown, key: string): number {
  const found = typeof report === 'object' && report !== null ? Object.entries(report) : [];
  return Number(found.find(([name]) => name === key)?.[1]);
}
