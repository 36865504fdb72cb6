// The kill matrix: every fault against every clause, and what becomes of those that no clause catches.
import type { Fault } from '../../model/faults/generated.ts';
import type { Alike } from '../../model/faults/independent.ts';
import type { Program } from '../../model/program.ts';
import { type Excuse, excused } from './accepted.ts';
import { alikeOnPool, type Comparison, otherwiseOn, sameMachine } from './beside.ts';
import type { Sameness } from './ends.ts';
import { type Argument, argumentFor } from './equivalent.ts';
import { fresh } from './fresh.ts';
import { breaksNoOther, killersOf, type Reader } from './trial.ts';
import { arrival, isNeverMet, unreachedBy } from './unreached.ts';

/** What became of a fault. */
export type Fate =
  | { readonly fate: 'killed'; readonly by: readonly string[] }
  /** The same machine at the end of every stretch that was tried, and why it always is. */
  | {
      readonly fate: 'equivalent';
      readonly why: string;
      readonly from: Argument['from'];
      /** Where it is the same but for when, or but for what the ledger leaves to anybody. */
      readonly but?: 'time' | 'ledger';
    }
  /** No history comes to the step where it would show, and what would bring one there, if that is known. */
  | { readonly fate: 'unreached'; readonly at: string; readonly why?: string }
  /** Another machine, of which the facts say that it is as right; `but` where it differs in time only. */
  | { readonly fate: 'excused'; readonly why: string; readonly but?: 'time' }
  /** No clause catches it. `same` where it also led to the same machine whenever it was tried, and nothing says why. */
  | { readonly fate: 'survived'; readonly same: boolean; readonly refuted?: Refutation };

/** What was said of a fault until a fresh history showed otherwise: the history's number of the seed's, and where it shows. */
interface Refutation {
  readonly was: Fate['fate'];
  readonly why: string;
  readonly seed: number;
  readonly number: number;
  readonly place: string;
}

/** What becomes of a fault that no clause catches. */
type Survivor = Exclude<Fate, { fate: 'killed' }>;

export interface FaultOutcome {
  readonly fault: Fault;
  readonly outcome: Fate;
}

/** How faults are tried: what counts as the same, by which reader, and on which fresh histories beside the pool. */
export interface KillOptions {
  readonly sameness?: Sameness;
  readonly reader?: Reader;
  readonly anew?: FreshHistories;
}

/** Fresh histories: the seed that they are drawn from, and how many for each fault. */
export interface FreshHistories {
  readonly seed: number;
  readonly count: number;
}

/** Tries a fault of a program that breaks these clauses already. */
export function tryFault(
  program: Program,
  given: Fault,
  known: ReadonlySet<string>,
  { sameness = 'whole', reader = 'compiled', anew }: KillOptions = {},
): FaultOutcome {
  const fault = plantedOnce(given);
  const form = argumentFor(fault, program, 'form');
  const extent = form === undefined ? 'all' : 'a-part';
  const isUnmet = form === undefined && isNeverMet(fault, program);
  const by = isUnmet ? [] : killersOf(fault.plantedIn(program), known, { extent, reader });
  if (by.length > 0) return { fault, outcome: { fate: 'killed', by } };
  const alike = isUnmet ? 'always' : alikeOnPool(program, fault, { extent, sameness, reader });
  const [outcome, said] = held(program, fault, form, alike, sameness);
  if (anew === undefined || outcome.fate === 'survived') return { fault, outcome };
  return { fault, outcome: refuted(program, fault, outcome, said, anew) ?? outcome };
}

/** The fault, of which each program is made once: code that was made for it stays with it. */
function plantedOnce(fault: Fault): Fault {
  const { plantedIn, paced } = fault;
  const once = remembered(plantedIn);
  return {
    ...fault,
    plantedIn: once,
    ...(paced === undefined ? {} : { paced: paced.map(remembered) }),
  };
}

function remembered(planted: Fault['plantedIn']): Fault['plantedIn'] {
  const made = new WeakMap<Program, Program>();
  return (sound) => {
    const program = made.get(sound) ?? planted(sound);
    made.set(sound, program);
    return program;
  };
}

/** What becomes of a fault that no clause catches, and what is said of it by that. */
function held(
  program: Program,
  fault: Fault,
  form: Argument | undefined,
  alike: Alike | undefined,
  sameness: Sameness,
): readonly [Survivor, Comparison] {
  const said: Comparison = { ...(alike === undefined ? {} : { alike }), sameness };
  if (form !== undefined) {
    const shown = alike === 'always' || (alike !== undefined && alike === form.alike);
    if (!shown) return [{ fate: 'survived', same: false }, said];
    // The pool may show less than the argument allows for: no history of it has time pass there with counters that run.
    return [equivalent(form, form.alike), { ...said, alike: form.alike ?? alike }];
  }
  if (alike !== undefined) {
    const at = unreachedBy(fault, program);
    if (at !== undefined) return [{ fate: 'unreached', ...at }, said];
    const listed = argumentFor(fault, program, 'list');
    if (listed !== undefined) return [equivalent(listed, alike), said];
  }
  const excuse = excused[fault.name];
  if (excuse === undefined && alike !== undefined && sameness === 'whole') {
    const shown = argumentFor(fault, program, 'terms');
    if (shown !== undefined)
      return [equivalent(shown, shown.alike), { ...said, alike: shown.alike ?? alike }];
  }
  if (excuse === undefined) return [{ fate: 'survived', same: alike !== undefined }, said];
  return excusedBy(excuse, program, fault, sameness);
}

const equivalent = ({ why, from }: Argument, alike: Alike | undefined): Survivor => ({
  fate: 'equivalent',
  why,
  from,
  ...(alike === 'but-time' ? { but: 'time' } : {}),
});

/** What becomes of a fault that changes something and breaks nothing: what is said of it is tried. */
function excusedBy(
  { in: but, why }: Excuse,
  program: Program,
  fault: Fault,
  sameness: Sameness,
): readonly [Survivor, Comparison] {
  const survived: Survivor = { fate: 'survived', same: false };
  switch (but) {
    case 'elsewhere':
    case 'tuning':
      return [{ fate: 'excused', why }, { sameness }];
    case 'time': {
      const same = sameMachine(program, fault.plantedIn(program), sameness);
      return [same ? { fate: 'excused', why, but } : survived, { alike: 'still', sameness }];
    }
    case 'ledger': {
      const terms = { extent: 'all', sameness: 'ledger', reader: 'compiled' } as const;
      const alike = alikeOnPool(program, fault, terms);
      if (alike === undefined) return [survived, { sameness }];
      return [
        { fate: 'equivalent', why, from: 'list', but },
        { alike, sameness: 'ledger' },
      ];
    }
  }
}

/** The fate of a fault of which fresh histories show otherwise than was said. */
function refuted(
  program: Program,
  fault: Fault,
  outcome: Exclude<Survivor, { fate: 'survived' }>,
  said: Comparison,
  { seed, count }: FreshHistories,
): Fate | undefined {
  const histories = fresh(seed, fault.name, count);
  const reached =
    outcome.fate === 'unreached' ? arrival(program, outcome.at, histories) : undefined;
  const shown =
    reached === undefined
      ? otherwiseOn(histories, program, fault, said)
      : { number: reached, place: `the step ${outcome.fate === 'unreached' ? outcome.at : ''}` };
  if (shown === undefined) return undefined;
  const { fate: was, why = 'no history comes to the step' } = outcome;
  return { fate: 'survived', same: false, refuted: { was, why, seed, ...shown } };
}

/** For each clause that kills a fault alone, on the whole pool, one such fault. */
export function soleKills(
  program: Program,
  tried: readonly FaultOutcome[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const sole = new Map<string, string>();
  for (const { fault, outcome } of tried) {
    if (outcome.fate !== 'killed' || outcome.by.length !== 1) continue;
    const [clause] = outcome.by;
    if (clause === undefined || sole.has(clause)) continue;
    if (breaksNoOther(fault.plantedIn(program), clause, known)) sole.set(clause, fault.name);
  }
  return sole;
}

/** Clauses that fall whenever a clause does, but for itself; none where it never falls. */
export function fallsWith(clause: string, tried: readonly FaultOutcome[]): readonly string[] {
  const falls = tried.flatMap(({ outcome }) =>
    outcome.fate === 'killed' && outcome.by.includes(clause) ? [outcome.by] : [],
  );
  const [first = [], ...others] = falls;
  return first.filter((name) => name !== clause && others.every((by) => by.includes(name)));
}
