// Predicates as text: whether each holds at the end of a span, as an expression. Those that say nothing of a switch
// have none, and are refused.
import type { PredicateName, PredicateOf, StateClaim } from '../../spec/clause.ts';
import { RETURN } from '../../spec/judging/predicates/returns-to-caller.ts';

/** What the text of a predicate is made of. */
export interface PredicateParts {
  /** The arrays that the states are in. */
  readonly was: string;
  readonly now: string;
  /** Whether a claim about a state holds, as an expression. */
  condition(claim: StateClaim): string;
}

type PredicateText<N extends PredicateName> = (
  claim: PredicateOf<N>,
  parts: PredicateParts,
) => string;

const texts: { readonly [N in PredicateName]?: PredicateText<N> } = {
  // A run that goes astray, or loads from where nothing is, ends there, and is not judged at its end.
  'real-mode-addressable': () => 'true',
  'reads-what-is-there': () => 'true',
  'returns-to-caller': (_claim, { condition }) => condition(RETURN),
  'slb-matches-list': ({ slb, table }, parts) => `slbMatchesList(${parts[slb]},${parts[table]})`,
};

/** Whether a predicate holds. Throws where it says nothing of a switch. */
export function predicateText<N extends PredicateName>(
  claim: PredicateOf<N>,
  parts: PredicateParts,
): string {
  const text: PredicateText<N> | undefined = texts[claim.name];
  if (text === undefined) throw new Error(`${claim.name} says nothing of a switch`);
  return text(claim, parts);
}
