// Instructions that leave out a part of what they write: what the vectors must notice.
//
// A part is a register, memory, or a piece of CR or XER: their flags are told apart, though a meaning writes them whole.
import type { Meaning, StepWrite } from '../../model/step.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';

/** Writes nothing; NIA moves on. */
export const idle: Meaning = () => [];

/** Pieces of the registers that an instruction writes whole and changes in part. */
const PIECES: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  CR: {
    LT: 0x88888888n,
    GT: 0x44444444n,
    EQ: 0x22222222n,
    SO: 0x11111111n,
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, field) => [field, 0xfn << BigInt(28 - 4 * field)]),
    ),
  },
  XER: { SO: 0x80000000n, OV: 0x40000000n, CA: 0x20000000n },
};

const WHOLE: Readonly<Record<string, Word>> = { '': lowBits(64) };

/** A part of what is written, by name: `r3`, `memory`, `XER CA`, `CR 0`, `CR LT`. */
type Part = string;

/** The same meaning, which notes each part that it writes, and the bits in which that differs from what was held; of memory, all. */
export const watched =
  (meaning: Meaning, parts: Map<Part, unknown>): Meaning =>
  (view, words, code) => {
    const writes = meaning(view, words, code);
    for (const write of writes) {
      const { register, value } = write;
      const differing =
        register === undefined ? undefined : words.xor(value, view.register(register));
      for (const [piece, bits] of Object.entries(piecesOf(write)))
        parts.set(partOf(write, piece), differing && words.and(differing, words.literal(bits)));
    }
    return writes;
  };

/** The meaning without that part of its writes. */
export const without =
  (meaning: Meaning, part: Part): Meaning =>
  (view, words, code) =>
    meaning(view, words, code).flatMap((write) => {
      const [, bits] =
        Object.entries(piecesOf(write)).find(([piece]) => partOf(write, piece) === part) ?? [];
      if (bits === undefined) return [write];
      if (write.register === undefined || bits === WHOLE['']) return [];
      const left = words.and(view.register(write.register), words.literal(bits));
      const written = words.and(write.value, words.not(words.literal(bits)));
      return [{ ...write, value: words.or(written, left) }];
    });

const piecesOf = <V>({ register }: StepWrite<V>): Readonly<Record<string, Word>> =>
  PIECES[register ?? 'memory'] ?? WHOLE;

const partOf = <V>({ register }: StepWrite<V>, piece: string): Part =>
  `${register ?? 'memory'} ${piece}`.trim();
