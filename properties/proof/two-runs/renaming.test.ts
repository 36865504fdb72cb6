// The second of two runs: every secret is another unknown in it, nothing else is, and time passes alike only where both are alike.

import { describe, expect, it } from 'vitest';
import { ownLayout } from '../../../model/layout.ts';
import { allPlaces, slotNamed } from '../../../model/places.ts';
import { algebra } from '../../../model/symbolic/algebra.ts';
import { assume, noFacts } from '../../../model/symbolic/facts.ts';
import { anySlots, slotIn } from '../../../model/symbolic/state.ts';
import { type Side, secretsOf } from '../../../spec/secrets.ts';
import { few, triesAll } from '../../testing/rows.ts';
import { variablesIn } from '../variables.ts';
import { firstDifferences } from './composition.ts';
import type { Pause } from './counting.ts';
import { guestDifferences } from './guest-actions.ts';
import { twoRuns } from './renaming.ts';

const SIDES: readonly Side[] = ['hosts', 'guests'];

describe.each(SIDES)('two %s', (side) => {
  it('have each secret, and nothing else, as another unknown', () => {
    const t = algebra();
    const slots = anySlots(t);
    const runs = twoRuns(t, variablesIn(slots), [], firstDifferences(side));
    const other = allPlaces.filter((_, slot) => {
      const word = slotIn(slots, slot);
      return runs.first(word) !== runs.second(word);
    });
    expect(other.toSorted()).toEqual(secretsOf(side).toSorted());
  });
});

describe('ticks', () => {
  const name = (n: number): string => `ticks ${n}|call||step`;

  it('are the same where both have come by the same way in as many steps, and others after', () => {
    const t = algebra();
    const slots = anySlots(t);
    const secret = t.and(slotIn(slots, slotNamed('AMR')), t.literal(1n));
    const pauses = [t.literal(3n), t.add(t.literal(4n), secret), t.literal(9n)].map(
      (steps, n): Pause => ({ name: name(n), phase: 'call', event: '', facts: noFacts(), steps }),
    );
    const ticks = pauses.map((pause) => t.table.variable(pause.name, 1n));
    const variables = variablesIn([...slots, ...ticks]);
    const runs = twoRuns(t, variables, pauses, firstDifferences('hosts'));
    expect(ticks.map((one) => runs.second(one) === one)).toEqual([true, false, false]);
    const same = t.equal(secret, runs.second(secret));
    expect(runs.sameTime('call', '')).toBe(same);
  });

  it('are others where a secret decides whether a pause is come to', () => {
    const t = algebra();
    const slots = anySlots(t);
    const secret = t.and(slotIn(slots, slotNamed('AMR')), t.literal(1n));
    const facts = assume(t, noFacts(), secret, true);
    const pause: Pause = { name: name(0), phase: 'call', event: '', facts, steps: t.literal(3n) };
    const tick = t.table.variable(pause.name, 1n);
    const runs = twoRuns(t, variablesIn([...slots, tick]), [pause], firstDifferences('hosts'));
    expect(runs.second(tick)).not.toBe(tick);
  });
});

describe('guests', () => {
  const t = algebra();
  const around = { t, layout: ownLayout, image: new Map(), code: () => 0n };
  const differing = Object.fromEntries(
    SIDES.map((side) => [side, guestDifferences(around, side)]),
  ) as Record<Side, ReturnType<typeof guestDifferences>>;

  it.runIf(triesAll)('that begin alike stay alike on two hosts', () => {
    // What is cached of segments is told by entries that may number others: that it is alike the terms do not show, and nothing reads it.
    expect(differing.hosts(new Set(), false)).toEqual({
      slots: new Set([slotNamed('ERAT')]),
      segments: false,
      alike: true,
    });
  });

  it.runIf(triesAll)('with other words differ in what they write, and come back alike', () => {
    const { slots, alike } = differing.guests(new Set(), false);
    expect(alike).toBe(true);
    for (const place of ['r5', 'CTR', 'SRR0', 'AMR', 'HDAR', 'NIA'])
      expect(slots.has(slotNamed(place)), place).toBe(true);
    for (const place of ['r3', 'SRR1', 'MSR', 'HDEC', 'TB', 'LPCR'])
      expect(slots.has(slotNamed(place)), place).toBe(false);
  });

  it.each(few(['HDEC', 'LPCR', 'MSR', 'SRR1'], 1))(
    'do not come back alike if %s differs',
    (place) => {
      expect(differing.hosts(new Set([slotNamed(place)]), false).alike).toBe(false);
    },
  );
});
