// What follows from footprints alone, and what does not.
import { describe, expect, it } from 'vitest';
import { type Step, step } from '../step.ts';
import { isync, ptesync } from '../steps/context.ts';
import { clearInMsr } from '../steps/msr.ts';
import { slbia } from '../steps/slb.ts';
import { constant, copy, register, set, transfers } from '../steps/transfer.ts';
import { footprintOf } from './footprint.ts';
import { type Alike, doneTwice, inEitherOrder } from './independent.ts';

const { save, load, move, put } = transfers({ vcpu: 'r9' });
const more = set(
  'r5',
  (view, words) => words.add(view.register('r5'), words.literal(8n)),
  'r5 + 8',
);

const andTb = set(
  'TB',
  (view, words) => words.and(view.register('TB'), words.literal(0xffn)),
  'TB, its low byte',
);
const intoAddress = step('store to where TB says', (view) => [
  { address: view.register('TB'), bytes: 8, value: view.register('r3') },
]);

describe('done twice', () => {
  it.each<[string, Step, Alike | undefined]>([
    ['a save', save('DSCR').to('vcpu.dscr'), 'always'],
    ['a load', load('DSCR').from('vcpu.dscr'), 'always'],
    ['a load of its own pointer', load('r9').from('vcpu.gpr[9]'), undefined],
    ['a sum of itself', more, undefined],
    ['bits cleared', clearInMsr('EE'), 'always'],
    ['isync', isync, 'always'],
    ['a copy within a structure', move('vcpu.dar').to('vcpu.pc'), 'always'],
    [
      'a copy between structures, which might overlap',
      move('hstate.host_r1').to('vcpu.pc'),
      undefined,
    ],
    ['a field turned over', put((view) => view.register('r3'), 'r3').into('vcpu.pc'), 'always'],
    ['a freeze of the counters', set('MMCR0', constant(1n), '1'), 'always'],
    ['a clock read', copy('TB', 'r4'), 'but-time'],
    ['a clock set', set('HDEC', register('r8'), 'r8'), 'but-time'],
    ['a counter loaded', load('PMC1').from('vcpu.pmc[0]'), 'but-time'],
    ['a clock kept', save('PURR').to('vcpu.purr'), 'but-time'],
    ['some bits of a clock', andTb, undefined],
    ['a store to where a clock says', intoAddress, undefined],
    ['a clock set from another', copy('TB', 'DEC'), 'but-time'],
  ])('%s: nothing more happens is %s', (_what, step, expected) => {
    expect(doneTwice(footprintOf(step))).toBe(expected);
  });
});

describe('in either order', () => {
  it.each<[string, Step, Step, Alike | undefined]>([
    ['two saves', save('DAR').to('vcpu.dar'), save('DSISR').to('vcpu.dsisr'), 'always'],
    ['two saves to one field', save('DAR').to('vcpu.dar'), save('r5').to('vcpu.dar'), undefined],
    ['a copy and what it copies', copy('r3', 'r4'), set('r3', constant(1n), '1'), undefined],
    ['a copy and its target', copy('r3', 'r4'), copy('r4', 'r5'), undefined],
    [
      'a save and a load of the field',
      save('DAR').to('vcpu.dar'),
      load('r3').from('vcpu.dar'),
      undefined,
    ],
    ['a save and another load', save('DAR').to('vcpu.dar'), load('r3').from('vcpu.pc'), 'always'],
    ['a write to be synchronised and the isync', set('LPCR', constant(0n), '0'), isync, undefined],
    [
      'two writes to be synchronised',
      set('SDR1', constant(0n), '0'),
      set('LPCR', register('r3'), 'r3'),
      'always',
    ],
    ['two barriers', isync, ptesync, undefined],
    ['a clock read, and anything', copy('TB', 'r4'), set('r7', constant(0n), '0'), 'but-time'],
    ['two clocks', copy('TB', 'r4'), copy('DEC', 'r5'), undefined],
    ['two counters', load('PMC1').from('vcpu.pmc[0]'), load('PMC2').from('vcpu.pmc[1]'), undefined],
    [
      'a counter, and what lets it count',
      load('PMC1').from('vcpu.pmc[0]'),
      load('MMCR0').from('vcpu.mmcr[0]'),
      undefined,
    ],
    [
      'what lets counters count, and anything',
      load('MMCR0').from('vcpu.mmcr[0]'),
      load('DAR').from('vcpu.dar'),
      'but-time',
    ],
    ['the SLB written twice', slbia, slbia, undefined],
  ])('%s: the same is %s', (_what, first, second, expected) => {
    const prints = [footprintOf(first), footprintOf(second)] as const;
    expect(inEitherOrder(...prints)).toBe(expected);
    expect(inEitherOrder(prints[1], prints[0])).toBe(expected);
  });
});
