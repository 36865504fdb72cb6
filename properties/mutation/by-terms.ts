// Faults that are shown to lead to the same machine by terms: both programs are run for all machines at once, and end with equal words.
//
// Each is proved anew in every run of the kill matrix, so that nothing that is kept can be out of date. A fault is followed only where its
// program does something else, which takes a fraction of a second; the sound program is run when the first fault asks for it.
import type { Fault } from '../../model/faults/generated.ts';
import type { Alike } from '../../model/faults/independent.ts';
import type { Program } from '../../model/program.ts';
import { besideSound, TooManyPaths } from '../proof/shared-terms.ts';

const known = new WeakMap<Program, ReturnType<typeof besideSound>>();

/** How far a fault leads to the same machine, shown by rewriting alone; undefined where that does not show it. */
export function alikeByTerms(sound: Program, fault: Fault): Alike | undefined {
  const knownOf = known.get(sound) ?? besideSound(sound, []);
  known.set(sound, knownOf);
  try {
    const like = knownOf(fault).likeness();
    return 'alike' in like ? like.alike : undefined;
  } catch (error) {
    if (error instanceof TooManyPaths) return undefined;
    throw error;
  }
}
