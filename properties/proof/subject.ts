// The machine that a proof begins with: it may hold all words that the assumptions about the call allow.
import type { Layout } from '../../model/layout.ts';
import { slotNamed, widths } from '../../model/places.ts';
import type { Algebra } from '../../model/symbolic/algebra.ts';
import { anySlots, slotIn } from '../../model/symbolic/state.ts';
import { ALL, type Term } from '../../model/symbolic/term.ts';
import { assignmentsFor } from '../levels/switch/establish.ts';
import { type FormulaScope, formulaOf } from './findings.ts';

/** Slots of any machine that satisfies the assumptions about the call, but for those left out. */
export function anyMachine(
  t: Algebra,
  layout: Layout,
  without: ReadonlySet<string>,
  prefix = '',
): readonly Term[] {
  return established(t, layout, without, anySlots(t, prefix));
}

/** The slots with what the assumptions say put into them: as properties/levels/switch/establish.ts does over numbers. */
function established(
  t: Algebra,
  layout: Layout,
  without: ReadonlySet<string>,
  before: readonly Term[],
): readonly Term[] {
  const slots = before.slice();
  const word: FormulaScope['now'] = (place) => slotIn(slots, slotNamed(place));
  const scope: FormulaScope = {
    was: word,
    now: word,
    prior: word,
    address: layout.addressOf,
    noted() {
      throw new Error('an assumption says nothing about the way');
    },
  };
  for (const { place, mask, to } of assignmentsFor(without, layout)) {
    const slot = slotNamed(place);
    const put = typeof to === 'bigint' ? t.literal(to) : formulaOf(t, to, scope);
    const rest = t.and(slotIn(slots, slot), t.literal(ALL & ~mask));
    const whole = t.or(rest, t.and(put, t.literal(mask)));
    slots[slot] = t.and(whole, t.literal(widths[slot] ?? 0n));
  }
  return slots;
}
