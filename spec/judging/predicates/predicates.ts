// The table of predicates: a claim's name, and what it means.
import type { PredicateName, PredicateOf } from '../../clause.ts';
import { areasLieInSlots } from './areas-lie-in-slots.ts';
import { lowestClearBit, oneBitToggled } from './bitmap.ts';
import { hpteMapsUserMemory } from './hpte-maps-user-memory.ts';
import { hptePublishedLast } from './hpte-published-last.ts';
import type { Predicate } from './predicate.ts';
import { readsWhatIsThere } from './reads-what-is-there.ts';
import { realModeAddressable } from './real-mode-addressable.ts';
import { returnsToCaller } from './returns-to-caller.ts';
import { slbMatchesList } from './slb-matches-list.ts';
import { storesIntoVpas } from './stores-into-vpas.ts';
import { vrmaMapsSlots } from './vrma-maps-slots.ts';

const predicates: { readonly [N in PredicateName]: Predicate<N> } = {
  'real-mode-addressable': realModeAddressable,
  'reads-what-is-there': readsWhatIsThere,
  'returns-to-caller': returnsToCaller,
  'slb-matches-list': slbMatchesList,
  'lowest-clear-bit': lowestClearBit,
  'one-bit-toggled': oneBitToggled,
  'vrma-maps-slots': vrmaMapsSlots,
  'hpte-maps-user-memory': hpteMapsUserMemory,
  'hpte-published-last': hptePublishedLast,
  'areas-lie-in-slots': areasLieInSlots,
  'stores-into-vpas': storesIntoVpas,
};

/** What the predicate of a claim means. */
export const predicateOf = <N extends PredicateName>({ name }: PredicateOf<N>): Predicate<N> =>
  predicates[name];
