// The kill matrix as text and as JSON: each fate apart, and what is no longer so named with its seed and its place.
import { describe, expect, it } from 'vitest';
import { faultsOfRepaired } from '../model/faults/catalogue.ts';
import type { Fate } from '../properties/mutation/kill.ts';
import { matrixJson, matrixText } from './kill-matrix.ts';
import { isClean, type Matrix } from './kill-verdict.ts';

const fates = {
  killed: { fate: 'killed', by: ['host-cr-fields-return'] },
  form: { fate: 'equivalent', why: 'it reads nothing that it writes', from: 'form', but: 'time' },
  unreached: { fate: 'unreached', at: 'vector-e00.host.r12', why: 'an interrupt of the host' },
  unexplained: { fate: 'unreached', at: 'entry.frame.push' },
  excused: { fate: 'excused', why: 'tuning' },
  refuted: {
    fate: 'survived',
    same: false,
    refuted: { was: 'equivalent', why: 'no such bit', seed: -1, number: 17, place: 'CTR' },
  },
} as const satisfies Record<string, Fate>;

const matrixOf = (...names: readonly (keyof typeof fates)[]): Matrix => ({
  model: 'repaired',
  seed: -1,
  faults: names.length,
  tried: faultsOfRepaired()
    .slice(0, names.length)
    .map((fault, i) => ({ fault, outcome: fates[names[i] ?? 'killed'] })),
  sole: new Map(),
  rules: [],
  whole: false,
});

const all = matrixOf('killed', 'form', 'unreached', 'excused');

describe('the matrix', () => {
  it('counts each fate apart, in text', () => {
    const text = matrixText(all);
    for (const fate of ['killed', 'equivalent', 'unreached', 'excused'])
      expect(text).toMatch(new RegExp(`^ {2}${fate} +1\\b`, 'mu'));
    expect(text).toMatch(/^ {2}survived +0$/mu);
    expect(text).toContain('unreached  1 at vector-e00.host.*: an interrupt of the host');
    expect(text).toContain('fresh histories (seed 4294967295): none refuted');
  });

  it('and as JSON', () => {
    expect(matrixJson(all)).toMatchObject({
      seed: -1,
      killed: 1,
      equivalent: 1,
      unreached: 1,
      excused: 1,
      survived: 0,
      refuted: 0,
      results: [{}, { but: 'time' }, { fate: 'unreached', at: 'vector-e00.host.r12' }, {}],
    });
  });

  it('is clean where each fault is killed, or of one of those fates for a reason', () => {
    expect(isClean(all)).toBe(true);
    expect(isClean(matrixOf('killed', 'unexplained'))).toBe(false);
    expect(isClean(matrixOf('killed', 'refuted'))).toBe(false);
  });

  it('names what is refuted with the seed, the history and the place', () => {
    const matrix = matrixOf('killed', 'refuted');
    const name = matrix.tried[1]?.fault.name ?? '';
    const text = matrixText(matrix);
    expect(text).toContain(`survived  ${name}: `);
    expect(text).toContain(
      'not equivalent after all (reason given: no such bit): history 17 of --seed 4294967295 shows it in CTR',
    );
    expect(matrixJson(matrix)).toMatchObject({
      survived: 1,
      refuted: 1,
      results: [{}, { refuted: { seed: -1, place: 'CTR' } }],
    });
  });
});
