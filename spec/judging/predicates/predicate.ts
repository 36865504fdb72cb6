// What the meaning of a predicate consists of. Each has a file of its name beside this one, and a line in the table of predicates.
import type { PredicateName, PredicateOf } from '../../clause.ts';
import type { Ending, Span } from '../../vocabulary/machine.ts';
import type { Evidence, Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Read } from '../reads.ts';

/** The meaning of the predicate of this name. */
export interface Predicate<N extends PredicateName> {
  /** Judges a span: its ends are `was` and `now`. */
  judge(claim: PredicateOf<N>, scope: Scope, span: Span): Finding;
  /** What a switch that came to no end shows against the claim; undefined where it shows nothing. */
  judgeCutShort?(claim: PredicateOf<N>, span: Span, ending: Ending): Evidence | undefined;
  /** What it reads at the ends of a span, as far as that does not depend on words. */
  reads(claim: PredicateOf<N>): readonly Read[];
  /** It as a formula, for those who read the contract. */
  text(claim: PredicateOf<N>): string;
}
