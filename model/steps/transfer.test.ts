// Transfers and branches: through which pointer a field is reached, how much of it moves, and what is left to synchronise.
import { describe, expect, it } from 'vitest';
import { UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import * as branch from './branch.ts';
import { isync, ptesync } from './context.ts';
import { constant, copy, register, set, setToLabel, transfers } from './transfer.ts';

const { addressOf } = ownLayout;

type Words = Readonly<Partial<Record<Place, bigint>>>;

const { save, load, saveRow, loadRow, move, put } = transfers({ vcpu: 'r4', kvm: 'vcpu.kvm' });
const REACHED = {
  r4: addressOf('vcpu'),
  r13: addressOf('paca'),
  'vcpu.kvm': addressOf('kvm'),
};
const { TRANSLATION, STORAGE, COUNTERS, PARTITION, UNITS } = UNSYNCED;
const BY_ISYNC = TRANSLATION | COUNTERS | UNITS;
const EVERYTHING = BY_ISYNC | STORAGE | PARTITION;

/** What some places hold after a step that starts with these words; labels stand at 0x2000. */
function taken(step: Step, words: Words, expected: Words): Words {
  const begun = withWords(noCells(), Object.entries({ ...REACHED, ...words }) as [Place, bigint][]);
  const { cells } = execute(begun, step, { code: () => 0x2000n });
  const places = Object.keys(expected) as Place[];
  return Object.fromEntries(places.map((place) => [place, wordIn(cells, place)]));
}

describe('a transfer', () => {
  it.each<[string, Step, Words, Words]>([
    ['saves a register', save('DSCR').to('vcpu.dscr'), { DSCR: 5n }, { 'vcpu.dscr': 5n }],
    ['loads one', load('DSCR').from('vcpu.dscr'), { 'vcpu.dscr': 5n }, { DSCR: 5n }],
    ['goes through a pointer', load('SDR1').from('kvm.sdr1'), { 'kvm.sdr1': 5n }, { SDR1: 5n }],
    [
      'reaches hstate from r13',
      save('r1').to('hstate.host_r1'),
      { r1: 5n },
      { 'hstate.host_r1': 5n },
    ],
    [
      'moves the high half when it moves four bytes of eight',
      load('XER', { bytes: 4 }).from('vcpu.xer'),
      { 'vcpu.xer': 0x1_0000_0002n },
      { XER: 1n },
    ],
    [
      'cuts a word to a field of four bytes',
      save('r3').to('vcpu.cr'),
      { r3: 0x1_0000_0002n },
      { 'vcpu.cr': 2n },
    ],
    [
      'saves a row',
      saveRow(['r5', 'r6']).to('vcpu.gpr[5]'),
      { r5: 1n, r6: 2n },
      { 'vcpu.gpr[5]': 1n, 'vcpu.gpr[6]': 2n },
    ],
    [
      'loads a row',
      loadRow(['r5', 'r6']).from('vcpu.gpr[5]'),
      { 'vcpu.gpr[5]': 1n, 'vcpu.gpr[6]': 2n },
      { r5: 1n, r6: 2n },
    ],
    ['moves field to field', move('vcpu.pc').to('vcpu.lr'), { 'vcpu.pc': 5n }, { 'vcpu.lr': 5n }],
    ['puts a word', put(constant(1n), '1').into('hstate.in_guest'), {}, { 'hstate.in_guest': 1n }],
    ['copies a register', copy('r8', 'HDEC'), { r8: 0x1_0000_0002n }, { HDEC: 2n }],
    ['knows labels', setToLabel('SRR0', 'somewhere'), {}, { SRR0: 0x2000n }],
    [
      'leaves LPIDR to a ptesync',
      set('LPIDR', constant(4n), '4'),
      {},
      { UNSYNCED: TRANSLATION | PARTITION },
    ],
    ['leaves MMCR0 to an isync', set('MMCR0', constant(4n), '4'), {}, { UNSYNCED: COUNTERS }],
    ['leaves DSCR to nothing', set('DSCR', constant(4n), '4'), {}, { UNSYNCED: 0n }],
  ])('%s', (_what, step, words, expected) => {
    expect(taken(step, words, expected)).toEqual(expected);
  });

  it('needs a pointer to the structure', () => {
    expect(() => transfers({}).save('DSCR').to('vcpu.dscr')).toThrow('no pointer to vcpu');
  });
});

describe('synchronisation', () => {
  it.each<[string, Step, bigint]>([
    ['isync waits for the context', isync, STORAGE | PARTITION],
    ['ptesync waits for storage', ptesync, BY_ISYNC],
  ])('%s', (_what, step, left) => {
    expect(taken(step, { UNSYNCED: EVERYTHING }, { UNSYNCED: left })).toEqual({ UNSYNCED: left });
  });
});

describe('a branch', () => {
  const HERE = 0x104n;
  const THERE = 0x2000n;
  const ifSo = (condition: Parameters<typeof branch.goToIf>[0]) =>
    branch.goToIf(condition, 'so', 'there');
  it.each<[string, Step, Words, bigint]>([
    ['goes', branch.goTo('there'), {}, THERE],
    ['goes on a condition', ifSo(branch.isZero(register('r3'))), {}, THERE],
    ['stays without it', ifSo(branch.isZero(register('r3'))), { r3: 1n }, HERE],
    ['sees one bit', ifSo(branch.has(register('r3'), 8n)), { r3: 8n }, THERE],
    ['and not another', ifSo(branch.has(register('r3'), 8n)), { r3: 4n }, HERE],
    ['sees a value', ifSo(branch.is(register('r3'), 8n)), { r3: 8n }, THERE],
    ['below a bound', ifSo(branch.isBelow32(register('HDEC'), 10n)), { HDEC: 9n }, THERE],
    ['at it', ifSo(branch.isBelow32(register('HDEC'), 10n)), { HDEC: 10n }, HERE],
    ['with a sign', ifSo(branch.isBelow32(register('HDEC'), 10n)), { HDEC: 0x80000000n }, THERE],
    ['returns to a whole instruction', branch.returnToCaller, { LR: 0x1003n }, 0x1000n],
  ])('%s', (_what, step, words, nia) => {
    expect(taken(step, { NIA: HERE, ...words }, { NIA: nia })).toEqual({ NIA: nia });
  });

  it('that is a call leaves the address after it in LR', () => {
    const expected = { NIA: THERE, LR: HERE };
    expect(taken(branch.call('there'), { NIA: HERE }, expected)).toEqual(expected);
  });
});
