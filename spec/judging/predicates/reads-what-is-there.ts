// The predicate that hypervisor code loads only from memory in which something is: a field, a constant of the program, what it stored.
//
// A run that loads from elsewhere has no word to go on with and ends there, so how a run ends shows it.
import type { Predicate } from './predicate.ts';

export const readsWhatIsThere: Predicate<'reads-what-is-there'> = {
  judge: () => 'met',
  judgeCutShort(_claim, span, ending) {
    if (ending.end !== 'stuck' || ending.unset === undefined) return undefined;
    const expected = 'memory in which something is';
    const evidence = { place: ending.unset, expected, found: 'none' };
    return span.to > 0 ? { ...evidence, step: span.to - 1 } : evidence;
  },
  reads: () => [],
  text: () => 'no address is loaded from at which no field, constant or stored word is',
};
