// How a nap ends, as the thread that napped finds it: what SRR1 says, and what its interrupt controller presents.
import { describe, expect, it } from 'vitest';
import { startedCore } from '../../../model/protocol/core.ts';
import { type ProtocolMove, protocolMoves } from '../../../model/protocol/moves.ts';
import { XICS, XICS_AT } from '../../../model/protocol/secondary.ts';
import { wordIn } from '../../../model/state.ts';
import { numberingOf } from './numbering.ts';
import { CHECKED_PROTOCOL, protocolModels, protocolOf } from './subjects.ts';

const protocol = protocolOf(protocolModels.repaired, CHECKED_PROTOCOL);

/** The first move at this site, breadth first. */
function firstAt(site: string): ProtocolMove {
  const numbering = numberingOf(true);
  const seen = new Set<string>();
  const open = [startedCore(protocol, 2)];
  for (const core of open.values())
    for (const move of protocolMoves(core, protocol)) {
      if (move.site === site) return move;
      const row = numbering.rowOf(move.core).join();
      if (!seen.has(row)) open.push(move.core);
      seen.add(row);
    }
  throw new Error(`nothing comes to ${site}`);
}

const napper = (site: string) => {
  const cells = firstAt(site).core.threads[1]?.cells;
  if (cells === undefined) throw new Error('there is no second thread');
  return cells;
};

describe('a nap that ends', () => {
  it.each([
    ['stray', 0n],
    ['seen.ipi', 2n],
  ])('by %s finds source %i in XIRR', (site, source) => {
    expect(napper(site).byte(XICS_AT + XICS.XIRR + 3n)).toBe(source);
  });

  it('says in SRR1 that an external interrupt ended it, and that state was lost', () => {
    const srr1 = wordIn(napper('stray'), 'SRR1');
    expect([(srr1 >> 19n) & 7n, (srr1 >> 16n) & 3n]).toEqual([4n, 2n]);
  });
});
