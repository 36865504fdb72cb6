// The states at the ends of all stretches of a history, as the compiled reader leaves them: what two programs must agree in
// to count as the same machine.
import { allPlaces } from '../../model/places.ts';
import { ledger } from '../../spec/ledger.ts';
import type { Place, SpanKind } from '../../spec/machine.ts';
import { placesOf, type Register } from '../../spec/registers.ts';
import { lowBits, type Word } from '../../spec/words.ts';
import type { History } from '../arbitraries/history.ts';
import type { CompiledPlayer } from '../compiled/player.ts';
import { kept } from '../refinement.ts';

/**
 * What of the machine two programs must agree in at the end of each stretch: all of it; all but what is scratch by the ABI; or all
 * that the ledger gives a fate to, on the side where the stretch ends.
 */
export type Sameness = 'whole' | 'but-scratch' | 'ledger';

/** How a history went: each stretch with the state at its end. */
export interface Ends {
  readonly ending: string;
  readonly stretches: readonly { readonly kind: SpanKind; readonly words: BigUint64Array }[];
}

/** Plays a history and keeps the ends. */
export function endsOf(player: CompiledPlayer, history: History): Ends {
  const stretches: { kind: SpanKind; words: BigUint64Array }[] = [];
  const { ending } = player.judge(history, (kind, halves) =>
    stretches.push({ kind, words: new BigUint64Array(halves.slice().buffer) }),
  );
  return { ending, stretches };
}

/** Plays a history, and says which clauses it breaks and whether every stretch ends as it did on another program. */
export function sameEnds(
  player: CompiledPlayer,
  history: History,
  expected: Ends,
  sameness: Sameness,
): { readonly verdicts: Uint8Array; readonly same: boolean } {
  let count = 0;
  let same = true;
  const { ending, verdicts } = player.judge(history, (kind, halves) => {
    const other = expected.stretches[count++];
    same &&=
      other?.kind === kind &&
      agree(other.words, new BigUint64Array(halves.buffer), masksOf(kind, sameness));
  });
  same &&= ending === expected.ending && count === expected.stretches.length;
  return { verdicts, same };
}

function agree(expected: BigUint64Array, found: BigUint64Array, masks: BigUint64Array): boolean {
  for (let i = 0; i < expected.length; i++) {
    const [first, second] = [expected[i] ?? 0n, found[i] ?? 0n];
    if (first !== second && !alike(first & (masks[i] ?? 0n), second & (masks[i] ?? 0n)))
      return false;
  }
  return true;
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
      return anybodys[kind === 'entry' || kind === 'resume' ? 'guest' : 'host'].has(place)
        ? 0n
        : ALL;
  }
}

/** Fates that leave a register to anybody. */
const ANYBODYS: readonly string[] = ['volatile', 'hypervisor', 'not-kept'];

const anybodys = { host: leftToAnybody('host'), guest: leftToAnybody('guest') };

function leftToAnybody(side: 'host' | 'guest'): ReadonlySet<Place> {
  const rows = Object.keys(ledger) as Register[];
  return new Set(rows.filter((row) => ANYBODYS.includes(ledger[row][side].fate)).flatMap(placesOf));
}

const ALL = lowBits(64);
