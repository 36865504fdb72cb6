// What a write of a register leaves behind beside the register: effects that are still to be synchronised, or to be read back.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { StepWrite, View } from '../step.ts';
import { breakpointWritten } from './breakpoint.ts';
import { alteredBy, alters } from './context.ts';

/** The writes that go with one of the register; none for most. */
export function leftBy<V>(
  register: Register,
  view: View<V>,
  words: Words<V>,
): readonly StepWrite<V>[] {
  if (register === 'DABR') return [breakpointWritten(view, words)];
  const effect = alteredBy(register);
  return effect === undefined ? [] : [alters(view, words, effect)];
}
