// Words of registers that are bit fields, by the names of the bits: MSR and what is saved of it, LPCR, MMCR0, CTRL, CR.
import { CTRL_RUN, LPCR, MMCR0_FC, MSR } from '../../spec/vocabulary/bits.ts';
import { hex, lowBits, type Word } from '../../spec/vocabulary/words.ts';

type Bits = Readonly<Record<string, Word>>;

/** Registers, and the fields in which they wait, by the names of their bits. */
const NAMED: readonly (readonly [RegExp, Bits])[] = [
  [/^(?:MSR|H?SRR1|hstate\.host_msr|vcpu\.(?:msr|srr1)|paca\.kernel_msr)$/u, MSR],
  [/^(?:LPCR|kvm\.(?:host_)?lpcr)$/u, LPCR],
  [/^(?:MMCR0|vcpu\.mmcr\[0\]|hstate\.host_mmcr\[0\])$/u, { FC: MMCR0_FC }],
  [/^(?:CTRL|vcpu\.ctrl)$/u, { RUN: CTRL_RUN }],
];

/** CR, and the fields in which it waits. */
const CONDITIONS = /^(?:CR|vcpu\.cr|caller\.cr_save)$/u;

/** What a word says, bit by bit; undefined where its place is no bit field, or the word is 0. */
export function bitFields(place: string, word: Word): string | undefined {
  if (word === 0n) return undefined;
  if (CONDITIONS.test(place)) return conditions(word);
  const bits = NAMED.find(([pattern]) => pattern.test(place))?.[1];
  if (bits === undefined) return undefined;
  const set = Object.entries(bits).filter(([, mask]) => (word & mask) === mask);
  const rest = set.reduce((left, [, mask]) => left & ~mask, word);
  return [...set.map(([name]) => name), ...(rest === 0n ? [] : [`0x${rest.toString(16)}`])].join(
    ' ',
  );
}

/** The part of a register that a mask stands for, by name; undefined where it is all of it. */
export function partOf(place: string, mask: Word | undefined): string | undefined {
  if (mask === undefined || mask === lowBits(64)) return undefined;
  if (!CONDITIONS.test(place)) return `bits ${hex(mask)}`;
  const fields = [0, 1, 2, 3, 4, 5, 6, 7].filter(
    (field) => ((mask >> BigInt(28 - 4 * field)) & 0xfn) !== 0n,
  );
  return fields.map((field) => `CR${field}`).join(', ');
}

/** The fields of CR that are not 0, with their bits. */
function conditions(word: Word): string {
  const fields = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((field) => {
    const nibble = Number((word >> BigInt(28 - 4 * field)) & 0xfn);
    const bits = ['LT', 'GT', 'EQ', 'SO'].filter((_, i) => (nibble & (8 >> i)) !== 0);
    return bits.length === 0 ? [] : [`CR${field} ${bits.join(' ')}`];
  });
  return fields.join(', ');
}
