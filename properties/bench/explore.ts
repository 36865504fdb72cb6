// hvspec explore against Spin's compiled verifier, as whole processes in one run: states, transitions, states/s, wall clock, memory.
//
// The Promela model is no part of this project: its folder, with core.pml, is the argument. Without it only explore is timed. The two
// models are not the same state for state: each reports its own count. Vcpus are as many as cores, so that none is waited for.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Timed {
  readonly seconds: number;
  readonly megabytes: number;
  readonly out: string;
}

/** Runs a command under time(1). Throws where it fails. */
function timed(cwd: string, command: readonly string[]): Timed {
  const run = spawnSync('/usr/bin/time', ['-f', '%e %M', ...command], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(`${command.join(' ')}: ${run.stderr}${run.error ?? ''}`);
  const [seconds = 0, kilobytes = 0] = (run.stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { seconds, megabytes: kilobytes / 1000, out: run.stdout };
}

function row(
  name: string,
  states: number,
  transitions: number,
  { seconds, megabytes }: Timed,
): void {
  const rate = Math.round(states / Math.max(seconds, 0.01));
  console.log(
    `${name.padEnd(30)} ${`${states}`.padStart(8)} ${`${transitions}`.padStart(9)} ${`${rate}`.padStart(8)} ${seconds.toFixed(2).padStart(6)} ${megabytes.toFixed(0).padStart(6)}`,
  );
}

const hvspec = resolve(import.meta.dirname, '../../cli/hvspec.js');

function explored(cores: number, ...more: readonly string[]): void {
  const options = ['--cores', `${cores}`, '--vcpus', `${cores}`, ...more];
  const run = timed('.', ['node', hvspec, 'explore', ...options, '--json', '-']);
  const report: unknown = JSON.parse(run.out);
  row(
    `explore, ${cores} cores${more.length > 0 ? '' : ', symmetry'}`,
    numberIn(report, 'states'),
    numberIn(report, 'transitions'),
    run,
  );
}

function numberIn(report: unknown, key: string): number {
  const found = typeof report === 'object' && report !== null ? Object.entries(report) : [];
  return Number(found.find(([name]) => name === key)?.[1]);
}

function spun(model: string, cores: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'explore-'));
  const steps = [
    timed(folder, ['spin', '-a', `-DNC=${cores}`, '-DNP=3', '-DBUG=0', model]),
    timed(folder, ['gcc', '-O2', '-DSAFETY', '-DMEMLIM=4000', '-o', 'pan', 'pan.c']),
  ];
  const run = timed(folder, ['./pan', '-m1000000', '-w24']);
  const count = (what: string): number =>
    Number(new RegExp(`(\\d+) ${what}`, 'u').exec(run.out)?.[1] ?? Number.NaN);
  row(`spin's verifier, ${cores} cores`, count('states, stored'), count('transitions'), run);
  const seconds = steps.reduce((sum, step) => sum + step.seconds, run.seconds);
  row('  and with its making', count('states, stored'), count('transitions'), { ...run, seconds });
  rmSync(folder, { recursive: true });
}

const [models, ...sizes] = process.argv.slice(2);
console.log(`${''.padEnd(30)}   states  transit. states/s   wall s     MB`);
for (const cores of sizes.length === 0 ? [3, 4] : sizes.map(Number)) {
  explored(cores);
  explored(cores, '--no-symmetry');
  if (models !== undefined) spun(resolve(models, 'core.pml'), cores);
}
