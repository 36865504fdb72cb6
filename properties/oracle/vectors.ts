// The recorded vectors: JSON, compressed, mnemonic by mnemonic; numbers in hexadecimal, in the order of the fields below.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type After, BASE, type Before, MEMORY, type Vector } from './trial.ts';

const FILE = new URL(
  import.meta.url.includes('/dist/')
    ? '../../../properties/oracle/vectors.json.gz'
    : './vectors.json.gz',
  import.meta.url,
);

/** Vectors of each mnemonic. */
export type Vectors = ReadonlyMap<string, readonly Vector[]>;

/** All that is recorded. Throws when the file is not there or not what it should be. */
export function readVectors(): Vectors {
  const parsed: unknown = JSON.parse(gunzipSync(readFileSync(FILE)).toString());
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
    FILE,
    gzipSync(JSON.stringify(Object.fromEntries(packedRows), null, 0), { level: 9 }),
  );
}

/** One row: the text, the words before, and those of the words after that are others than before. */
export const packed = ({ text, before, after }: Vector): string => {
  const untouched = wordsAfter(afterNothing(before));
  const changed = wordsAfter(after).map((word, i) =>
    word === untouched[i] ? '' : word.toString(16),
  );
  return [
    text,
    trimmed(
      wordsBefore(before).map((word) => word.toString(16)),
      '0',
    ),
    trimmed(changed, ''),
  ].join('|');
};

/** Words in a row, without the last ones that are all alike. */
function trimmed(words: readonly string[], last: string): string {
  const end = words.findLastIndex((word) => word !== last);
  return words.slice(0, end + 1).join(' ');
}

/** What is left by an instruction that does nothing. */
const afterNothing = ({ r3, r4, r5, cr, xer, ctr, memory, vector }: Before): After => ({
  r3,
  r4,
  r5,
  r6: BASE,
  cr,
  xer,
  ctr,
  taken: false,
  lr: 0n,
  memory,
  vectors: [...vector, ...vector],
});

const wordsBefore = ({ r3, r4, r5, cr, xer, ctr, memory, vector }: Before): readonly bigint[] => [
  r3,
  r4,
  r5,
  cr,
  xer,
  ctr,
  ...memory,
  ...vector,
];

const wordsAfter = (after: After): readonly bigint[] => {
  const { r3, r4, r5, r6, cr, xer, ctr, taken, lr, memory, vectors } = after;
  return [r3, r4, r5, r6, cr, xer, ctr, taken ? 1n : 0n, lr, ...memory, ...vectors];
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
  memory: Array.from({ length: MEMORY }, (_, i) => at(words, 6 + i)),
  vector: [at(words, 12), at(words, 13)],
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
  memory: words.slice(9, 15),
  vectors: [at(words, 15), at(words, 16), at(words, 17), at(words, 18)],
});
