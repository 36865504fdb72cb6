// Time: what ticks of the timebase do to the registers that count.
//
// The decrementers count down, PURR counts up at the timebase's own rate and SPURR at half of it (a processor that is
// throttled), and each performance monitor counter counts one event a tick unless MMCR0[FC] freezes it. Real counters
// count other events at other rates; clauses allow no more than one a tick, and none where FC stops them.
import { MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Step, type StepWrite, step, type View } from '../step.ts';
import { given, type Operand, shown } from './operand.ts';

/** So many ticks pass. */
export const elapse = (ticks: Operand): Step =>
  step(`${shown(ticks)} tick${ticks === 1n ? '' : 's'} pass`, (view, words) =>
    passing(view, words, given(ticks, words)),
  );

/** As many ticks pass as it takes for the hypervisor decrementer to become negative; none if it is already. */
export const elapseUntilHdec: Step = step('time passes until HDEC expires', (view, words) => {
  const hdec = view.register('HDEC');
  const negative = words.and(hdec, words.literal(0x80000000n));
  const ticks = words.select(negative, words.literal(0n), words.add(hdec, words.literal(1n)));
  return passing(view, words, ticks);
});

const COUNTERS = ['PMC1', 'PMC2', 'PMC3', 'PMC4', 'PMC5', 'PMC6'] as const;

function passing<V>(view: View<V>, words: Words<V>, ticks: V): readonly StepWrite<V>[] {
  const up = (register: 'TB' | 'PURR' | 'SPURR', by = ticks): StepWrite<V> => ({
    register,
    value: words.add(view.register(register), by),
  });
  const throttled = words.shiftRight(ticks, 1);
  const down = (register: 'DEC' | 'HDEC'): StepWrite<V> => ({
    register,
    value: words.sub(view.register(register), ticks),
  });
  const frozen = words.and(view.register('MMCR0'), words.literal(MMCR0_FC));
  const counting = words.equal(frozen, words.literal(0n));
  const events = COUNTERS.map(
    (register): StepWrite<V> => ({
      register,
      value: words.add(view.register(register), ticks),
      when: counting,
    }),
  );
  return [up('TB'), down('DEC'), down('HDEC'), up('PURR'), up('SPURR', throttled), ...events];
}
