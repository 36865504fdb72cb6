// What lies in the area of vmalloc is out of reach with translation off: the first access is named, be it a load or a store.
import { describe, expect, it } from 'vitest';
import { layOut, VMALLOC } from '../../model/layout.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { link } from '../../model/program.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import { play } from '../levels/switch/play.ts';
import { pool, quick, stage } from './pool.ts';

const clause = clauseNamed('real-mode-reaches-what-it-touches');

/** The path with some structures in the area of vmalloc. */
const laidOut = (...vmalloced: readonly Structure[]) =>
  link(repaired.routines, repaired.image, layOut({ fields: new Map(), vmalloced }));

/** What the clause says of each history. */
function verdicts(histories: ReturnType<typeof pool>, ...vmalloced: readonly Structure[]) {
  const program = laidOut(...vmalloced);
  return histories.map((history) => judge(clause, play(program, history, stage).trace));
}

describe('a structure in the area of vmalloc', () => {
  it.each(['vcpu', 'paca', 'kvm', 'slb_shadow', 'lppaca'] as const)('cannot be %s', (structure) => {
    const found = verdicts(quick(), structure).filter(({ verdict }) => verdict === 'violated');
    expect(found.length).toBeGreaterThan(0);
    const from = VMALLOC.toString(16).slice(0, 8);
    for (const verdict of found)
      if (verdict.verdict === 'violated')
        expect(verdict.evidence.place).toMatch(new RegExp(`^\\[0x${from}`, 'u'));
  });

  it('is named by the first load that goes astray', () => {
    const [verdict] = verdicts(quick(), 'kvm');
    if (verdict?.verdict !== 'violated') throw new Error(`it is ${verdict?.verdict}`);
    const { step = -1 } = verdict.evidence;
    expect(verdict.span.taken[step]?.site).toBe('guest.partition.sdr1');
    expect(verdict.span.taken).toHaveLength(step + 1);
  });

  it('may be the stack, which is used with translation on only', () => {
    const all = verdicts(pool(), 'frame', 'caller');
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(new Set(['holds']));
  });
});
