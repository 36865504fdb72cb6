// Proving clauses about two runs: that two which differ only in secrets of one side look the same to the other, whatever the secrets are.
//
// The program is run over terms once and composed with itself (composition.ts). At each pair of moments that both runs may come to, a claim
// is settled as one about a single run is: by rewriting, and where that leaves something open by the solver.
import { conditionsOf } from '../../../model/symbolic/facts.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import { termText } from '../../../model/symbolic/text.ts';
import type { Clause } from '../../../spec/clause.ts';
import type { Side } from '../../../spec/secrets.ts';
import type { PairHistory } from '../../levels/noninterference/history.ts';
import { machines, meeting, unmet } from '../meeting.ts';
import type { Obligation } from '../obligations.ts';
import type { ProofVerdict } from '../prove.ts';
import { closingBy, type Search } from '../search.ts';
import { type Settling, settling } from '../settling.ts';
import { pairObligations } from './claims.ts';
import {
  type Composition,
  type CountedRun,
  composed,
  type Finder,
  firstComposed,
} from './composition.ts';
import { pairShowing } from './refuting.ts';
import { sideOf } from './sides.ts';

/** Told of each obligation that was settled, and of the questions that the solver had to answer for it. */
export type OnPairSettlement = (
  clause: Clause,
  one: Obligation,
  asked: readonly (readonly Term[])[],
) => void;

/** What judges clauses about two runs of a program that was run over terms. */
export function judgingPairs(
  counted: CountedRun,
  search: Search,
  settled: OnPairSettlement | undefined,
): (clause: Clause) => Promise<ProofVerdict> {
  const { t } = counted;
  const settle = settling(t);
  const closing = closingBy(search);
  const machinesOn = machines(search);
  const { isMet } = meeting(search);
  const finder = finding(settle, search, machinesOn);
  const first = once((side: Side) => firstComposed(counted, side));
  const whole = once((side: Side) => composed(counted, side, finder));
  return async (clause) => {
    const side = sideOf(clause);
    const shown = await shownFirst(counted, first(side), { clause, settle, search });
    if (shown !== undefined) return shown;
    const composition = await whole(side);
    const obligations = pairObligations(counted, composition, clause);
    settle.begin();
    let byRewriting = 0;
    for (const one of obligations) {
      const parts = settle.openParts(one.facts, one.broken);
      if (parts.length === 0) byRewriting++;
      const asked: (readonly Term[])[] = [];
      for (const part of parts) {
        const closed = await closing(one.facts, part);
        if (closed === undefined)
          return unsettled(counted, composition, search, { clause, one, part, obligations });
        asked.push(closed);
      }
      settled?.(clause, one, asked);
    }
    const whether = await isMet(obligations);
    if (whether !== 'met') return unmet(whether);
    const caveats = [...new Set(obligations.flatMap((one) => [...one.caveats]))];
    const paths = obligations.length;
    return { verdict: 'proved', paths, byRewriting, bySolver: paths - byRewriting, caveats };
  };
}

/** What a function made of each side first. */
function once<T>(make: (side: Side) => T): (side: Side) => T {
  const known = new Map<Side, T>();
  return (side) => {
    const found = known.get(side) ?? make(side);
    known.set(side, found);
    return found;
  };
}

/** Work of the solver on whether two words may differ: if it takes more, they are taken to. */
const LITTLE = 400_000;

/** What tells of assignments, by rewriting first. */
const finding = (settle: Settling, search: Search, machinesOn: Finder['machinesOn']): Finder => ({
  machinesOn,
  async isNever(facts, truth) {
    settle.begin();
    for (const part of settle.openParts(facts, truth)) {
      const found = await search([...conditionsOf(facts.assumed), part], LITTLE);
      if (found.found !== 'none') return false;
    }
    return true;
  },
});

/** Pairs of moments at which a pair of histories is looked for before anything is proved, at most. */
const TRIED = 3;

/** A pair that shows a clause broken in its first switch, or gets to where a witness is; undefined where none is found at once. */
async function shownFirst(
  counted: CountedRun,
  composition: Composition,
  { clause, settle, search }: Readonly<{ clause: Clause; settle: Settling; search: Search }>,
): Promise<ProofVerdict | undefined> {
  const obligations = pairObligations(counted, composition, clause);
  if (clause.claim.claim === 'reachable')
    return witness(counted, composition, search, clause, obligations);
  settle.begin();
  let tried = 0;
  for (const one of obligations) {
    if (settle.openParts(one.facts, one.broken).length === 0) continue;
    const goal = { clause, one, part: one.broken, isShown: isBroken };
    const shown = await pairShowing(counted, composition, search, goal);
    if (typeof shown !== 'string') return refuted(shown, one);
    if (++tried === TRIED) break;
  }
  return undefined;
}

const isBroken = (found: string): boolean => found === 'violated' || found === 'stuck';

const refuted = (
  { pair, found }: { readonly pair: PairHistory; readonly found: string },
  { where }: Obligation,
): ProofVerdict => ({
  verdict: 'refuted',
  history: pair,
  found: found === 'stuck' ? 'stuck' : 'violated',
  where,
});

/** What is open of a clause. */
interface Open {
  readonly clause: Clause;
  readonly one: Obligation;
  readonly part: Term;
  readonly obligations: readonly Obligation[];
}

/** What is open is refuted, if a pair breaks the clause there or at another pair of moments; else it is said why it is open. */
async function unsettled(
  counted: CountedRun,
  composition: Composition,
  search: Search,
  { clause, one, part, obligations }: Open,
): Promise<ProofVerdict> {
  let why: string | undefined;
  for (const [at, broken] of [
    [one, part] as const,
    ...obligations.filter((other) => other !== one).map((other) => [other, other.broken] as const),
  ]) {
    if (broken.max === 0n) continue;
    const goal = { clause, one: at, part: broken, isShown: isBroken };
    const shown = await pairShowing(counted, composition, search, goal);
    if (typeof shown !== 'string') return refuted(shown, at);
    why ??= shown;
  }
  const { where } = one;
  return { verdict: 'not-settled', why: why ?? '', where, term: termText(part, 5) };
}

/** A pair that gets to where a witness is. */
async function witness(
  counted: CountedRun,
  composition: Composition,
  search: Search,
  clause: Clause,
  obligations: readonly Obligation[],
): Promise<ProofVerdict> {
  let why = 'it is met at no pair of moments';
  for (const one of obligations) {
    if (one.met.max === 0n) continue;
    const isShown = (found: string) => found === 'holds';
    const goal = { clause, one, part: counted.t.literal(1n), isShown };
    const shown = await pairShowing(counted, composition, search, goal);
    if (typeof shown !== 'string') return { verdict: 'reached', history: shown.pair };
    why = shown;
  }
  return { verdict: 'not-settled', why, where: 'every pair of moments', term: '' };
}
