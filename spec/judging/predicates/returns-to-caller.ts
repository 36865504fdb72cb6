// The predicate that hypervisor code comes back to the caller: NIA is what LR was.
//
// A switch that comes to an address where nothing is to be executed breaks it too, unless it is that one.

import type { StateClaim } from '../../clause.ts';
import { judgeState } from '../compare.ts';
import { endsOf } from '../evaluate.ts';
import { readsOfState } from '../reads.ts';
import type { Predicate } from './predicate.ts';

/** What a switch that has ended well has come to. */
export const RETURN: StateClaim = {
  claim: 'equal',
  left: { term: 'now', place: 'NIA' },
  right: { term: 'was', place: 'LR' },
};

export const returnsToCaller: Predicate<'returns-to-caller'> = {
  judge: (_claim, scope) => judgeState(RETURN, scope),
  judgeCutShort(_claim, span, ending) {
    if (ending.end !== 'stuck' || ending.nowhere === undefined) return undefined;
    const { nowhere } = ending;
    const finding = judgeState(RETURN, { ...endsOf(span), now: () => nowhere });
    if (finding === 'met') return undefined;
    return span.to > 0 ? { ...finding, step: span.to - 1 } : finding;
  },
  reads: () => readsOfState(RETURN),
  text: () => 'now NIA = was LR, and the run comes to no other address where it cannot continue',
};
