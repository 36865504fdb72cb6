// mtfsf: which fields of FPSCR it takes from the register.
import { expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { execute } from '../interpret.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { step } from '../step.ts';
import { moveToFpscrFields } from './vector-scalar.ts';

it.each<[flm: number, w: number, expected: bigint]>([
  [0xff, 0, 0x1111111122222222n],
  [0x80, 0, 0x1111111121111111n],
  [0x01, 0, 0x1111111111111112n],
  [0x41, 0, 0x1111111112111112n],
  [0x00, 0, 0x1111111111111111n],
  [0x01, 1, 0x1111111211111111n],
  [0xff, 1, 0x2222222211111111n],
])('FLM = %i, W = %i', (flm, w, expected) => {
  const words: [Place, bigint][] = [
    ['FPSCR', 0x1111111111111111n],
    ['VSR[3].0', 0x2222222222222222n],
  ];
  const before = withWords(noCells(), words);
  const { cells } = execute(before, step('mtfsf', moveToFpscrFields(flm, 3, w)), {
    code: () => 0n,
  });
  expect(wordIn(cells, 'FPSCR')).toBe(expected);
});
