// What follows from footprints alone, and what does not.
import { describe, expect, it } from 'vitest';
import type { Step } from '../step.ts';
import { isync, ptesync } from '../steps/context.ts';
import { clearInMsr } from '../steps/msr.ts';
import { slbia } from '../steps/slb.ts';
import { constant, copy, register, set, transfers } from '../steps/transfer.ts';
import { footprintOf } from './footprint.ts';
import { commute, isIdempotent } from './independent.ts';

const { save, load, move, put } = transfers({ vcpu: 'r9' });
const more = set(
  'r5',
  (view, words) => words.add(view.register('r5'), words.literal(8n)),
  'r5 + 8',
);

describe('done twice', () => {
  it.each<[string, Step, boolean]>([
    ['a save', save('DSCR').to('vcpu.dscr'), true],
    ['a load', load('DSCR').from('vcpu.dscr'), true],
    ['a load of its own pointer', load('r9').from('vcpu.gpr[9]'), false],
    ['a sum of itself', more, false],
    ['bits cleared', clearInMsr('EE'), true],
    ['isync', isync, true],
    ['a copy within a structure', move('vcpu.dar').to('vcpu.pc'), true],
    ['a copy between structures, which might overlap', move('hstate.host_r1').to('vcpu.pc'), false],
    ['a field turned over', put((view) => view.register('r3'), 'r3').into('vcpu.pc'), true],
  ])('%s: nothing more happens is %s', (_what, step, expected) => {
    expect(isIdempotent(footprintOf(step))).toBe(expected);
  });
});

describe('in either order', () => {
  it.each<[string, Step, Step, boolean]>([
    ['two saves', save('DAR').to('vcpu.dar'), save('DSISR').to('vcpu.dsisr'), true],
    ['two saves to one field', save('DAR').to('vcpu.dar'), save('r5').to('vcpu.dar'), false],
    ['a copy and what it copies', copy('r3', 'r4'), set('r3', constant(1n), '1'), false],
    ['a copy and its target', copy('r3', 'r4'), copy('r4', 'r5'), false],
    [
      'a save and a load of the field',
      save('DAR').to('vcpu.dar'),
      load('r3').from('vcpu.dar'),
      false,
    ],
    ['a save and another load', save('DAR').to('vcpu.dar'), load('r3').from('vcpu.pc'), true],
    ['a write to be synchronised and the isync', set('LPCR', constant(0n), '0'), isync, false],
    [
      'two writes to be synchronised',
      set('SDR1', constant(0n), '0'),
      set('LPCR', register('r3'), 'r3'),
      true,
    ],
    ['two barriers', isync, ptesync, false],
    ['a clock read, and anything', copy('TB', 'r4'), set('r7', constant(0n), '0'), false],
    ['the SLB written twice', slbia, slbia, false],
  ])('%s: the same is %s', (_what, first, second, expected) => {
    const prints = [footprintOf(first), footprintOf(second)] as const;
    expect(commute(...prints)).toBe(expected);
    expect(commute(prints[1], prints[0])).toBe(expected);
  });
});
