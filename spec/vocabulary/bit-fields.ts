// Words of registers that are bit fields, by the names of the bits: MSR and what is saved of it, LPCR, MMCR0, CTRL, UNSYNCED, SLB entries, CR.
import { CTRL_RUN, LPCR, MMCR0_FC, MMCR0_PMAE, MSR, SLB_VALID, UNSYNCED } from './bits.ts';
import { hex, lowBits, type Word } from './words.ts';

type Bits = Readonly<Record<string, Word>>;

/** Registers, and the fields in which they wait, by the names of their bits. */
const NAMED: readonly (readonly [RegExp, Bits])[] = [
  [/^(?:MSR|H?SRR1|hstate\.host_msr|vcpu\.(?:msr|srr1)|paca\.kernel_msr)$/u, MSR],
  [/^(?:LPCR|kvm\.(?:host_)?lpcr)$/u, LPCR],
  [/^(?:MMCR0|vcpu\.mmcr\[0\]|hstate\.host_mmcr\[0\])$/u, { FC: MMCR0_FC, PMAE: MMCR0_PMAE }],
  [/^(?:CTRL|vcpu\.ctrl)$/u, { RUN: CTRL_RUN }],
  [/^UNSYNCED$/u, UNSYNCED],
  [/^(?:SLB|vcpu\.slb|slb_shadow\.save_area)\[\d+\]\.esid$/u, { V: SLB_VALID }],
];

/** CR, and the fields in which it waits. */
const CONDITIONS = /^(?:CR|vcpu\.cr|caller\.cr_save)$/u;

/** What a word says, bit by bit; undefined where its place is no bit field, or the word is 0. */
export function bitFields(place: string, word: Word): string | undefined {
  if (word === 0n) return undefined;
  if (CONDITIONS.test(place)) return conditions(word);
  return bitNames(place, word)?.join(' ');
}

/** The names of the bits of a word, what has none in hexadecimal; undefined where its place has no names. */
function bitNames(place: string, word: Word): readonly string[] | undefined {
  const bits = NAMED.find(([pattern]) => pattern.test(place))?.[1];
  if (bits === undefined) return undefined;
  const set = Object.entries(bits).filter(([, mask]) => (word & mask) === mask);
  const rest = set.reduce((left, [, mask]) => left & ~mask, word);
  return [...set.map(([name]) => name), ...(rest === 0n ? [] : [hex(rest)])];
}

/** Bits of a word from which on it is said by what it leaves out. */
const MOST = 32;

/** A word as a formula has it: by the names of its bits where its place has some, and a mask of nearly all bits by the others. */
export function wordText(place: string, word: Word): string {
  const names = word === 0n ? undefined : bitNames(place, word);
  if (names === undefined) return hex(word);
  const bits = [...word.toString(2)].filter((digit) => digit === '1').length;
  if (bits > MOST && word !== lowBits(64)) return `~${wordText(place, lowBits(64) & ~word)}`;
  return names.length === 1 ? names.join('') : `(${names.join(' | ')})`;
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
