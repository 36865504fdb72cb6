// Refinement as a theorem: two programs that are meant to be the same switch end alike, on every machine and with every guest.
//
// As properties/levels/switch/refinement.ts has it for single histories, in which no time passes while hypervisor code runs: both refuse a
// guest, enter it, resume it or return together, and hold the same words then. In which order places change on the way is compared
// in single histories only.
import { allPlaces, slotNamed } from '../../../model/places.ts';
import type { Program } from '../../../model/program.ts';
import type { Algebra } from '../../../model/symbolic/algebra.ts';
import { slotIn } from '../../../model/symbolic/state.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import { termText } from '../../../model/symbolic/text.ts';
import { isSameMemory } from '../alike.ts';
import { type Settling, settling } from '../settling.ts';
import {
  casesOf,
  type Ending,
  type EndingPair,
  endingsOfCall,
  endingsOfTurns,
  pairsOf,
} from './endings.ts';
import { type Equality, equalities } from './equality.ts';
import { answeredByOne, masksAt } from './relation.ts';
import { type SideBySide, type SideBySideOptions, sideBySide } from './runs.ts';

/** What is not found to be the same. */
interface OpenPlace {
  /** The ending: 'entry', or 'return after external'. */
  readonly at: string;
  /** A place, or 'the way': one program comes to this ending, and the other may come to another. */
  readonly place: string;
  /** What the reference has there. */
  readonly first: string;
  readonly second: string;
}

/** How far the programs were compared at one ending. */
interface EndingReport {
  readonly at: string;
  /** Pairs of paths that some machine may take. */
  readonly pairs: number;
  /** Places that were compared, all pairs taken together, and those of them for which the same terms were made. */
  readonly places: number;
  readonly identical: number;
}

/** What comes of it: a theorem just where nothing is open. */
export interface RefinementReport {
  readonly endings: readonly EndingReport[];
  readonly open: readonly OpenPlace[];
  /** Hypercalls that no guest makes here, since one of the programs has no handler. */
  readonly leftOut: readonly string[];
  readonly steps: number;
}

/** Holds a program to a reference. */
export function refines(
  reference: Program,
  subject: Program,
  options: SideBySideOptions = {},
): RefinementReport {
  const runs = sideBySide(reference, subject, options);
  const { t, first, secondCall, secondTurns } = runs;
  const settle = settling(t, TERMS);
  const leftOut = answeredByOne(reference, subject);
  const cases = casesOf(
    t,
    first.running[0],
    leftOut.map(({ number }) => number),
  );
  const turns = secondTurns === undefined ? [] : endingsOfTurns(secondTurns);
  const pairs = [
    ...pairsOf(t, settle, endingsOfCall(first), endingsOfCall(secondCall), cases),
    ...pairsOf(t, settle, endingsOfTurns(first), turns, cases),
  ];
  const comparing = {
    t,
    settle,
    equality: equalities(t, settle, lengthsIn(t, first)),
    heed: options.heed,
  };
  const compared = pairs.map((pair) => ({ pair, ...comparedIn(comparing, pair) }));
  return {
    endings: byEnding(compared),
    open: [...unlikeTurns(runs), ...compared.flatMap(({ open }) => open)],
    leftOut: leftOut.map(({ name }) => name),
    steps: first.steps + secondCall.steps + (secondTurns?.steps ?? 0),
  };
}

/** Terms that may be made to settle one word, at most: some times what any has needed. */
const TERMS = 20_000;

/** The cases of how long the list of segments is that a guest is entered with: a table is loaded in as many steps. */
function lengthsIn(t: Algebra, { entered: [one] }: SideBySide['first']): readonly Term[] {
  if (one === undefined) return [t.literal(1n)];
  const length = slotIn(one.begin.call, slotNamed('vcpu.slb_max'));
  if (length.max > LONGEST) return [t.literal(1n)];
  return Array.from({ length: Number(length.max) + 1 }, (_, i) =>
    t.equal(length, t.literal(BigInt(i))),
  );
}

/** Elements that the list has. */
const LONGEST = 63n;

/** Where the turns of a guest do not begin alike, as it was assumed. */
function unlikeTurns({ first, secondCall, secondTurns }: SideBySide): readonly OpenPlace[] {
  const at = 'entry';
  if (secondTurns === undefined) {
    const counts = [first, secondCall].map(
      ({ entered }) => `${entered.length} paths enter a guest`,
    );
    const [one = '', other = ''] = counts;
    return first.entered.length + secondCall.entered.length === 0
      ? []
      : [{ at, place: 'the way', first: one, second: other }];
  }
  const masks = masksAt('entry');
  const [a, b] = [first, secondTurns].map(({ running: [one] }) => one?.begin.entered ?? []);
  return allPlaces.flatMap((place, slot): OpenPlace[] => {
    const [x, y] = [slotIn(a ?? [], slot), slotIn(b ?? [], slot)];
    if (x === y || masks[slot] === 0n) return [];
    return [{ at: 'a later turn', place, first: termText(x, DEPTH), second: termText(y, DEPTH) }];
  });
}

/** How deep terms are told. */
const DEPTH = 4;

/** What two paths of a pair have in common where they end, and in what they may differ. */
interface Comparison {
  readonly places: number;
  readonly identical: number;
  readonly open: readonly OpenPlace[];
}

/** What compares words over an algebra. */
interface Comparing {
  readonly t: Algebra;
  readonly settle: Settling;
  readonly equality: Equality;
  readonly heed: (() => void) | undefined;
}

function comparedIn(comparing: Comparing, pair: EndingPair): Comparison {
  const { name: at, first, second } = pair;
  if (first.moment === undefined || first.moment !== second.moment) {
    const open = { at, place: 'the way', first: endTold(first), second: endTold(second) };
    return { places: 0, identical: 0, open: [open] };
  }
  const open: OpenPlace[] = strange(comparing, pair);
  let [places, identical] = [0, 0];
  for (const [slot, mask] of masksAt(first.moment).entries()) {
    if (mask === 0n) continue;
    comparing.heed?.();
    const [x, y] = [first, second].map(({ state }) =>
      comparing.t.and(slotIn(state.slots, slot), comparing.t.literal(mask)),
    ) as [Term, Term];
    const found = comparing.equality(pair.facts, x, y);
    places++;
    if (found === 'identical') identical++;
    if (found === undefined)
      open.push({
        at,
        place: allPlaces[slot] ?? '',
        first: termText(x, DEPTH),
        second: termText(y, DEPTH),
      });
  }
  return { places, identical, open };
}

/** What is open beside places: memory without a name, and stores to addresses that are not known. */
function strange({ t, settle }: Comparing, { name: at, facts, first, second }: EndingPair) {
  const open: OpenPlace[] = [];
  const [one, other] = [first.state, second.state];
  settle.begin();
  if (!isSameMemory(t, settle, facts, one, other))
    open.push({ at, place: 'memory that no structure owns', first: '', second: '' });
  const [x = '', y = ''] = [one, other].map(({ caveats }) => [...caveats].join(', '));
  if (x !== '' || y !== '')
    open.push({ at, place: 'what stores to an unknown address hit', first: x, second: y });
  return open;
}

const endTold = ({ moment, otherwise, state }: Ending): string =>
  moment === undefined ? otherwise : `${moment}, ${state.site}`;

/** One row for each ending, in the order in which they were met. */
function byEnding(
  compared: readonly (Comparison & { readonly pair: EndingPair })[],
): readonly EndingReport[] {
  const rows = new Map<string, EndingReport>();
  for (const { pair, places, identical } of compared) {
    const at = pair.name;
    const row = rows.get(at) ?? { at, pairs: 0, places: 0, identical: 0 };
    rows.set(at, {
      at,
      pairs: row.pairs + 1,
      places: row.places + places,
      identical: row.identical + identical,
    });
  }
  return [...rows.values()];
}
