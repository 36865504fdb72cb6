// Whether a core can come to rest from wherever it is, by moves that can be counted on: no guest need end by itself once a thread
// has begun to leave, and no stray interrupt need come.

import { isResting } from '../../../model/protocol/code-moves.ts';
import type { Protocol, ProtocolCore } from '../../../model/protocol/core.ts';
import { HDEC, sharedWord } from '../../../model/protocol/core.ts';
import { type ProtocolMove, protocolMoves } from '../../../model/protocol/moves.ts';
import type { EdgeList } from './edge-list.ts';
import { numberingOf } from './numbering.ts';

/** Whether a move comes about by itself if all threads take their steps. */
export function isDependable(core: ProtocolCore, { site, text }: ProtocolMove): boolean {
  if (site === 'stray' || text.endsWith('timeout')) return false;
  const someLeave = sharedWord(core, 'vcore.entry_exit_count') >= 0x100n;
  if (!someLeave) return true;
  return site !== 'sc 1' && !(site === 'time' && sharedWord(core, 'HDEC') === HDEC.FAR);
}

/** The first state but the beginning from which no state at rest can be reached; the edges are those that can be counted on. */
export function firstWithoutRest(
  states: number,
  edges: EdgeList,
  isAtRest: (index: number) => boolean,
): number | undefined {
  const { starts, sources } = reversed(states, edges);
  const rests = new Uint8Array(states);
  const open: number[] = [];
  for (let i = 0; i < states; i++)
    if (isAtRest(i)) {
      rests[i] = 1;
      open.push(i);
    }
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (let i = starts[at] ?? 0; i < (starts[at + 1] ?? 0); i++) {
      const from = sources[i] ?? 0;
      if (rests[from] === 1) continue;
      rests[from] = 1;
      open.push(from);
    }
  const first = rests.indexOf(0, 1);
  return first < 0 ? undefined : first;
}

/** The edges by where they lead: those into a state are from its start to the next one's. */
function reversed(states: number, edges: EdgeList) {
  const starts = new Uint32Array(states + 2);
  for (let i = 0; i < edges.count(); i++) {
    const at = edges.to(i) + 2;
    starts[at] = (starts[at] ?? 0) + 1;
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sources = new Uint32Array(edges.count());
  for (let i = 0; i < edges.count(); i++) {
    const at = edges.to(i) + 1;
    const place = starts[at] ?? 0;
    sources[place] = edges.from(i);
    starts[at] = place + 1;
  }
  return { starts, sources };
}

/** States that are looked at before it is taken to come to rest: it is asked of those only that a whole search has found not to. */
const MOST = 200_000;

/** Whether this core can come to rest. */
export function finishesFrom(core: ProtocolCore, protocol: Protocol): boolean {
  const numbering = numberingOf(true);
  const seen = new Set([numbering.rowOf(core).join()]);
  const open = [core];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (isResting(at, protocol) || seen.size > MOST) return true;
    const here = at;
    for (const move of protocolMoves(here, protocol)) {
      const row = numbering.rowOf(move.core);
      if (!isDependable(here, move) || seen.has(row.join())) continue;
      seen.add(row.join());
      open.push(numbering.coreOf(row));
    }
  }
  return false;
}
