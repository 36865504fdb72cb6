// Refuting a clause: an assignment that breaks it on a path becomes a history, which the plain interpreter plays and the judge judges.
//
// Assignments in which little happens are looked for first. One whose history does not break the clause proves nothing, and is no
// refutation: the paths allow more than histories do (see the heads of guest.ts and ticks.ts), but never less.
import { slotOf } from '../../model/places.ts';
import { negated } from '../../model/symbolic/algebra.ts';
import { conditionsOf } from '../../model/symbolic/facts.ts';
import { slotIn } from '../../model/symbolic/state.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { ticksPlaceOf } from '../../model/symbolic/ticks-names.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { History } from '../levels/switch/history.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { historyOf } from './history-of.ts';
import type { Obligation } from './obligations.ts';
import type { ProofVerdict } from './prove.ts';
import type { ProofRun } from './run.ts';
import type { Search } from './search.ts';
import { variablesIn } from './variables.ts';

/** How little is to happen: the guest does nothing and no time passes, no time passes, or anything. */
const ATTEMPTS = ['idle', 'timeless', 'any'] as const;

/** Work of the solver on one attempt: an assignment in which little happens is found soon, if there is one. */
const EFFORT = 1_500_000;

/** What is to be broken, or met: of which clause, on which path. */
interface Goal {
  readonly clause: Clause;
  readonly one: Obligation;
  /** The truth that an assignment is to have, beside the conditions of the path. */
  readonly part: Term;
  readonly isShown: (verdict: string) => boolean;
}

/** A history that shows what it is to show, with its verdict; or why there is none. */
async function shownBy(
  proof: ProofRun,
  search: Search,
  { clause, one, part, isShown }: Goal,
): Promise<{ readonly history: History; readonly found: string } | string> {
  const truths = [...conditionsOf(one.facts.assumed), part];
  let why = 'no assignment was found';
  for (const attempt of ATTEMPTS) {
    const found = await search([...truths, ...restrictions(proof, truths, attempt)], EFFORT);
    if (found.found === 'none') continue;
    if (found.found === 'unknown') {
      why = `the solver says ${found.why}`;
      continue;
    }
    const history = historyOf(proof, found.words, one.event);
    const { verdict } =
      history === undefined ? { verdict: 'no history' } : judged(proof, clause, history);
    if (history !== undefined && isShown(verdict)) return { history, found: verdict };
    why = `an assignment breaks it on this path, and the history made of it does not (${verdict})`;
  }
  return why;
}

/** What refutes clauses of a program. */
export function refuting(proof: ProofRun, search: Search) {
  return {
    /** The refutation, or why there is none. */
    async refutation(clause: Clause, one: Obligation, part: Term): Promise<ProofVerdict | string> {
      const isShown = (found: string) => found === 'violated' || found === 'stuck';
      const shown = await shownBy(proof, search, { clause, one, part, isShown });
      if (typeof shown === 'string') return shown;
      const found = shown.found === 'stuck' ? 'stuck' : 'violated';
      return { verdict: 'refuted', history: shown.history, found, where: one.where };
    },
    /** A history that gets to where a witness is. */
    async witness(clause: Clause, obligations: readonly Obligation[]): Promise<ProofVerdict> {
      let why = 'it is met on no path';
      for (const one of obligations) {
        if (one.met.max === 0n) continue;
        const isShown = (found: string) => found === 'holds';
        const shown = await shownBy(proof, search, { clause, one, part: one.met, isShown });
        if (typeof shown !== 'string') return { verdict: 'reached', history: shown.history };
        why = shown;
      }
      return { verdict: 'not-settled', why, where: 'every path', term: '' };
    },
  };
}

const judged = ({ program, without }: ProofRun, clause: Clause, history: History) =>
  judge(clause, play(program, history, stageWithout(without)).trace);

/** Truths that keep an assignment to what a history of one turn of the guest can be, and to as little as is asked for. */
function restrictions(
  { t, run }: ProofRun,
  truths: readonly Term[],
  attempt: (typeof ATTEMPTS)[number],
): readonly Term[] {
  const [entered] = run.entered;
  return [...variablesIn(truths)].flatMap(([name, variable]): Term[] => {
    const none = negated(t, variable);
    if (name.startsWith('guest0 before.ticks') || name.startsWith('guest0 before.note'))
      return [none];
    const [, before, place] = /^guest0( before)?\.(.*)$/u.exec(name) ?? [];
    if (place === undefined)
      return ticksPlaceOf(name) !== undefined && attempt !== 'any' ? [none] : [];
    if (before === undefined && attempt !== 'idle')
      return attempt === 'timeless' && place.startsWith('ticks') ? [none] : [];
    const slot = slotOf.get(place);
    if (entered === undefined || slot === undefined) return [none];
    const old = slotIn(entered.slots, slot);
    return [t.equal(variable, t.and(old, t.literal(~variable.zeros & (2n ** 64n - 1n))))];
  });
}
