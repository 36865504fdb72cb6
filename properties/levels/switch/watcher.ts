// Who watches histories go by: shown the machine when the switch is called, when its guest is interrupted and where a stretch
// ends. Both readers show the same, each as it holds a machine.
import { highOf, lowOf, wordOfHalves } from '../../../model/compiled/halves.ts';
import { phaseOf } from '../../../model/phases.ts';
import { allPlaces, slotNamed } from '../../../model/places.ts';
import type { Machine, Place, SpanKind, Trace } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';

/** What is shown is of the moment, and must not be kept. */
export interface Watcher<Shown> {
  /** A history begins; or begins again, and what was seen of it does not count. */
  begins(): void;
  calls?(shown: Shown): void;
  interrupts?(shown: Shown): void;
  ends(kind: SpanKind, shown: Shown): void;
  /** It is over. */
  over?(): void;
}

/** A machine, as far as its places go. */
export type Words = Pick<Machine, 'word'>;

/** Shows a watcher what a trace holds. */
export function watch({ spans }: Trace, watcher: Watcher<Words>): void {
  watcher.begins();
  for (const { kind, before, after } of spans) {
    const phase = phaseOf(kind);
    if (phase === 'call') watcher.calls?.(before);
    if (phase === 'vector') watcher.interrupts?.(before);
    watcher.ends(kind, after);
  }
  watcher.over?.();
}

/** For a watcher of words, one of the halves of a machine buffer: slot by slot the low half and the high half. */
export const watchingBoard = (watcher: Watcher<Words>): Watcher<Int32Array> =>
  seeing(watcher, (halves) => ({
    word(place: Place): Word {
      const slot = 2 * slotNamed(place);
      return wordOfHalves(halves[slot] ?? 0, halves[slot + 1] ?? 0);
    },
  }));

/** For a watcher of boards, one of words. */
export const watchingWords = (watcher: Watcher<Int32Array>): Watcher<Words> =>
  seeing(watcher, ({ word }) =>
    Int32Array.from(allPlaces.flatMap((place) => [lowOf(word(place)), highOf(word(place))])),
  );

/** A watcher that sees through another's eyes. */
const seeing = <A, B>(watcher: Watcher<A>, seen: (shown: B) => A): Watcher<B> => ({
  begins: () => watcher.begins(),
  calls: (shown) => watcher.calls?.(seen(shown)),
  interrupts: (shown) => watcher.interrupts?.(seen(shown)),
  ends: (kind, shown) => watcher.ends(kind, seen(shown)),
  over: () => watcher.over?.(),
});
