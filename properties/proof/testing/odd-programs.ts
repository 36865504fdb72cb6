// The repaired path with a step put in that only a reader of all machines has trouble with: what the prover must not prove of it.
import { insertBefore, withEdits } from '../../../model/mutate.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { type Step, step } from '../../../model/step.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';

/** Memory that no structure owns, by a real address. */
const NOWHERE: Word = 0x20_0000n;

/** Memory beside it, which the call sets. */
const SET: Word = NOWHERE + 0x100n;

const stores = (word: Word, at = NOWHERE): Step =>
  step(`stores ${word} beside all structures`, (_view, words) => [
    { address: words.literal(at), bytes: 8, value: words.literal(word) },
  ]);

/** Reads memory that was never set where r14 is odd, when the host gets it back. */
const readsUnset: Step = step('reads what was never set, where r14 is odd', (view, words) => {
  const odd = words.and(view.register('r14'), words.literal(1n));
  const address = words.select(odd, words.literal(NOWHERE), words.literal(SET));
  return [{ register: 'r0', value: view.load(address, 8) }];
});

/** A switch that is stuck for every other machine, right before it returns. */
export const stuckForSome: Program = withEdits(repaired, [
  insertBefore('entry.frame.save-lr', { first: stores(0n, SET) }),
  insertBefore('return.frame.blr', { look: readsUnset }),
]);

const turnsR14: Step = step('adds to r14 what was stored beside all structures', (view, words) => [
  {
    register: 'r14',
    value: words.add(view.register('r14'), view.load(words.literal(NOWHERE), 8)),
  },
]);

/** A switch that leaves the host another r14 once the guest was resumed: only memory that no structure owns tells. */
export const otherOnceResumed: Program = withEdits(repaired, [
  insertBefore('entry.frame.save-lr', { first: stores(0n) }),
  insertBefore('exit.leftover.resume', { again: stores(0n) }),
  insertBefore('exit.bounce.resume', { again: stores(1n) }),
  insertBefore('return.frame.blr', { look: turnsR14 }),
]);
