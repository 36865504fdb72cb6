// The exit code of a proof, and what its report says, on results made by hand.
import { describe, expect, it } from 'vitest';
import type { ProofResult } from '../properties/proof/report.ts';
import type { Settlement } from '../properties/proof/work.ts';
import { type ClauseName, clauseNamed } from '../spec/contract.ts';
import { type Io, streams } from './io.ts';
import { reportProof } from './prove.ts';
import type { ProveOutcome } from './prove-report.ts';

/** A clause that the published path breaks, and one that it keeps. */
const BROKEN = 'host-cr-fields-return';
const KEPT = 'host-dscr-returns';

const proved: Settlement['verdict'] = {
  verdict: 'proved',
  paths: 12,
  byRewriting: 10,
  bySolver: 2,
  caveats: [],
};
const open: Settlement['verdict'] = {
  verdict: 'not-settled',
  why: 'the solver says unknown',
  where: 'external, return.frame.blr',
  term: '(DSCR == 0x0)',
};

const result = (
  model: string,
  name: ClauseName,
  verdict: ProofResult['verdict'],
  settlement?: Settlement['verdict'],
): ProofResult => ({
  model,
  clause: clauseNamed(name),
  verdict,
  settled: settlement && { clause: name, verdict: settlement, seconds: 1, certificate: [] },
  finding: undefined,
});

const holds = (model: string, name: ClauseName): ProofResult =>
  result(model, name, 'holds', proved);
const unsettled = result('repaired', KEPT, 'not-enough', open);
const violated = (model: string, name: ClauseName): ProofResult => result(model, name, 'violated');

/** Reports, and catches what is said. */
function report(
  results: readonly ProofResult[],
  more: Partial<ProveOutcome> = {},
  flags: Parameters<typeof reportProof>[1] = {},
) {
  const said = { 1: '', 2: '' };
  const io: Io = {
    ...streams((descriptor, text) => {
      said[descriptor] += text;
    }, false),
    env: {},
    progress: false,
    columns: 80,
    now: () => 0,
    interrupted: () => false,
  };
  const clauses = [...new Set(results.map(({ clause }) => clause))];
  const asked = { clauses, whole: false, subjects: [], source: undefined, without: [] };
  const outcome = {
    asked: { ...asked, seconds: undefined },
    results,
    sizes: new Map(),
    elapsedMs: 1000,
    ended: false,
    cut: false,
    ...more,
  };
  return { code: reportProof(outcome, flags, io), out: said[1], err: said[2] };
}

describe('the exit code of a proof', () => {
  it.each<[string, number, readonly ProofResult[], Partial<ProveOutcome>]>([
    ['all is as expected', 0, [violated('published', BROKEN), holds('repaired', BROKEN)], {}],
    ['a clause is refuted', 1, [holds('repaired', KEPT), violated('repaired', BROKEN)], {}],
    ['a recorded defect does not show', 1, [holds('published', BROKEN)], {}],
    ['a clause is vacuous', 1, [result('repaired', KEPT, 'vacuous', { verdict: 'vacuous' })], {}],
    ['a run is stuck', 1, [result('repaired', KEPT, 'stuck')], {}],
    ['kernel source breaks a clause', 1, [violated('kernel', BROKEN)], {}],
    ['kernel source keeps it', 0, [holds('kernel', BROKEN)], {}],
    ['a clause is not settled', 4, [holds('repaired', BROKEN), unsettled], {}],
    ['a clause is refuted, and one not settled', 1, [violated('repaired', BROKEN), unsettled], {}],
    ['the time ended', 4, [holds('repaired', BROKEN)], { ended: true }],
    ['the time ended, and a clause is refuted', 4, [violated('repaired', KEPT)], { ended: true }],
  ])('where %s is %i', (_what, code, results, more) => {
    expect(report(results, more, { json: '-' }).code).toBe(code);
  });

  it('is 4 where a file cannot be written, and the report is printed then', () => {
    for (const flags of [{ json: '.' }, { certificate: '.' }]) {
      const { code, out, err } = report([holds('repaired', KEPT)], {}, flags);
      expect(code).toBe(4);
      expect(out).toContain('all 1 verdicts are the expected ones');
      expect(err).toMatch(/cannot write '\.': .*; the report is above\n$/u);
    }
  });
});

describe('the report of a proof', () => {
  it('says why and where a clause is not settled', () => {
    const { out } = report([unsettled]);
    expect(out).toMatch(/^ {2}host-dscr-returns +NOT SETTLED$/mu);
    expect(out).toContain(
      [
        'repaired  host-dscr-returns: not settled: the solver says unknown',
        '  at    external, return.frame.blr',
        '  term  (DSCR == 0x0)',
        '1 of 1 verdicts are not settled',
      ].join('\n'),
    );
  });

  it('tells how much rewriting and solver did, in one column and in two', () => {
    expect(report([holds('repaired', KEPT)]).out).toMatch(
      /^ {2}host-dscr-returns +proved {2}12 paths, 10 by rewriting$/mu,
    );
    const { out } = report([holds('published', KEPT), holds('repaired', KEPT)]);
    expect(out).toMatch(/^ {2}host-dscr-returns +proved 10\+2 {5}proved 10\+2$/mu);
    expect(out).toMatch(/; N\+M: M of\s+them\s+by\s+the\s+solver\n/u);
  });

  it('names the stores that a proof takes on trust', () => {
    const trusting = { ...proved, caveats: ['exit.sprs.dscr'] };
    const { out } = report([result('repaired', KEPT, 'holds', trusting)]);
    expect(out).toMatch(/proved {2}12 paths, 10 by rewriting\*$/mu);
    expect(out).toContain('*  if the stores at exit.sprs.dscr hit nothing that the switch reads\n');
  });

  it('names what is not expected, and why', () => {
    expect(report([holds('published', BROKEN)]).out).toContain(
      '  published  host-cr-fields-return: proved; a recorded defect breaks it\n',
    );
  });

  it('tells scripts what is not settled', () => {
    const { out } = report([unsettled], {}, { json: '-' });
    expect(JSON.parse(out).results).toMatchObject([
      { verdict: 'not-enough', assurance: { class: 'not-run' }, why: 'the solver says unknown' },
    ]);
  });
});
