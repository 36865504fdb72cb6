// What the prover makes of faults, one of each fate: nothing that catches one is proved, and what changes nothing is shown to.
import { describe, expect, it } from 'vitest';
import { faultNamed } from '../../../model/faults/catalogue.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Fate } from '../../mutation/kill.ts';
import { triesAll } from '../../testing/rows.ts';
import { type FaultProof, holding } from './held.ts';
import { isRight, tableOf } from './outcome-table.ts';

const held = holding(repaired);

function madeOf(name: string, fate: Fate): FaultProof | undefined {
  const fault = faultNamed(name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return held(fault, fate);
}

const killed = (by: string): Fate => ({ fate: 'killed', by: [by] });
const equivalent: Fate = { fate: 'equivalent', why: '', from: 'terms' };

describe('of a fault', () => {
  it.runIf(triesAll)('that a clause catches, this clause is not proved', () => {
    const proof = madeOf('entry.nvgprs.r14:dropped', killed('host-nonvolatile-gprs-return'));
    expect(proof).toEqual({ of: 'killed', clauses: 1, proved: [], endless: [] });
  });

  it.runIf(triesAll).each([
    ['at the same moments', 'guest.rest.run-latch:twice', 'always'],
    ['at other moments', 'guest.data.mmcr0:swapped', 'but-time'],
  ])('that leads to the same machine %s, it is proved', (_when, name, alike) => {
    expect(madeOf(name, equivalent)).toEqual({ of: 'equivalent', alike });
  });

  it('that no history shows, and of one that is excused, nothing is asked', () => {
    const excused: Fate = { fate: 'excused', why: '' };
    expect(madeOf('guest.hdec.soon:0xb-for-0xa', excused)).toBeUndefined();
  });
});

describe('the table', () => {
  const row = (proof: FaultProof) => ({ fault: 'f', fate: 'killed', proof, seconds: 1 });
  const wrong = row({ of: 'killed', clauses: 2, proved: ['a'], endless: [] });
  const refuted = row({ of: 'equivalent', parts: 'r3', refuted: ['a'], open: [] });
  const right = row({ of: 'equivalent', alike: 'always' });

  it('tells what is wrong', () => {
    expect([wrong, refuted, right].map(isRight)).toEqual([false, false, true]);
    expect(isRight({ fault: 'f', fate: 'killed', internal: 'thrown', seconds: 1 })).toBe(false);
    expect(tableOf([wrong, refuted, right])).toMatch(
      /proved falsely {2}1\n[\s\S]*alike, proved {3}1\n {4}refuted {9}1\n/u,
    );
  });
});
