// What a correct specification must not flag: changes of the repaired path that tune, reorder or synchronise, and leave all right.
import { describe, expect, it } from 'vitest';
import {
  drop,
  type Edit,
  insertAfter,
  insertBefore,
  replace,
  withEdits,
} from '../../model/mutate.ts';
import { LEAVING } from '../../model/paths/base-registers.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { slotNamed, slots } from '../../model/places.ts';
import { goToIf, isBelow32 } from '../../model/steps/branch.ts';
import { isync, ptesync } from '../../model/steps/context.ts';
import {
  constant,
  copy,
  register,
  type Source,
  set,
  transfers,
} from '../../model/steps/transfer.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { SEVERITY } from '../severity.ts';
import { brokenOn, stage } from './pool.ts';

const leaving = transfers(LEAVING);

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
        insertAfter('guest.data.dabr', { isync, ptesync }),
        insertBefore('exit.sprs.amr', { isync, ptesync }),
      ],
    ],
    [
      'samples that are turned off before the freeze has taken effect',
      [
        drop('guest.pmu.mmcra-off'),
        insertBefore('guest.pmu.isync', { 'mmcra-off': set('MMCRA', constant(0n), '0') }),
      ],
    ],
    [
      'scratch registers, once they are saved',
      (['r0', 'r3', 'r5', 'r6', 'r7', 'r8', 'r10', 'r11'] as const).map((name) =>
        insertBefore('exit.partition.lwsync', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'what a call may leave behind',
      (['CTR', 'XER', 'SRR0', 'SRR1', 'HSRR0', 'HSRR1', 'DAR', 'DSISR'] as const).map((name) =>
        insertBefore('return.frame.blr', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'what the host does not use',
      (['SPRG0', 'SPRG1', 'SPRG2', 'SPRG3', 'RMOR', 'AMOR', 'HDEC'] as const).map((name) =>
        insertBefore('return.frame.blr', { [name]: set(name, scratch, 'scratch') }),
      ),
    ],
    [
      'the fields of CR that a call may change',
      [
        insertBefore('return.frame.blr', {
          cr: set('CR', either('CR', 0xff000fffn), 'CR but CR2 to CR4'),
        }),
      ],
    ],
    [
      'a DEC that is read a tick late',
      [insertAfter('exit.dec.timebase', { late: set('r4', plus('r4', 1n), 'r4 + 1') })],
    ],
    [
      'samples that are saved with the counters only, as later kernels do',
      [
        ...(['siar', 'sdar'] as const).map((sample) => drop(`exit.freeze.${sample}`)),
        insertAfter('exit.pmu.mmcra', {
          siar: leaving.save('SIAR').to('vcpu.siar'),
          sdar: leaving.save('SDAR').to('vcpu.sdar'),
        }),
      ],
    ],
    [
      'a PACA that is read twice',
      [insertBefore('exit.gprs.vcpu', { paca: copy('HSPRG0', 'r13') })],
    ],
  ])('%s', (_what, edits) => {
    const program = withEdits(repaired, edits);
    expect([...brokenOn(program, 'all')].map(({ name }) => name)).toEqual([]);
  });

  it('an HDEC with time to go at the vector, and none when the exit looks, wherever the time passes', () => {
    const evaluator = compiledEvaluator(repaired, switchContract, stage);
    const broken = Array.from({ length: 400 }, (_, after) => leftoverRunsOut(after)).flatMap(
      (history) => {
        const { verdicts } = evaluator.judge(history);
        return switchContract.filter((_, i) => (verdicts[i] ?? 0) > SEVERITY.holds);
      },
    );
    expect(broken.map(({ name }) => name)).toEqual([]);
  });
});

/** A leftover of HDEC, which has 10 ticks to go; 11 pass after so many steps. */
function leftoverRunsOut(after: number): History {
  const machine = new BigUint64Array(slots + 1);
  machine[slots] = 0x10n;
  machine[slotNamed('DEC')] = 10n;
  const guest: History[1][number]['guest'] = [{ does: 'leftover-hdec', on: 0, word: 0n }];
  return [machine, [{ changes: [], delays: [{ after, ticks: 11n }], guest }]];
}
