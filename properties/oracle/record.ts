// npm run oracle: has another implementation execute every trial, compares with what is recorded, or records it anew.
//
// The other implementation is qemu-ppc64 as a POWER7, with Debian's cross assembler. `npm run oracle -- --write` records.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTCOME, programOf } from './program.ts';
import type { Vector } from './trial.ts';
import { recordedMnemonics, trialsOf } from './trials.ts';
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
  const made = executed();
  if (args.includes('--write')) writeVectors(made);
  return compared(made, readVectors());
}

/** Every trial, with its outcome. */
function executed(): Vectors {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    return new Map(recordedMnemonics.map((mnemonic) => [mnemonic, executedIn(folder, mnemonic)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function executedIn(folder: string, mnemonic: string): readonly Vector[] {
  const trials = trialsOf(mnemonic);
  const [source, object, program] = ['s', 'o', 'elf'].map((end) => join(folder, `trials.${end}`));
  writeFileSync(source ?? '', programOf(trials));
  execFileSync(AS, ['-mpower7', '-mregnames', '-o', object ?? '', source ?? '']);
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
