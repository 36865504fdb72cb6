// Two steps as one: what the second sees, and where the one step goes astray since it cannot tell.
import { describe, expect, it } from 'vitest';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { type Step, step } from '../step.ts';
import { clearEntry0, slbia } from '../steps/slb.ts';
import { constant, copy, set, transfers } from '../steps/transfer.ts';
import { atOnce } from './fused-steps.ts';

const { save, load } = transfers({ vcpu: 'r4' });

const ifDar = (value: bigint): Step =>
  step(`if DAR is not 0, r5 := ${value}`, (view, words) => [
    { register: 'r5', value: words.literal(value), when: view.register('DAR') },
  ]);

/** The cells after a step, where DAR is 7, AMR 6, r5 5 and r4 leads to the vcpu. */
function left(taken: Step) {
  const begun = withWords(noCells(), [
    ['DAR', 7n],
    ['AMR', 6n],
    ['r5', 5n],
    ['r4', ownLayout.addressOf('vcpu')],
    ['NIA', 4n],
    ['vcpu.dscr', 9n],
  ]);
  return execute(begun, taken, { code: () => 0x100n }).cells;
}

describe('two steps at once', () => {
  it('are one after the other: the second reads what the first has written', () => {
    const cells = left(atOnce(copy('DAR', 'r6'), copy('r6', 'r7')));
    expect([wordIn(cells, 'r6'), wordIn(cells, 'r7')]).toEqual([7n, 7n]);
  });

  it('leave what the second writes', () => {
    expect(wordIn(left(atOnce(copy('DAR', 'r6'), set('r6', constant(1n), '1'))), 'r6')).toBe(1n);
  });

  it('know of a write that is made on a condition', () => {
    expect(wordIn(left(atOnce(ifDar(1n), copy('r5', 'r6'))), 'r6')).toBe(1n);
    const clear = atOnce(set('DAR', constant(0n), '0'), ifDar(1n));
    expect(wordIn(left(clear), 'r5')).toBe(5n);
  });

  it('load what the first does not store to', () => {
    const cells = left(atOnce(save('AMR').to('vcpu.amr'), load('r6').from('vcpu.dscr')));
    expect([wordIn(cells, 'vcpu.amr'), wordIn(cells, 'r6'), wordIn(cells, 'NIA')]).toEqual([
      6n,
      9n,
      4n,
    ]);
  });

  it.each([
    [
      'loads a word that the first stores',
      atOnce(save('AMR').to('vcpu.dscr'), load('r6').from('vcpu.dscr')),
    ],
    [
      'loads a part of it',
      atOnce(save('AMR').to('vcpu.dscr'), load('r6', { bytes: 4 }).from('vcpu.dscr')),
    ],
    ['reads the SLB that the first writes', atOnce(clearEntry0, slbia)],
  ])('go astray where the second %s', (_what, taken) => {
    expect(wordIn(left(taken), 'NIA')).not.toBe(4n);
  });
});
