// What a correct specification must not flag: changes of the repaired path that tune, reorder or synchronise, and leave all right.
import { describe, expect, it } from 'vitest';
import { drop, type Edit, edited, putBefore, putBehind, replace } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { link } from '../../model/program.ts';
import { goToIf, isBelow32 } from '../../model/steps/branch.ts';
import { isync, ptesync } from '../../model/steps/context.ts';
import { constant, copy, register, type Source, set } from '../../model/steps/transfer.ts';
import type { Place as Register } from '../../spec/registers.ts';
import { brokenOn } from './pool.ts';

const soon = (ticks: bigint) =>
  goToIf(isBelow32(register('HDEC'), ticks), `HDEC < ${ticks}`, 'hdec_soon');
const scratch = constant(0xdeadn);
const plus =
  (name: Register, by: bigint): Source =>
  (view, words) =>
    words.add(view.register(name), words.literal(by));
const either =
  (name: Register, bits: bigint): Source =>
  (view, words) =>
    words.or(view.register(name), words.literal(bits));

describe('no clause minds', () => {
  it.each<[string, readonly Edit[]]>([
    ['another idea of soon', [replace('guest.hdec.soon', soon(512n))]],
    ['another HDEC behind the exit', [drop('exit.partition.hdec')]],
    [
      'more synchronisation',
      [
        putBehind('guest.data.dabr', { isync, ptesync }),
        putBefore('exit.sprs.amr', { isync, ptesync }),
      ],
    ],
    [
      'scratch registers, once they are saved',
      (['r0', 'r3', 'r5', 'r6', 'r7', 'r8', 'r10', 'r11'] as const).map((name) =>
        putBefore('exit.partition.reserve', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'what a call may leave behind',
      (['CTR', 'XER', 'SRR0', 'SRR1', 'HSRR0', 'HSRR1', 'DAR', 'DSISR'] as const).map((name) =>
        putBefore('return.frame.blr', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'what the host does not use',
      (['SPRG0', 'SPRG1', 'SPRG2', 'SPRG3', 'RMOR', 'AMOR', 'HDEC'] as const).map((name) =>
        putBefore('return.frame.blr', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'the fields of CR that a call may change',
      [
        putBefore('return.frame.blr', {
          cr: set('CR', either('CR', 0xff000fffn), 'CR but CR2 to CR4'),
        }),
      ],
    ],
    [
      'a DEC that is read a tick late',
      [putBehind('exit.dec.timebase', { late: set('r4', plus('r4', 1n), 'r4 + 1') })],
    ],
    ['a PACA that is read twice', [putBefore('exit.gprs.vcpu', { paca: copy('HSPRG0', 'r13') })]],
  ])('%s', (_what, edits) => {
    const program = link(edited(repaired.routines, edits));
    expect([...brokenOn(program, 'all')].map(({ name }) => name)).toEqual([]);
  });
});
