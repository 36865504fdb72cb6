// The recorded vectors: JSON, compressed, mnemonic by mnemonic; numbers in hexadecimal, in the order of the fields below.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type After, BASE, type Before, MEMORY, type Vector } from './trial.ts';

/** Vectors of each mnemonic. */
export type Vectors = ReadonlyMap<string, readonly Vector[]>;

/** All that is recorded. Throws when the file is not there or not what it should be. */
export function readVectors(): Vectors {
  const parsed: unknown = JSON.parse(gunzipSync(readFileSync(file())).toString());
  if (typeof parsed !== 'object' || parsed === null) throw new Error('the vectors are no object');
  return new Map(
    Object.entries(parsed).map(([mnemonic, rows]): [string, readonly Vector[]] => {
      if (!Array.isArray(rows)) throw new Error(`the vectors of ${mnemonic} are no list`);
      return [mnemonic, rows.map((row) => unpacked(String(row)))];
    }),
  );
}

/** Writes what is recorded. */
export function writeVectors(vectors: Vectors): void {
  const packedRows = [...vectors].map(([mnemonic, rows]) => [mnemonic, rows.map(packed)]);
  writeFileSync(
    file(),
    gzipSync(JSON.stringify(Object.fromEntries(packedRows), null, 0), { level: 9 }),
  );
}

/** The file lies beside the source; the build does not copy it. */
const file = (): string =>
  join(packageAbove(dirname(fileURLToPath(import.meta.url))), 'properties/oracle/vectors.json.gz');

/** The nearest folder with a package.json: this one, or one above it. */
export function packageAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('the vectors belong to a package, and there is none');
  return packageAbove(above);
}

/** One row: the text, the words before, and those of the words after that are others than before. */
export const packed = ({ text, before, after }: Vector): string => {
  const untouched = wordsAfter(afterNothing(before));
  const changed = wordsAfter(after).map((word, i) =>
    word === untouched[i] ? '' : word.toString(16),
  );
  return [packedTrial({ text, before }), trimmed(changed, '')].join('|');
};

/** What a row begins with: the text and the words before. */
export const packedTrial = ({ text, before }: Pick<Vector, 'text' | 'before'>): string => {
  const words = wordsBefore(before).map((word) => word.toString(16));
  return [text, trimmed(words, '0')].join('|');
};

/** Words in a row, without the last ones that are all alike. */
function trimmed(words: readonly string[], last: string): string {
  const end = words.findLastIndex((word) => word !== last);
  return words.slice(0, end + 1).join(' ');
}

/** What is left where no word changes. */
const afterNothing = (before: Before): After => ({
  ...before,
  r6: BASE,
  taken: false,
  lr: 0n,
  reserved: false,
});

const wordsBefore = (before: Before): readonly bigint[] => {
  const { r3, r4, r5, cr, xer, ctr, memory, vectors, fpscr, vscr } = before;
  return [r3, r4, r5, cr, xer, ctr, ...memory, ...vectors, fpscr, vscr];
};

/** What is left, word by word, in the order of an outcome. */
export const wordsAfter = (after: After): readonly bigint[] => {
  const { r3, r4, r5, r6, cr, xer, ctr, taken, lr, reserved, memory, vectors } = after;
  const flags = [taken ? 1n : 0n, lr, reserved ? 1n : 0n];
  return [r3, r4, r5, r6, cr, xer, ctr, ...flags, ...memory, ...vectors, after.fpscr, after.vscr];
};

function unpacked(row: string): Vector {
  const [text = '', words = '', changed = ''] = row.split('|');
  const before = beforeFrom(words.split(' ').map((word) => BigInt(`0x${word || '0'}`)));
  const untouched = wordsAfter(afterNothing(before));
  const others = changed.split(' ');
  const after = untouched.map((word, i) => (others[i] ? BigInt(`0x${others[i]}`) : word));
  return { text, before, after: afterFrom(after) };
}

const at = (words: readonly bigint[], index: number): bigint => words[index] ?? 0n;

const beforeFrom = (words: readonly bigint[]): Before => ({
  r3: at(words, 0),
  r4: at(words, 1),
  r5: at(words, 2),
  cr: at(words, 3),
  xer: at(words, 4),
  ctr: at(words, 5),
  ...fromMemoryOn(words, 6),
});

/** What an outcome holds, doubleword by doubleword. */
export const afterFrom = (words: readonly bigint[]): After => ({
  r3: at(words, 0),
  r4: at(words, 1),
  r5: at(words, 2),
  r6: at(words, 3),
  cr: at(words, 4),
  xer: at(words, 5),
  ctr: at(words, 6),
  taken: at(words, 7) !== 0n,
  lr: at(words, 8),
  reserved: at(words, 9) !== 0n,
  ...fromMemoryOn(words, 10),
});

/** Memory, the vectors behind it, and the status registers behind those. */
function fromMemoryOn(
  words: readonly bigint[],
  first: number,
): Pick<Before, 'memory' | 'vectors' | 'fpscr' | 'vscr'> {
  const behind = first + MEMORY;
  const [v0, v1, v2, v3] = [0, 1, 2, 3].map((i) => at(words, behind + i));
  return {
    memory: Array.from({ length: MEMORY }, (_, i) => at(words, first + i)),
    vectors: [v0 ?? 0n, v1 ?? 0n, v2 ?? 0n, v3 ?? 0n],
    fpscr: at(words, behind + 4),
    vscr: at(words, behind + 5),
  };
}
