// Findings of two versions held to each other: line numbers move, instructions change, and a defect that is mended is gone.
import { describe, expect, it } from 'vitest';
import type { ComparableFinding } from './comparable-findings.ts';
import { compared } from './comparison.ts';

const finding = (more: Partial<ComparableFinding>): ComparableFinding => ({
  verdict: 'violated',
  level: 'switch',
  defects: [],
  once: [],
  site: 'exit.S:10',
  routine: 'kvmppc_interrupt',
  text: 'mtspr SPRN_DSCR, r7',
  places: ['DSCR'],
  clauses: ['host-dscr-returns'],
  token: '',
  ...more,
});
const base = finding({});

/** How many are new, gone and the same. */
const counts = (own: readonly ComparableFinding[], others: readonly ComparableFinding[]) => {
  const { fresh, gone, same } = compared(own, others);
  return [fresh.length, gone.length, same.length];
};

describe('a finding is the same', () => {
  it.each<[string, Partial<ComparableFinding>, Partial<ComparableFinding>]>([
    ['at another line', {}, { site: 'exit.S:400' }],
    ['by another clause', {}, { clauses: ['early-exit-runs-no-guest'] }],
    ['by another instruction of the routine', {}, { text: 'mtspr SPRN_DSCR, r8' }],
    ['where the instruction moved to another routine', {}, { routine: 'kvmppc_interrupt_hv' }],
    [
      'by its cause, wherever it shows',
      { defects: ['cr-not-kept'], routine: 'a', places: ['CR'] },
      { defects: ['cr-not-kept'], routine: 'b', places: ['NIA'], text: 'blr' },
    ],
    [
      'where an interruption loses another register by the same clause',
      { level: 'interruption', places: ['CR'], text: 'rlwinm.', routine: 'a' },
      { level: 'interruption', places: ['r4'], text: 'ld', routine: 'b' },
    ],
    [
      'where runs come to no end for the same reason',
      { verdict: 'stuck', text: 'after exit.S: the run comes to 0x…', places: [] },
      { verdict: 'stuck', text: 'after exit.S: the run comes to 0x…', places: [], clauses: [] },
    ],
  ])('%s', (_how, before, after) => {
    expect(counts([finding(after)], [finding(before)])).toEqual([0, 0, 1]);
  });
});

describe('a finding is another', () => {
  it.each<[string, Partial<ComparableFinding>]>([
    ['where another place is lost', { places: ['CR'] }],
    [
      'by another instruction in another routine',
      { routine: 'enter', text: 'mtspr SPRN_DSCR, r4' },
    ],
    ['where a recorded defect is its cause', { defects: ['cr-not-kept'] }],
    ['where a run comes to no end', { verdict: 'stuck' }],
    ['where no history meets the clause any more', { verdict: 'vacuous' }],
  ])('%s', (_how, after) => {
    expect(counts([finding(after)], [base])).toEqual([1, 1, 0]);
  });

  it('for each one of the base once', () => {
    expect(counts([base, finding({ text: 'stw', places: ['memory'] })], [base])).toEqual([1, 0, 1]);
    expect(counts([base, finding({ site: 'exit.S:20' })], [base])).toEqual([1, 0, 1]);
  });
});

it('one missing step is one finding, though it shows at several sites', () => {
  const early = finding({ site: 'entry.S:90', routine: 'back', text: 'blr' });
  const { fresh } = compared([base, early], []);
  expect(fresh).toEqual([base]);
  const memory = { places: ['memory'], clauses: ['stores-stay-home'] };
  expect(counts([finding(memory), finding({ ...memory, text: 'std' })], [])).toEqual([2, 0, 0]);
});
