// The states at the ends of all stretches of a history, as the compiled evaluator leaves them: what two programs must agree in
// to count as the same machine.
import { wordOfHalves } from '../../model/compiled/halves.ts';
import { allPlaces } from '../../model/places.ts';
import { isUnconstrained } from '../../spec/disposition.ts';
import { ledger } from '../../spec/ledger.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { placesOf, type Register } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { CompiledEvaluator } from '../compiled/evaluator.ts';
import type { History } from '../levels/switch/history.ts';
import { kept } from '../levels/switch/refinement.ts';

/**
 * What of the machine two programs must agree in at the end of each stretch: all of it; all but what is scratch by the ABI; or all
 * that the ledger constrains, on the side where the stretch ends.
 */
export type Sameness = 'whole' | 'but-scratch' | 'ledger';

/** How a history went: each stretch with the state at its end. */
export interface Ends {
  readonly ending: string;
  readonly stretches: readonly { readonly kind: SpanKind; readonly halves: Int32Array }[];
}

/** Plays a history and keeps the ends. */
export function endsOf(evaluator: CompiledEvaluator, history: History): Ends {
  const stretches: { kind: SpanKind; halves: Int32Array }[] = [];
  const { ending } = evaluator.judge(history, {
    begins() {
      stretches.length = 0;
    },
    ends: (kind, halves) => stretches.push({ kind, halves: halves.slice() }),
  });
  return { ending, stretches };
}

/** Plays a history, and says in what it first ends otherwise than on another program: a place at the end of a stretch, or how it goes. */
export function otherEnd(
  evaluator: CompiledEvaluator,
  history: History,
  expected: Ends,
  sameness: Sameness,
): string | undefined {
  let count = 0;
  let other: string | undefined;
  const { ending } = evaluator.judge(history, {
    begins() {
      [count, other] = [0, undefined];
    },
    ends(kind, halves) {
      const stretch = expected.stretches[count++];
      if (other !== undefined) return;
      if (stretch?.kind !== kind) other = `stretch ${count}, which is of another kind (${kind})`;
      else {
        const place = differing(stretch.halves, halves, masksOf(kind, sameness));
        if (place !== undefined) other = `${place}, at the end of stretch ${count} (${kind})`;
      }
    },
  });
  if (other !== undefined) return other;
  return ending === expected.ending && count === expected.stretches.length
    ? undefined
    : `how it ends (${ending})`;
}

/** The first place in which two states do not agree. */
function differing(
  expected: Int32Array,
  found: Int32Array,
  masks: BigUint64Array,
): Place | undefined {
  for (let i = 0; i < expected.length; i++)
    if (expected[i] !== found[i] && !agreeIn(i & ~1, expected, found, masks))
      return allPlaces[i >> 1];
  return undefined;
}

/** Whether the words whose halves begin here agree in the bits that count. */
function agreeIn(
  i: number,
  expected: Int32Array,
  found: Int32Array,
  masks: BigUint64Array,
): boolean {
  const mask = masks[i >> 1] ?? 0n;
  const [first, second] = [expected, found].map(
    (halves) => wordOfHalves(halves[i] ?? 0, halves[i + 1] ?? 0) & mask,
  );
  return alike(first ?? 0n, second ?? 0n);
}

/** Code that is not at the same place in both programs: two addresses of it count as one. */
const isCode = (word: bigint): boolean => word >> 20n === 0xc0000000001n;
const alike = (a: bigint, b: bigint): boolean => a === b || (isCode(a) && isCode(b));

const known = new Map<string, BigUint64Array>();

/** The bits of each place that two programs must agree in. */
function masksOf(kind: SpanKind, sameness: Sameness): BigUint64Array {
  const key = `${kind} ${sameness}`;
  const masks =
    known.get(key) ?? BigUint64Array.from(allPlaces, (place) => counts(place, kind, sameness));
  known.set(key, masks);
  return masks;
}

/** The bits of a place that two programs must agree in. */
function counts(place: Place, kind: SpanKind, sameness: Sameness): Word {
  if (place === 'UNSYNCED') return 0n;
  switch (sameness) {
    case 'whole':
      return ALL;
    case 'but-scratch':
      return kept.get(place) ?? ALL;
    case 'ledger':
      return unconstrained[kind === 'entry' || kind === 'resume' ? 'guest' : 'host'].has(place)
        ? 0n
        : ALL;
  }
}

const unconstrained = { host: unconstrainedOn('host'), guest: unconstrainedOn('guest') };

/** The places of registers that the ledger leaves with any value. */
function unconstrainedOn(side: 'host' | 'guest'): ReadonlySet<Place> {
  const rows = Object.keys(ledger) as Register[];
  return new Set(rows.filter((row) => isUnconstrained(ledger[row][side])).flatMap(placesOf));
}

const ALL = lowBits(64);
