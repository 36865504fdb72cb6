// Signs in the text of a kernel: what its instructions do, as far as that can be read off one of them. What a kernel does on purpose is
// known by such signs, and not by its version.
import type { Register } from './registers.ts';
import type { Field } from './structures.ts';

/** What one instruction does, or speaks of. */
export type Sign =
  /** It reads the special purpose register. */
  | { readonly sign: 'reads'; readonly register: Register }
  /** It writes the special purpose register. */
  | { readonly sign: 'writes'; readonly register: Register }
  /** No instruction writes the special purpose register; such a sign stands alone. */
  | { readonly sign: 'never-writes'; readonly register: Register }
  /** It pushes a stack frame. */
  | { readonly sign: 'pushes-a-frame' }
  /** It puts the constant into a general register. */
  | { readonly sign: 'puts'; readonly word: bigint }
  /** It takes one bit of a general register, and nothing else of it. */
  | { readonly sign: 'takes-bit'; readonly bit: number }
  /** It stores to the field of the PACA. */
  | { readonly sign: 'stores'; readonly field: Field & `hstate.${string}` }
  /** It speaks of the name: a field as asm-offsets.c calls it, or a label. */
  | { readonly sign: 'names'; readonly name: string }
  /** It stands at the label. */
  | { readonly sign: 'stands-at'; readonly label: string };

/** Signs that instructions have in this order, each soon after the one before. */
export type Signs = readonly [Sign, ...Sign[]];

/** Instructions after one within which the next sign must come. */
export const SOON = 4;

/** A sign in words. */
function signText(one: Sign): string {
  switch (one.sign) {
    case 'reads':
    case 'writes':
      return `${one.sign} ${one.register}`;
    case 'never-writes':
      return `never writes ${one.register}`;
    case 'pushes-a-frame':
      return 'pushes a stack frame';
    case 'puts':
      return `puts 0x${one.word.toString(16)} into a register`;
    case 'takes-bit':
      return `takes bit ${one.bit} of a register`;
    case 'stores':
      return `stores to ${one.field}`;
    case 'names':
      return `speaks of ${one.name}`;
    case 'stands-at':
      return `stands at ${one.label}`;
  }
}

/** Signs that code shows in this order, and those that it shows anywhere, in words. */
export const signsText = (signs: Signs, also: readonly Signs[] = []): string =>
  [signs, ...also].map((list) => list.map(signText).join(', then ')).join('; and ');
