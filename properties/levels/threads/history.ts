// A history of cores: which thread did what, move by move. It is data, so that a token can hold it, and is played on any rules.
import { type Core, started } from '../../../model/core/core.ts';
import { type Move, movesOf } from '../../../model/core/moves.ts';
import type { Rules } from '../../../model/core/rules.ts';
import { type Around, seenBy } from '../../../model/core/seen.ts';
import type { Machine, Span, StepRecord, Trace } from '../../../spec/vocabulary/machine.ts';
import { list, parts, type Schema, text, whole } from '../../input/schema.ts';
import type { SearchResult } from './explore.ts';
import { executesIn, stepOf, takenAfter } from './judging.ts';
import type { Locals, Size } from './local.ts';

/** A move by what tells it from the others that are possible. */
export interface MoveRecord {
  readonly core: number;
  readonly thread: number;
  readonly site: string;
  /** The VM of which a vcpu is asked for; 0 is none. */
  readonly vm: number;
}

export interface CoreHistory {
  readonly size: Size;
  readonly moves: readonly MoveRecord[];
}

/** Of anything that is explored; a search as large takes hours. */
const LARGEST = 4;

/** The longest way that a search has found has a tenth as many. */
const MOVES = 1000;

/** Of anything that a move names. */
const MOST = 64;

const number = whole(MOST);
const size = whole(LARGEST);

/** How JSON holds a history. */
export const threadsHistory: Schema<CoreHistory> = parts<CoreHistory>({
  size: parts<Size>({ cores: size, threads: size, partitions: size, vcpus: size }),
  moves: list(parts<MoveRecord>({ core: number, thread: number, site: text, vm: number }), MOVES),
});

/** All cores, and how the VMs stand. */
interface Cores {
  readonly cores: readonly Core[];
  readonly taken: readonly number[];
}

/** A move, and all cores before and after it. */
export interface MoveEvent extends MoveRecord {
  readonly move: Move;
  readonly before: Cores;
  readonly after: Cores;
}

const begin = ({ cores, threads, partitions }: Size): Cores => ({
  cores: Array.from({ length: cores }, () => started(threads)),
  taken: new Array<number>(partitions).fill(0),
});

/** The cores after a move of one of them. */
function coresAfter({ cores, taken }: Cores, core: number, move: Move): Cores {
  const vm = cores[core]?.threads[move.thread]?.vm ?? 0;
  const then = move.core.threads[move.thread]?.vm ?? 0;
  return {
    cores: cores.with(core, move.core),
    taken: vm === then ? taken : takenAfter(taken, then, vm),
  };
}

/** The moves of a history, as far as the rules allow them: one that they do not allow does not happen. */
export function happenings(rules: Rules, { size, moves }: CoreHistory): readonly MoveEvent[] {
  const done: MoveEvent[] = [];
  let before = begin(size);
  for (const made of moves) {
    const core = before.cores[made.core];
    const move = core && movesOf(core, size.partitions, rules).find((one) => isMade(one, made));
    if (move === undefined || isLocked(rules, size, before, made, move)) continue;
    const after = coresAfter(before, made.core, move);
    done.push({ ...made, move, before, after });
    before = after;
  }
  return done;
}

const isMade = (move: Move, { thread, site, vm }: MoveRecord): boolean =>
  move.thread === thread && move.site === site && move.vm === vm;

/** Whether a vcpu is asked for, and all of the VM's are taken. */
function isLocked(
  rules: Rules,
  size: Size,
  { cores, taken }: Cores,
  { core }: MoveRecord,
  move: Move,
): boolean {
  const held = cores[core]?.threads[move.thread]?.vm ?? 0;
  const then = move.core.threads[move.thread]?.vm ?? 0;
  return rules.vcpusAreLocked && then !== held && then !== 0 && (taken[then] ?? 0) >= size.vcpus;
}

/** The history along canonical states: of what they stand for, one that can be played. */
export function historyAlong(
  rules: Rules,
  locals: Locals,
  size: Size,
  way: NonNullable<SearchResult['findings'][number]['way']>,
  symmetric: boolean,
): CoreHistory {
  const inOrder = (numbers: readonly number[]): string =>
    (symmetric ? numbers.toSorted((a, b) => a - b) : numbers).join();
  const moves: MoveRecord[] = [];
  let cores = begin(size);
  for (const wanted of way.slice(1)) {
    const found = cores.cores
      .flatMap((core, i) =>
        movesOf(core, size.partitions, rules).map((move) => ({
          i,
          move,
          core: coresAfter(cores, i, move),
        })),
      )
      .find(({ core }) => inOrder(core.cores.map(locals.numberOf)) === inOrder(wanted));
    if (found === undefined) throw new Error('a way through canonical states cannot be played');
    const { i, move } = found;
    moves.push({ core: i, thread: move.thread, site: move.site, vm: move.vm });
    cores = found.core;
  }
  return { size, moves };
}

/** The run as each thread of each core sees it, for as long as it executes. */
export function playCore(rules: Rules, history: CoreHistory): Trace {
  const all = happenings(rules, history);
  const { cores, threads, partitions, vcpus } = history.size;
  const viewOf = (state: Cores, core: number, thread: number): Machine => {
    const around: Around = { rules, partitions, vcpus, taken: state.taken };
    return seenBy(state.cores[core] ?? started(threads), thread, around);
  };
  const spans: Span[] = [];
  for (let core = 0; core < cores; core++)
    for (let thread = 0; thread < threads; thread++)
      for (const stretch of stretches(all, core, thread)) {
        const view = (state: Cores) => viewOf(state, core, thread);
        const taken = stretch.map((one) => seenStep(one, core, thread, view)).filter(isNews);
        const [first, last] = [stretch[0], stretch.at(-1)];
        if (first === undefined || last === undefined) continue;
        spans.push({
          kind: 'core',
          before: view(first.before),
          after: view(last.after),
          taken,
          from: 0,
          to: taken.length,
        });
      }
  return { spans, unfinished: [], ending: { end: 'returned' } };
}

const isNews = ({ by, writes }: StepRecord): boolean => by !== 'sibling' || writes.length > 0;

/** What happens while a thread executes, from one time that it comes online to the next. */
function stretches(
  all: readonly MoveEvent[],
  core: number,
  thread: number,
): readonly (readonly MoveEvent[])[] {
  const made: MoveEvent[][] = [[]];
  for (const one of all) {
    const now = one.after.cores[core];
    if (now !== undefined && executesIn(now, thread)) made.at(-1)?.push(one);
    else made.push([]);
  }
  return made.filter((stretch) => stretch.length > 0);
}

function seenStep(
  { move, before, after, core: where }: MoveEvent,
  core: number,
  thread: number,
  view: (state: Cores) => Machine,
): StepRecord {
  const step = stepOf(view(before), view(after), move, thread);
  if (where === core) return step;
  return { ...step, by: 'sibling', text: `core ${where}, thread ${move.thread}: ${move.text}` };
}
