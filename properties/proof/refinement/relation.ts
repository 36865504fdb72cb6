// In what two programs have to agree, and where: the same as for single histories when the call is over, and in more when a guest runs.
import { allPlaces } from '../../../model/places.ts';
import { handlerNames, handlers } from '../../../spec/vocabulary/hypercalls.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../../spec/vocabulary/words.ts';
import { kept } from '../../levels/switch/refinement.ts';

/** Where two programs are held side by side: as the guest is entered or resumed, and as the call is over. */
export type Moment = 'entry' | 'resumption' | 'return';

/** Places that each program has as it likes, and why. */
interface Liberty {
  readonly places: RegExp;
  readonly why: string;
}

/**
 * While the guest runs. It can see and keep everything else, scratch registers too; what it cannot see, and what is not listed here, the
 * way out may go by.
 */
const liberties: readonly Liberty[] = [
  {
    places: /^hstate\.vmhandler$/u,
    why: 'an address of code, which lies elsewhere in each program',
  },
  {
    places: /^hstate\.scratch[01]$/u,
    why: 'vectors and the way out store to them before they load from them',
  },
  { places: /^paca\.ex(?:gen|mc)\[/u, why: 'where a vector puts registers away' },
  {
    places: /^vcore\./u,
    why: 'how threads of a core wait for each other is judged at another level',
  },
  { places: /^HANDLER$/u, why: 'no register: it notes which handlers of hypercalls a program has' },
];

/** The slots that each program has as it likes while the guest runs. */
export const ownSlots: ReadonlySet<number> = new Set(
  allPlaces.flatMap((place, slot) =>
    liberties.some((one) => one.places.test(place)) ? [slot] : [],
  ),
);

const WHOLE = lowBits(64);

/** The bits of each slot in which two programs have to agree at a moment. */
export function masksAt(moment: Moment): readonly Word[] {
  return allPlaces.map((place: Place, slot) => {
    if (moment === 'return') return kept.get(place) ?? WHOLE;
    return ownSlots.has(slot) ? 0n : WHOLE;
  });
}

/** Hypercalls that only one of two programs answers in real mode: a guest that makes one of them is left out. */
export const answeredByOne = (
  one: { readonly labels: ReadonlyMap<string, Word> },
  other: { readonly labels: ReadonlyMap<string, Word> },
): readonly { readonly name: string; readonly number: Word }[] =>
  handlerNames
    .filter((name) => one.labels.has(name) !== other.labels.has(name))
    .map((name) => ({ name, number: handlers[name].number }));
