// Refuting a clause about two runs: an assignment becomes a pair of histories, which the interpreter plays and the judge judges.
//
// In what an assignment says nothing of, the two are tried both alike and different; and first, any that come to the moments by a guest that
// does nothing. A pair that does not break the clause proves nothing.
import { allPlaces, slotNamed, slotOf } from '../../../model/places.ts';
import { type Algebra, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { conditionsOf } from '../../../model/symbolic/facts.ts';
import { slotIn } from '../../../model/symbolic/state.ts';
import { ALL, possible, type Term } from '../../../model/symbolic/term.ts';
import { ticksPlaceOf } from '../../../model/symbolic/ticks-names.ts';
import { valuesUnder } from '../../../model/symbolic/value.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { secretsOf } from '../../../spec/secrets.ts';
import { SLB_INDEX, SLB_VALID } from '../../../spec/vocabulary/bits.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { byPlace, type PairHistory } from '../../levels/noninterference/history.ts';
import { playPair } from '../../levels/noninterference/play.ts';
import { stageWithout } from '../../levels/switch/play.ts';
import { wordFrom } from '../guesses.ts';
import { historyOf, type Words } from '../history-of.ts';
import type { Obligation } from '../obligations.ts';
import type { Search } from '../search.ts';
import { variablesIn } from '../variables.ts';
import type { Composition, CountedRun } from './composition.ts';
import { secondName } from './renaming.ts';

/**
 * How little is asked for: that the moments are come to, that it shows there though the guest does nothing and no time passes, that no
 * time passes, or anything.
 */
const ATTEMPTS = ['come to', 'idle', 'timeless', 'any'] as const;

/** Work of the solver on one attempt. */
const EFFORT = 2_000_000;

/** The bits in which what the second guest writes differs. */
const WRITTEN = 'written';

/** What is to be shown: of which clause, where, and the truth that an assignment is to have. */
interface Goal {
  readonly clause: Clause;
  readonly one: Obligation;
  readonly part: Term;
  isShown(verdict: string): boolean;
}

/** A pair that shows it, with its verdict; or why there is none. */
export async function pairShowing(
  counted: CountedRun,
  composition: Composition,
  search: Search,
  { clause, one, part, isShown }: Goal,
): Promise<{ readonly pair: PairHistory; readonly found: string } | string> {
  const known = conditionsOf(one.facts.assumed);
  let why = 'no assignment was found';
  for (const attempt of ATTEMPTS) {
    const wanted = attempt === 'come to' ? known : [...known, part];
    const asked = [...wanted, ...restrictions(counted, composition, wanted, attempt)];
    const found = await search(asked, EFFORT);
    if (found.found === 'none') continue;
    if (found.found === 'unknown') {
      why = `the solver says ${found.why}`;
      continue;
    }
    const words = new Map([...variablesIn(asked).keys()].map((name) => [name, 0n]));
    for (const [name, word] of found.words) words.set(name, word);
    for (const pair of pairsOf(counted, composition, words, one.event)) {
      const verdict = judgedPair(counted, clause, pair);
      if (isShown(verdict)) return { pair, found: verdict };
      why = `an assignment breaks it on these paths, and the pair of histories made of it does not (${verdict})`;
    }
  }
  return why;
}

const judgedPair = ({ program, without }: CountedRun, clause: Clause, pair: PairHistory): string =>
  judge(clause, playPair(program, pair, stageWithout(without))).verdict;

/** What words may be in whose place an assignment says nothing: none in the first run and the same in the second, none, or any. */
const FILLINGS = [
  { seed: 0n, isAlike: true },
  { seed: 0n, isAlike: false },
  { seed: 0x9e3779b97f4a7c15n, isAlike: false },
] as const;

/** The pairs that an assignment tells of. */
function pairsOf(
  counted: CountedRun,
  composition: Composition,
  found: Words,
  event: string,
): readonly PairHistory[] {
  const { side, runs } = composition;
  const { t, called } = counted;
  const words = withSegments(t, composition, found);
  return FILLINGS.flatMap(({ seed, isAlike }): PairHistory[] => {
    const first = new Map(words);
    for (const place of allPlaces) if (!words.has(place)) first.set(place, wordFrom(place, seed));
    const history = historyOf(counted, first, event);
    if (history === undefined) return [];
    const [machine, rounds] = history;
    const other = (name: string): Word =>
      isAlike
        ? (first.get(name.slice(secondName('').length)) ?? 0n)
        : wordFrom(name, 0xc2b2ae3d27d4eb4fn);
    const wordA = valuesUnder((name) => first.get(name) ?? 0n);
    const wordB = valuesUnder(
      (name) => first.get(name) ?? (name.startsWith(secondName('')) ? other(name) : 0n),
    );
    const secrets: Record<string, Word> = {};
    for (const place of secretsOf(side)) {
      const term = slotIn(called, slotNamed(place));
      const difference = wordA(term) ^ wordB(runs.second(term));
      if (difference !== 0n) secrets[place] = difference;
    }
    const written = side === 'guests' ? (words.get(WRITTEN) ?? 0n) : 0n;
    return [{ side, words: byPlace(machine), secrets, written, rounds }];
  });
}

/** The words with those of segments that a run over terms says in other variables. */
function withSegments(t: Algebra, { runs }: Composition, found: Words): Words {
  const wordOf = valuesUnder((name) => found.get(name) ?? 0n);
  const words = new Map(found);
  for (const name of found.keys()) {
    const [, turn, entry] = /^(guest\d+)\.(?:valid )?(SLB\[\d+\])/u.exec(name) ?? [];
    if (turn === undefined) continue;
    const esid = `${turn}.${entry}.esid`;
    words.set(esid, wordOf(runs.first(t.table.variable(esid, ALL ^ SLB_INDEX))));
  }
  return words;
}

/** Truths that keep an assignment to what a pair of one switch and one turn of the guest can be, and to as little as is asked for. */
function restrictions(
  { t, run }: CountedRun,
  { runs, side }: Composition,
  truths: readonly Term[],
  attempt: (typeof ATTEMPTS)[number],
): readonly Term[] {
  const [entered] = run.entered;
  const secrets = new Set<string>(secretsOf(side));
  const written = side === 'guests' ? t.table.variable(WRITTEN) : t.literal(0n);
  return [...variablesIn(truths)].flatMap(([name, variable]): Term[] => {
    const isSecond = name.startsWith(secondName(''));
    const own = isSecond ? name.slice(secondName('').length) : name;
    const none = negated(t, variable);
    if (/^guest0 before\.(?:ticks|note)|^steps before/u.test(own)) return [none];
    const [, before, place] = /^guest0( before)?\.(.*)$/u.exec(own) ?? [];
    if (isSecond && slotOf.has(own) && !secrets.has(own))
      return [t.equal(variable, t.table.variable(own, possible(variable)))];
    if (place === undefined)
      return ticksPlaceOf(own) !== undefined && attempt !== 'any' ? [none] : [];
    if (before === undefined && (attempt === 'timeless' || attempt === 'any')) {
      if (place.startsWith('ticks')) return attempt === 'timeless' ? [none] : [];
      return isSecond ? [writtenInBoth(t, variable, own, written)] : [];
    }
    const run = isSecond ? runs.second : runs.first;
    return [entered === undefined ? none : asEntered(t, variable, place, entered.slots, run)];
  });
}

/** That a guest leaves a place as it was when it was entered. */
function asEntered(
  t: Algebra,
  variable: Term,
  place: string,
  entered: readonly Term[],
  run: (term: Term) => Term,
): Term {
  const [, entry] = /^valid (SLB\[\d+\])$/u.exec(place) ?? [];
  const slot = slotOf.get(entry === undefined ? place : `${entry}.esid`);
  if (slot === undefined) return negated(t, variable);
  const old = run(slotIn(entered, slot));
  if (entry === undefined) return t.equal(variable, t.and(old, t.literal(possible(variable))));
  return t.equal(variable, truthOf(t, t.and(old, t.literal(SLB_VALID))));
}

/** What the second guest has put into a place, over what the first has. */
function writtenInBoth(t: Algebra, second: Term, name: string, written: Term): Term {
  const mask = possible(second);
  const first = t.table.variable(name, mask);
  return t.equal(second, t.and(t.xor(first, written), t.literal(mask)));
}
