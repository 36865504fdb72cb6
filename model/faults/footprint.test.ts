// Footprints: what a step reads, writes, moves and computes with; and the slips that are made from them.
import { describe, expect, it } from 'vitest';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import { goToIf, isZero } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { constant, set, transfers } from '../steps/transfer.ts';
import * as wrong from './altered-step.ts';
import { footprintOf } from './footprint.ts';

const { save, load, field } = transfers({ vcpu: 'r4' });
const saved = save('DSCR').to('vcpu.dscr');
const branch = goToIf(isZero(field('vcpu.vpa')), 'no VPA', 'there');

describe('a footprint', () => {
  it.each([
    [
      'of a save',
      saved,
      { reads: ['r4', 'DSCR'], writes: [], loads: [], stores: [8], constants: [], chooses: false },
    ],
    [
      'of a load',
      load('CR').from('vcpu.cr'),
      { reads: ['r4'], writes: ['CR'], loads: [4], stores: [], constants: [], chooses: false },
    ],
    [
      'of a constant',
      set('DABRX', constant(3n), '3'),
      { reads: [], writes: ['DABRX'], loads: [], stores: [], constants: [3n], chooses: false },
    ],
    [
      'of a branch',
      branch,
      {
        reads: ['NIA', 'r4'],
        writes: ['NIA'],
        loads: [8],
        stores: [],
        constants: [0n],
        chooses: true,
      },
    ],
    [
      'of a barrier',
      isync,
      {
        reads: ['UNSYNCED'],
        writes: ['UNSYNCED'],
        loads: [],
        stores: [],
        constants: [],
        chooses: false,
      },
    ],
  ])('%s', (_what, step, expected) => {
    const print = footprintOf(step);
    expect({ ...print, reads: [...print.reads].sort() }).toMatchObject({
      ...expected,
      reads: [...expected.reads].sort(),
    });
  });
});

/** What a place holds behind a step, where DSCR is 5, AMR 6, and r4 leads to the vcpu. */
function held(
  step: Step,
  place: 'vcpu.dscr' | 'vcpu.dabr' | 'vcpu.dec_expires' | 'CR' | 'AMR' | 'NIA' | 'DABRX',
): bigint {
  const begun = withWords(noCells(), [
    ['DSCR', 5n],
    ['AMR', 6n],
    ['r4', ownLayout.addressOf('vcpu')],
    ['vcpu.cr', 0x12345678n],
    ['NIA', 4n],
    ['vcpu.dscr', 9n],
  ] as const);
  const { cells } = execute(begun, step, { code: () => 0x100n });
  return wordIn(cells, place);
}

describe('a slip', () => {
  it.each<[string, Step, Parameters<typeof held>[1], bigint]>([
    ['nothing', wrong.nothing, 'vcpu.dscr', 9n],
    ['the wrong register read', wrong.reading(saved, 'AMR', 'DSCR'), 'vcpu.dscr', 6n],
    [
      'the wrong register written',
      wrong.writing(load('CR').from('vcpu.cr'), 'AMR', 'CR'),
      'AMR',
      0x12345678n,
    ],
    ['the field behind', wrong.storingBeside(saved, 8), 'vcpu.dabr', 5n],
    ['the field before', wrong.storingBeside(saved, -8), 'vcpu.dec_expires', 5n],
    ['half a load', wrong.loadingWidth(load('CR').from('vcpu.cr'), 2, 4), 'CR', 0x1234n],
    ['half a store', wrong.storingWidth(saved, 4, 8), 'vcpu.dscr', (5n << 32n) | 9n],
    ['a load from beside', wrong.loadingBeside(load('DABRX').from('vcpu.dabr'), -8), 'DABRX', 9n],
    ['the other side', wrong.inverted(branch), 'NIA', 4n],
    ['the right side', branch, 'NIA', 0x100n],
    ['another constant', wrong.counting(set('DABRX', constant(3n), '3'), 2n, 3n), 'DABRX', 2n],
  ])('%s', (_what, step, place, expected) => {
    expect(held(step, place)).toBe(expected);
  });
});
