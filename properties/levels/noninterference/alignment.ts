// Which moments of two runs are held beside each other.
//
// Where the two part, the last are those at which they do. A later switch is left out that is called when the hypervisor has executed
// more instructions in the one, or when what is open is no longer the same: more than secrets differs then.
import type { Word } from '../../../spec/vocabulary/words.ts';

/** A moment of a run, as far as it decides which moment of another it is held beside. */
export interface Moment {
  /** What has just happened. */
  readonly kind: Word;
  /** Instructions of the hypervisor since its switch was called. */
  readonly steps: Word;
  /** The same, since the first switch was called. */
  readonly spent: Word;
}

/** The moments of two runs side by side, in order; `openAlike` is asked of moments of later switches that are called as late. */
export function aligned<M extends Moment>(
  first: readonly M[],
  second: readonly M[],
  openAlike: (one: M, two: M) => boolean,
): readonly (readonly [M, M])[] {
  const pairs: (readonly [M, M])[] = [];
  for (const [i, one] of first.entries()) {
    const two = second[i];
    if (two === undefined || !areCalledAlike(one, two, openAlike)) break;
    pairs.push([one, two]);
    if (one.kind !== two.kind) break;
  }
  return pairs;
}

/** Whether two moments are of the first switch, or of later ones called as late, with the same in what is open. */
function areCalledAlike<M extends Moment>(
  one: M,
  two: M,
  openAlike: (one: M, two: M) => boolean,
): boolean {
  const [before, also] = [one.spent - one.steps, two.spent - two.steps];
  if (before === 0n || before !== also) return before === also;
  return openAlike(one, two);
}
