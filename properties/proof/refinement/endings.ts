// The endings that two programs may come to together: pairs of paths that some machine may take, the one in the one program and the other in
// the other.
//
// The paths of a program are those of all machines. So what holds of every pair that is not impossible holds of every machine.
import { slotNamed } from '../../../model/places.ts';
import { type Algebra, both, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { assume, conditionsOf, type Facts, noFacts } from '../../../model/symbolic/facts.ts';
import { type SymbolicState, slotIn } from '../../../model/symbolic/state.ts';
import type { SymbolicSwitch } from '../../../model/symbolic/switch.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import { handlers, NUMBER_IGNORES } from '../../../spec/vocabulary/hypercalls.ts';
import type { Settling } from '../settling.ts';
import type { Moment } from './relation.ts';

/** Where a path ends. */
export interface Ending {
  /** Undefined where it comes to none at which programs can agree: it is stuck, lost, or was given up. */
  readonly moment: Moment | undefined;
  /** What is told of it, if it comes to none. */
  readonly otherwise: string;
  readonly state: SymbolicState;
}

/** Two paths that some machines take, as far as is known, and what is known of these. */
export interface EndingPair {
  readonly name: string;
  readonly facts: Facts;
  readonly first: Ending;
  readonly second: Ending;
}

/** The endings of the call itself. */
export const endingsOfCall = (run: SymbolicSwitch): readonly Ending[] => [
  ...run.ends.filter(({ state }) => state.phase === 'call').map(endingOf),
  ...run.entered.map((state): Ending => ({ moment: 'entry', otherwise: '', state })),
];

/** The endings of turns of the guest. */
export const endingsOfTurns = (run: SymbolicSwitch): readonly Ending[] => [
  ...run.ends.filter(({ state }) => state.phase !== 'call').map(endingOf),
  ...run.resumed.map((state): Ending => ({ moment: 'resumption', otherwise: '', state })),
];

const endingOf = ({ end, site, why, state }: SymbolicSwitch['ends'][number]): Ending =>
  end === 'returned'
    ? { moment: 'return', otherwise: '', state }
    : { moment: undefined, otherwise: `${site}: ${why}`, state };

/** A case of an event: when it is this case, and truths of which one holds then. */
export interface EventCase {
  readonly is: Term;
  readonly within: readonly Term[];
}

/** All pairs, in each of the cases of their event; those that no machine takes are left out. */
export function pairsOf(
  t: Algebra,
  settle: Settling,
  firsts: readonly Ending[],
  seconds: readonly Ending[],
  cases: (event: string) => readonly EventCase[],
): readonly EndingPair[] {
  const isFound = (conditions: readonly Term[], isAlike: boolean, { within }: EventCase) =>
    within.some((one) => {
      const all = [one, ...conditions];
      return !factsOf(t, all).impossible && (isAlike || !isNever(t, settle, all));
    });
  return firsts.flatMap((first) =>
    seconds
      .filter(({ state }) => state.event === first.state.event)
      .flatMap((second) =>
        cases(first.state.event).flatMap((one): EndingPair[] => {
          const known = [...knownOf(first), ...knownOf(second)];
          const facts = factsOf(t, [one.is, ...known]);
          const isAlike = first.moment === second.moment && first.moment !== undefined;
          return facts.impossible || !isFound(known, isAlike, one)
            ? []
            : [{ name: nameOf(first), facts, first, second }];
        }),
      ),
  );
}

const factsOf = (t: Algebra, conditions: readonly Term[]): Facts =>
  conditions.reduce((all, one) => assume(t, all, one, true), noFacts());

const knownOf = ({ state }: Ending): readonly Term[] => conditionsOf(state.facts.assumed);

function isNever(t: Algebra, settle: Settling, conditions: readonly Term[]): boolean {
  settle.begin();
  const whole = conditions.reduce((a, b) => both(t, a, b), t.literal(1n));
  return settle.openParts(noFacts(), whole).length === 0;
}

function nameOf({ moment, state: { event } }: Ending): string {
  const what = moment === 'return' && event === '' ? 'refusal' : (moment ?? 'no end');
  return event === '' ? what : `${what} after ${event}`;
}

/**
 * The cases of an event: of a hypercall each that a handler answers, and all others together. Those that are answered by one program only
 * are in no case.
 */
export function casesOf(
  t: Algebra,
  running: Pick<SymbolicState, 'slots'> | undefined,
  leftOut: readonly bigint[],
): (event: string) => readonly EventCase[] {
  const always = [{ is: t.literal(1n), within: [t.literal(1n)] }];
  if (running === undefined) return () => always;
  const word = slotIn(running.slots, slotNamed('r3'));
  const asked = t.and(word, t.not(t.literal(NUMBER_IGNORES)));
  const problem = truthOf(t, t.and(slotIn(running.slots, slotNamed('MSR')), t.literal(MSR.PR)));
  const is = (number: bigint): Term =>
    both(t, negated(t, problem), t.equal(asked, t.literal(number)));
  const isAnswered = (number: bigint): boolean => numbers.includes(number);
  const others = multiples.filter((number) => !isAnswered(number)).map(is);
  const beyond = both(t, negated(t, problem), negated(t, t.lessUnsigned(asked, t.literal(END))));
  const none = numbers.reduce((all, number) => both(t, all, negated(t, is(number))), t.literal(1n));
  const hypercalls = [
    ...numbers
      .filter((number) => !leftOut.includes(number))
      .map((number) => ({ is: is(number), within: [is(number)] })),
    { is: none, within: [problem, beyond, ...others] },
  ];
  return (event) => (event === 'hypercall' ? hypercalls : always);
}

/** The numbers of the hypercalls that have handlers: multiples of 4, and the first one after them. */
const numbers: readonly bigint[] = Object.values(handlers).map(({ number }) => number);
const END: bigint = numbers.reduce((a, b) => (a > b ? a : b)) + 4n;

/** The multiples of 4 below that. */
const multiples: readonly bigint[] = Array.from(
  { length: Number(END / 4n) },
  (_, i) => 4n * BigInt(i),
);
