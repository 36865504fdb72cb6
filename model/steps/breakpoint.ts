// DABR on POWER7: what is written while counters may sample is not what DABR holds, until it has been read back and written again.
//
// The erratum: DABR may be corrupted when it is written while the PMU may update SDAR. So the model makes the worst of it: the first write is
// corrupt, a read shows it, and the second write is good, as the next read shows. UNSYNCED notes how far that is. A write while
// MMCR0[FC] is 1 and MMCRA is 0 is good at once.
import { MMCR0_FC, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { StepWrite, View } from '../step.ts';

const { DABR_UNREAD, DABR_WRONG } = UNSYNCED;
const DOUBT = DABR_UNREAD | DABR_WRONG;

/** The bit of the address that a corrupt DABR has wrong: doubleword 0 of a pair is taken for 1, and 1 for 0. */
const CORRUPT = 8n;

/** What a write of DABR leaves to be found out. */
export function breakpointWritten<V>(view: View<V>, words: Words<V>): StepWrite<V> {
  const fc = words.and(view.register('MMCR0'), words.literal(MMCR0_FC));
  const isStill = words.and(
    words.equal(fc, words.literal(MMCR0_FC)),
    words.equal(view.register('MMCRA'), words.literal(0n)),
  );
  const noted = words.and(view.register('UNSYNCED'), words.literal(DABR_WRONG));
  const doubt = words.or(noted, words.literal(DABR_UNREAD));
  return settled(view, words, words.select(isStill, words.literal(0n), doubt));
}

/** What a read of DABR finds. */
export function breakpointRead<V>(view: View<V>, words: Words<V>): V {
  const dabr = view.register('DABR');
  const corrupt = words.xor(dabr, words.literal(CORRUPT));
  return words.select(isCorrupt(view, words), corrupt, dabr);
}

/** What a read of DABR settles: it has found what was written, or that this is wrong. */
export const breakpointKnown = <V>(view: View<V>, words: Words<V>): StepWrite<V> =>
  settled(
    view,
    words,
    words.select(isCorrupt(view, words), words.literal(DABR_WRONG), words.literal(0n)),
  );

/** In doubt, and not written once more after a read. */
function isCorrupt<V>(view: View<V>, words: Words<V>): V {
  const doubt = words.and(view.register('UNSYNCED'), words.literal(DOUBT));
  const isSound = words.or(
    words.equal(doubt, words.literal(0n)),
    words.equal(doubt, words.literal(DOUBT)),
  );
  return words.equal(isSound, words.literal(0n));
}

function settled<V>(view: View<V>, words: Words<V>, doubt: V): StepWrite<V> {
  const rest = words.and(view.register('UNSYNCED'), words.not(words.literal(DOUBT)));
  return { register: 'UNSYNCED', value: words.or(rest, doubt) };
}
