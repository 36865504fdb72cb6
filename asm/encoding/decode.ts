// A word of memory as the instruction that it encodes: kernels write what old assemblers do not know as `.long`.
import type { Instruction, Operand, Position } from '../listing.ts';
import { encodings } from './encodings.ts';
import { fields } from './fields.ts';
import type { Encoding } from './row.ts';

/** Encodings by primary opcode, with the bits that must be theirs: the reserved ones, too, which are 0. */
type Encodings = Map<number, { readonly encoding: Encoding; readonly fixed: number }[]>;

/** Made when it is first asked for: most source has no word that is code. */
let made: Encodings | undefined;

function byPrimary(): Encodings {
  if (made !== undefined) return made;
  made = new Map();
  for (const encoding of encodings) {
    const code = encoding.word >>> 26;
    const fixed = ~(open(encoding) | (encoding.hints ?? 0)) >>> 0;
    made.set(code, [...(made.get(code) ?? []), { encoding, fixed }]);
  }
  return made;
}

/** The bits of a word that its operands are read from: each that changes one of them. */
function open({ operands }: Encoding): number {
  let bits = 0;
  for (const name of operands)
    for (let bit = 0; bit < 32; bit++)
      if (written(fields[name](1 << bit, 0n)) !== written(fields[name](0, 0n))) bits |= 1 << bit;
  return bits;
}

function written(operand: Operand): string {
  return JSON.stringify(operand, (_key, part) => (typeof part === 'bigint' ? String(part) : part));
}

/** The instruction that a word at an address is; undefined where none that is known has this encoding. */
export function instructionOf(word: bigint, here: bigint, at: Position): Instruction | undefined {
  const number = Number(BigInt.asUintN(32, word));
  const found = byPrimary()
    .get(number >>> 26)
    ?.find(({ encoding, fixed }) => ((number ^ encoding.word) & (fixed | encoding.mask)) === 0);
  return (
    found && {
      kind: 'instruction',
      at,
      mnemonic: found.encoding.mnemonic,
      operands: found.encoding.operands.map((name) => fields[name](number, here)),
    }
  );
}
