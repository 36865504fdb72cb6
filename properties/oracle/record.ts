// npm run oracle: has another implementation execute every trial, compares with what is recorded, or records it anew.
//
// Beside those it has it execute trials of other words, drawn by a seed that is printed and can be given: `--seed N`.
//
// The other implementation is qemu-ppc64 as a POWER7, with Debian's cross assembler. `npm run oracle -- --write` records.

import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idle } from './missing.ts';
import { OUTCOME, programOf } from './program.ts';
import { agrees, meaningsOf } from './replay.ts';
import type { Vector } from './trial.ts';
import { RECORDED, recordedMnemonics, trialsOf } from './trials.ts';
import { afterFrom, packed, readVectors, type Vectors, writeVectors } from './vectors.ts';

const AS = 'powerpc64-linux-gnu-as';
const LD = 'powerpc64-linux-gnu-ld';
const QEMU = 'qemu-ppc64';

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const missing = [AS, LD, QEMU].filter(
    (tool) => spawnSync(tool, ['--version']).error !== undefined,
  );
  if (missing.length > 0) {
    process.stderr.write(
      `oracle: ${missing.join(', ')} not found; on Debian: apt-get install qemu-user binutils-powerpc64-linux-gnu\n`,
    );
    return 2;
  }
  const seed = seedIn(args);
  if (seed === undefined) {
    process.stderr.write('oracle: --seed takes a whole number of up to 31 bits\n');
    return 2;
  }
  const made = executed(RECORDED);
  if (args.includes('--write')) writeVectors(made);
  return Math.max(compared(made, readVectors()), replayedFrom(seed));
}

/** The seed that is given, or one that is not; undefined where what is given is none. */
function seedIn(args: readonly string[]): number | undefined {
  const at = args.indexOf('--seed');
  if (at < 0) return randomInt(2 ** 31);
  const text = args[at + 1] ?? '';
  return /^\d+$/u.test(text) && Number(text) < 2 ** 31 ? Number(text) : undefined;
}

/** Trials that nobody has recorded: our own meanings must leave what the other implementation does. */
function replayedFrom(seed: number): number {
  const rows = [...executed(seed).values()].flat();
  const meanings = meaningsOf(rows.map(({ text }) => text));
  const wrong = rows.filter((row, i) => !agrees(row, meanings[i] ?? idle));
  for (const row of wrong.slice(0, 10)) process.stderr.write(`differs: ${packed(row)}\n`);
  const words = new Set(rows.flatMap(({ before }) => [before.r3, before.r4, before.r5]));
  process.stdout.write(
    `seed ${seed}: ${rows.length} trials with ${words.size} distinct words in registers, ${wrong.length} different\n`,
  );
  return wrong.length === 0 ? 0 : 1;
}

/** Every trial, with its outcome. */
function executed(seed: number): Vectors {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    return new Map(
      recordedMnemonics.map((mnemonic) => [mnemonic, executedIn(folder, mnemonic, seed)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function executedIn(folder: string, mnemonic: string, seed: number): readonly Vector[] {
  const trials = trialsOf(mnemonic, seed);
  const [source, object, program] = ['s', 'o', 'elf'].map((end) => join(folder, `trials.${end}`));
  writeFileSync(source ?? '', programOf(trials));
  execFileSync(AS, ['-mpower7', '-many', '-mregnames', '-o', object ?? '', source ?? '']);
  execFileSync(LD, ['-Ttext=0x100000', '-o', program ?? '', object ?? '']);
  const out = execFileSync(QEMU, ['-cpu', 'POWER7', program ?? ''], { maxBuffer: 1 << 26 });
  return trials.map((trial, i) => ({ ...trial, after: outcome(out, i) }));
}

function outcome(out: Buffer, index: number): Vector['after'] {
  const words = Array.from({ length: OUTCOME / 8 }, (_, i) =>
    out.readBigUInt64BE(OUTCOME * index + 8 * i),
  );
  return afterFrom(words);
}

/** A line for each mnemonic; 1 if anything differs from the record. */
function compared(made: Vectors, recorded: Vectors): number {
  let different = 0;
  for (const mnemonic of new Set([...made.keys(), ...recorded.keys()])) {
    const [now, then] = [made, recorded].map((vectors) =>
      (vectors.get(mnemonic) ?? []).map(packed),
    );
    const length = Math.max(now?.length ?? 0, then?.length ?? 0);
    const mismatches = Array.from({ length }, (_, i) => now?.[i] !== then?.[i]).filter(
      Boolean,
    ).length;
    different += mismatches;
    process.stdout.write(
      `${mnemonic.padEnd(12)} ${length} vectors, ${mismatches} different from the record\n`,
    );
  }
  process.stdout.write(`${made.size} mnemonics, ${different} vectors different from the record\n`);
  return different === 0 ? 0 : 1;
}
