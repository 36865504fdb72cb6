// Context synchronisation: what is altered now and takes effect later, and the instructions that wait for it.
//
// Power ISA 2.06B, Book III-S chapter 12, "Synchronization Requirements for Context Alterations". The register
// UNSYNCED stands for what may be still to come.
import { UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Step, type StepWrite, step, type View } from '../step.ts';

/** What a write to a register leaves to be synchronised, if anything. */
export const alteredBy = (register: Register): bigint | undefined => LATER[register];

/** Marks an alteration as not yet synchronised. */
export const alters = <V>(view: View<V>, words: Words<V>, what: bigint): StepWrite<V> => ({
  register: 'UNSYNCED',
  value: words.or(view.register('UNSYNCED'), words.literal(what)),
});

/** A register that MMCR0 stops is read: if a change of MMCR0 may be still to come, it is not known from when the word is. */
export const readEarly = <V>(view: View<V>, words: Words<V>): StepWrite<V> => {
  const altered = words.and(view.register('UNSYNCED'), words.literal(UNSYNCED.COUNTERS));
  const early = words.shiftLeft(altered, COUNTERS_TO_READ_EARLY);
  return { register: 'UNSYNCED', value: words.or(early, view.register('UNSYNCED')) };
};

/** From the bit COUNTERS to READ_EARLY. */
const COUNTERS_TO_READ_EARLY = 3;

/** Context synchronisation: isync, and every interrupt and return from one. */
export const synchronises = <V>(view: View<V>, words: Words<V>): StepWrite<V> => ({
  register: 'UNSYNCED',
  value: words.and(view.register('UNSYNCED'), words.literal(BY_PTESYNC | BY_READING)),
});

/** isync: nothing after it is executed in the old context. */
export const isync: Step = step('isync', (view, words) => [synchronises(view, words)]);

/** ptesync: storage accesses and table updates before it are complete. */
export const ptesync: Step = step('ptesync', (view, words) => [
  {
    register: 'UNSYNCED',
    value: words.and(view.register('UNSYNCED'), words.not(words.literal(BY_PTESYNC))),
  },
]);

/** sync, lwsync, eieio: they order storage accesses, which one thread sees in order anyway. */
export const nothing: Step = step('orders storage accesses', () => []);

const LATER: { readonly [R in Register]?: bigint } = {
  LPIDR: UNSYNCED.TRANSLATION | UNSYNCED.PARTITION,
  SDR1: UNSYNCED.TRANSLATION,
  LPCR: UNSYNCED.TRANSLATION,
  RMOR: UNSYNCED.TRANSLATION,
  MMCR0: UNSYNCED.COUNTERS,
  MSR: UNSYNCED.UNITS,
};

/** What neither synchronisation nor an interrupt settles: see breakpoint.ts. */
const BY_READING = UNSYNCED.DABR_UNREAD | UNSYNCED.DABR_WRONG;

const BY_PTESYNC = UNSYNCED.STORAGE | UNSYNCED.PARTITION;
