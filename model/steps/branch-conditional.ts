// Branches by BO and BI: Power ISA 2.06B, Book I 2.4, "Branch Instructions".
//
// NIA := the target where the condition holds and CTR, if it counts, is as wanted; else it stays after the branch. LR is
// written whether the branch is taken or not. CFAR is not kept of hypervisor code.
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, StepWrite, View } from '../step.ts';
import { bitOf } from './condition-register.ts';
import type { Source } from './transfer.ts';

/** What a branch asks: a bit of CR that must be 1 or 0, and a count that must become 0 or not. */
export interface BranchTest {
  readonly bit?: { readonly number: number; readonly is: 0 | 1 };
  /** CTR goes down by one; the branch is taken if it is then 0, or if it is not. */
  readonly count?: 'zero' | 'not-zero';
}

/** A branch to an address, taken when what is asked holds. */
export const branch =
  (to: Source, { bit, count }: BranchTest, link: boolean): Meaning =>
  (view, words) => {
    const next = view.register('NIA');
    const writes: StepWrite<typeof next>[] = [];
    const conditions: (typeof next)[] = [];
    if (count !== undefined) {
      const ctr = words.sub(view.register('CTR'), words.literal(1n));
      writes.push({ register: 'CTR', value: ctr });
      const zero = words.equal(ctr, words.literal(0n));
      conditions.push(count === 'zero' ? zero : negated(words, zero));
    }
    if (bit !== undefined) conditions.push(bitIs(view, words, bit.number, bit.is));
    const target = words.and(to(view, words), words.not(words.literal(3n)));
    const goes = conditions.reduce<typeof next | undefined>(
      (all, one) => (all === undefined ? one : words.and(all, one)),
      undefined,
    );
    if (link) writes.push({ register: 'LR', value: next });
    const nia = goes === undefined ? target : words.select(goes, target, next);
    return [...writes, { register: 'NIA', value: nia }];
  };

const bitIs = <V>(view: View<V>, words: Words<V>, number: number, is: 0 | 1): V => {
  const set = bitOf(view, words, number);
  return is === 1 ? set : negated(words, set);
};

const negated = <V>(words: Words<V>, condition: V): V => words.xor(condition, words.literal(1n));
