// The turn of hypervisor code: specialised code as far as the cache has any and its guards hold, or else baseline code of one
// block.
//
// Code is run up to the next pause, or the turn at which the dispatch loop looks; it returns by itself where another step may come
// next. NIA is in the buffer only when the turn ends, and where a step wrote it.
import type { LinkedCode } from './linked-code.ts';
import { counter, inHypervisor, NIA } from './machine-buffer.ts';
import { goTo, passTime, type RunContext } from './run-context.ts';

/** Executes steps from one on, at least that one, and returns the index of the next. */
export function hostTurn(context: RunContext, linked: LinkedCode, index: number): number {
  passTime(context);
  const room = roomIn(context, context.inputs.pauses[context.pauses]?.after);
  const before = context.steps;
  let next = runCached(context, linked, index, before + room);
  if (context.steps === before) next = runBaseline(context, linked, index, room);
  const done = context.steps - before;
  context.turns += done;
  context.hostSteps += done;
  return next;
}

/** Runs specialised code as far as there is any, until so many steps have been executed in all. */
function runCached(context: RunContext, linked: LinkedCode, index: number, most: number): number {
  const { counters, halves } = context.buffer;
  const { cache, next, labels } = linked;
  let { steps } = context;
  let now = index;
  let last = -1;
  let branched = true;
  while (now >= 0) {
    const entry = cache.entries[now];
    if (entry === undefined) break;
    const { code, from } = entry;
    const room = most - steps + from;
    if (room === from) break;
    const first = steps - from;
    counters[counter.steps] = first;
    context.base = now - from;
    const end = code.run(from, room, now - from, next, labels);
    if (end === from) break;
    steps = first + end;
    last = now - from + end - 1;
    branched = code.branches[end - 1] === 1;
    now = branched ? atNia(linked, halves, last) : following(linked, last);
    if (!inHypervisor(halves)) break;
  }
  context.base = -1;
  context.steps = steps;
  if (!branched) goAfter(context, linked, last);
  return now;
}

/** Runs baseline code of one block, so many steps at most; a step at a time while the block is sampled. */
function runBaseline(context: RunContext, linked: LinkedCode, index: number, room: number): number {
  const { buffer } = context;
  const code = linked.codes[index] ?? linked.codeOf(index);
  const number = linked.numbers[index] ?? 0;
  const base = index - number;
  const sampling = code.profile.sampling();
  if (sampling) code.profile.record(number);
  else linked.cache.add(base, code);
  buffer.counters[counter.steps] = context.steps - number;
  context.base = base;
  const to = number + (sampling ? 1 : room);
  const end = code.run(number, to, base, linked.next, linked.labels);
  context.base = -1;
  context.steps += end - number;
  const last = base + end - 1;
  const branched = code.branches[end - 1] === 1;
  if (!branched) goAfter(context, linked, last);
  return branched ? atNia(linked, buffer.halves, last) : following(linked, last);
}

/** The index of the step at the address after one. */
const following = ({ follows, next, find }: LinkedCode, last: number): number =>
  follows[last] ? last + 1 : find(next[2 * last] ?? 0, next[2 * last + 1] ?? 0);

/** The index of the step at NIA, which mostly is the one right after the last. */
function atNia({ follows, next, find }: LinkedCode, halves: Int32Array, last: number): number {
  const low = halves[NIA] ?? 0;
  const high = halves[NIA + 1] ?? 0;
  const on = follows[last] && low === next[2 * last] && high === next[2 * last + 1];
  return on ? last + 1 : find(low, high);
}

/** Puts the address after a step into NIA. */
function goAfter({ buffer }: RunContext, { next }: LinkedCode, last: number): void {
  goTo(buffer, next[2 * last] ?? 0, next[2 * last + 1] ?? 0);
}

/** Steps that may be executed before time passes or the dispatch loop looks; after a pause at least one. */
function roomIn({ turns, room, hostSteps }: RunContext, pause: number | undefined): number {
  const budget = room - turns;
  if (pause === undefined) return budget;
  const due = pause > hostSteps ? pause - hostSteps : 1;
  return due < budget ? due : budget;
}
