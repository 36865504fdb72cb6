// A history of a protocol: which thread did what, move by move. It is data, so that a token can hold it, and is played on any protocol.
import type { ProtocolCore } from '../../../model/protocol/core.ts';
import { startedCore } from '../../../model/protocol/core.ts';
import { type ProtocolMove, protocolMoves } from '../../../model/protocol/moves.ts';
import { protocolView } from '../../../model/protocol/seen.ts';
import type { Machine, Span, Trace } from '../../../spec/vocabulary/machine.ts';
import { list, parts, type Schema, text, whole } from '../../input/schema.ts';
import { finishesFrom } from './finishing.ts';
import { protocolWrites } from './judging.ts';
import { numberingOf } from './numbering.ts';
import { type ProtocolCode, type ProtocolSize, protocolOf } from './subjects.ts';

/** A move by what tells it from the others that are possible. */
interface ProtocolMoveRecord {
  /** Counted from 0; what no thread does has the number behind the last. */
  readonly thread: number;
  readonly site: string;
  /** Which one, of several that this thread may take at this site. */
  readonly nth: number;
}

export interface ProtocolHistory {
  readonly threads: number;
  readonly rounds: number;
  readonly strays: number;
  readonly givesUp: number;
  readonly moves: readonly ProtocolMoveRecord[];
}

/** The largest of anything that is searched, and more moves than any way that a search has found. */
const LARGEST = 4;
const MOVES = 2000;

const number = whole(LARGEST);

/** How JSON holds a history. */
export const protocolHistory: Schema<ProtocolHistory> = parts<ProtocolHistory>({
  threads: number,
  rounds: number,
  strays: number,
  givesUp: whole(1),
  moves: list(parts<ProtocolMoveRecord>({ thread: number, site: text, nth: number }), MOVES),
});

/** A move, and the core before and after it. */
export interface ProtocolEvent extends ProtocolMoveRecord {
  readonly move: ProtocolMove;
  readonly before: ProtocolCore;
}

const sizeOf = ({ threads, rounds, strays, givesUp }: ProtocolHistory): ProtocolSize => ({
  threads,
  rounds,
  strays,
  givesUp: givesUp === 1,
});

/** The moves of a history, as far as they are possible: one that is not does not happen, and steps that were put in since do. */
export function protocolEvents(
  code: ProtocolCode,
  history: ProtocolHistory,
  isInserted: (site: string) => boolean = () => false,
): readonly ProtocolEvent[] {
  const protocol = protocolOf(code, sizeOf(history));
  const events: ProtocolEvent[] = [];
  let core = startedCore(protocol, history.threads);
  const make = (move: ProtocolMove, record: ProtocolMoveRecord): void => {
    events.push({ ...record, move, before: core });
    core = move.core;
  };
  for (const record of history.moves) {
    const { thread } = record;
    for (;;) {
      const put = protocolMoves(core, protocol).find(
        (move) => move.thread === thread && isInserted(move.site),
      );
      if (put === undefined) break;
      make(put, { thread, site: put.site, nth: 0 });
    }
    const move = protocolMoves(core, protocol).filter((one) => isMade(one, record, history))[
      record.nth
    ];
    if (move !== undefined) make(move, record);
  }
  return events;
}

const isMade = (
  move: ProtocolMove,
  { thread, site }: ProtocolMoveRecord,
  { threads }: Pick<ProtocolHistory, 'threads'>,
): boolean => (move.thread ?? threads) === thread && move.site === site;

/** The history through the states of a search, of which each stands for those in which threads that are alike change places. */
export function protocolHistoryAlong(
  code: ProtocolCode,
  size: ProtocolSize,
  way: readonly ProtocolCore[],
): ProtocolHistory {
  const protocol = protocolOf(code, size);
  const numbering = numberingOf(true);
  const keyOf = (core: ProtocolCore): string => sortedKey(numbering.rowOf(core));
  const moves: ProtocolMoveRecord[] = [];
  let core = startedCore(protocol, size.threads);
  for (const wanted of way.slice(1)) {
    const all = protocolMoves(core, protocol);
    const move = all.find((one) => keyOf(one.core) === keyOf(wanted));
    if (move === undefined) throw new Error('a way through states cannot be played');
    const thread = move.thread ?? size.threads;
    const alike = all.filter((one) => isMade(one, { thread, site: move.site, nth: 0 }, size));
    moves.push({ thread, site: move.site, nth: alike.indexOf(move) });
    core = move.core;
  }
  const { threads, rounds, strays, givesUp } = size;
  return { threads, rounds, strays, givesUp: givesUp ? 1 : 0, moves };
}

/** What is shared, the first thread, and the others in any order. */
const sortedKey = ([shared, first, ...others]: readonly number[]): string =>
  [shared, first, ...others.toSorted((a, b) => a - b)].join();

/** How a history is played. */
interface PlayOptions {
  readonly isSource?: true | undefined;
  /** Which sites are those of steps that the program had not when the history was made. */
  readonly inserted?: (site: string) => boolean;
}

/** The run as each thread of the core sees it. A thread of source that cannot be followed ends it. */
export function playProtocol(
  code: ProtocolCode,
  history: ProtocolHistory,
  { isSource, inserted }: PlayOptions = {},
): Trace {
  const protocol = protocolOf(code, sizeOf(history));
  const events = protocolEvents(code, history, inserted);
  const [first] = events;
  const begin = first?.before ?? startedCore(protocol, history.threads);
  const last = events.at(-1);
  const lost = isSource ? last?.move.core.threads.find(({ mode }) => mode === 'astray') : undefined;
  const finishes = (core: ProtocolCore): boolean =>
    core !== last?.move.core || lost !== undefined || finishesFrom(core, protocol);
  const spans = begin.threads.map((_, i) => spanOf(events, begin, i, finishes));
  if (lost === undefined) return { spans, unfinished: [], ending: { end: 'returned' } };
  const ending = { end: 'stuck', at: last?.move.site ?? '', why: lost.next } as const;
  return { spans, unfinished: ['protocol'], ending };
}

function spanOf(
  events: readonly ProtocolEvent[],
  begin: ProtocolCore,
  i: number,
  finishes: (core: ProtocolCore) => boolean,
): Span {
  const last = events.at(-1)?.move.core;
  const view = (core: ProtocolCore): Machine => protocolView(core, i, () => finishes(core));
  const taken = events.flatMap(({ move, before }) => {
    const writes = protocolWrites(view(before), view(move.core));
    const own = move.thread === i;
    if (!own && writes.length === 0) return [];
    const text = own ? move.text : `thread ${move.thread ?? 'none'}: ${move.text}`;
    return [{ site: move.site, text, by: own ? move.by : ('sibling' as const), writes }];
  });
  const after = view(last ?? begin);
  return { kind: 'protocol', before: view(begin), after, taken, from: 0, to: taken.length };
}
