// One thread's own steps: those that no other thread can tell apart are taken at once, up to the next that concerns them.
//
// A step concerns others that reads or writes what they share or write, turns translation or the guest on or off, naps, presents or
// clears an interrupt, or waits for stores. All others commute with whatever another thread does, so no order of theirs matters.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { XICS_IPI } from '../../spec/vocabulary/controller.ts';
import type { Write } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Cells } from '../cells.ts';
import { execute } from '../interpret.ts';
import { Stuck } from '../memory.ts';
import { slotNamed } from '../places.ts';
import type { LinkedStep, Program } from '../program.ts';
import { wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import { lwsync, ptesync, sync } from '../steps/context.ts';
import { nap } from '../steps/power.ts';
import { type ExecutedStep, executed } from './access.ts';
import { isBuffered, isShared, LAST_SAVED, sharedIndex, sharedSlots } from './places.ts';
import { XICS, XICS_AT } from './secondary.ts';
import type { BufferEntry, Interrupt, ProtocolThread } from './thread.ts';

/** What a thread does next: a step of the path, or why there is none. */
export type PathStep =
  | { readonly next: 'step'; readonly placed: LinkedStep }
  | { readonly next: 'guest' | 'returned' | 'kernel' };

/** What a step did: the thread after it, what the threads share, and the stores that others see at once. */
export interface PathResult {
  readonly thread: ProtocolThread;
  readonly shared: readonly Word[];
  /** A place of the virtual core that a conditional store has written. */
  readonly committed?: string;
}

const MODE_BITS = MSR.HV | MSR.IR | MSR.DR;
const NIA = slotNamed('NIA');
const HWTHREAD_STATE = slotNamed('hstate.hwthread_state');

/** The return address of a call of the path. */
export const HOME = 0xc000000080000040n;

const QIRR = `[0x${(XICS_AT + XICS.QIRR).toString(16)}]`;
const XIRR = `[0x${(XICS_AT + XICS.XIRR).toString(16)}]`;

/** The cells with what XIRR is: the source of interrupts between processors while one is presented, else 0. */
export const presenting = (cells: Cells, ipi: boolean): Cells =>
  [0n, 0n, 0n, ipi ? XICS_IPI : 0n].reduce(
    (so, byte, i) => so.withByte(XICS_AT + XICS.XIRR + BigInt(i), byte),
    cells,
  );

export const inGuest = ({ mode, cells }: ProtocolThread): boolean =>
  mode === 'path' && (wordIn(cells, 'MSR') & MSR.HV) === 0n;

/** Whether a thread that has napped is in the host's kernel, or next goes there. */
export const isHostBound = ({ mode, bound }: ProtocolThread): boolean =>
  mode === 'kernel' || (mode === 'path' && bound === true);

/** What a thread that executes the path does next. */
export function pathStep(thread: ProtocolThread, program: Program): PathStep {
  if (inGuest(thread)) return { next: 'guest' };
  const nia = wordIn(thread.cells, 'NIA');
  if (nia === HOME) return { next: 'returned' };
  const [loss, noloss] = ['power7_wakeup_loss', 'power7_wakeup_noloss'].map((name) =>
    program.labels.get(name),
  );
  if (nia === loss || nia === noloss) return { next: 'kernel' };
  const placed = program.steps[program.find(nia) ?? -1];
  if (placed === undefined) throw new Stuck(`nothing is at 0x${nia.toString(16)}`);
  return { next: 'step', placed };
}

const isBarrier = ({ meaning }: Step): boolean =>
  meaning === sync.meaning || meaning === ptesync.meaning;

export const waitsForStores = ({ step }: LinkedStep): boolean => isBarrier(step);
const naps = ({ step }: LinkedStep): boolean => step.meaning === nap.meaning;

/** A program of which every step may be made a step that concerns others, so that what is taken at once can be held to what is not. */
export interface SteppedProgram extends Program {
  readonly everyStep?: true;
}

/** Steps after which a thread that concerns nobody is given up. */
const BUDGET = 20_000;

/** The thread just before its next step that concerns others. */
export function folded(thread: ProtocolThread, program: SteppedProgram): ProtocolThread {
  if (program.everyStep === true) return thread;
  let { cells, buffer, interrupt } = thread;
  for (let taken = 0; taken < BUDGET; taken++) {
    const here = { ...thread, cells, buffer, interrupt };
    if (thread.mode !== 'path') return here;
    try {
      const pending = pathStep(here, program);
      if (pending.next !== 'step' || concerns(pending.placed, buffer)) return here;
      const done = executed(cells, pending.placed, program);
      if (isVisible(cells, done)) return here;
      interrupt = interruptAfter(here, done);
      cells = done.writes.some(({ place }) => place === XIRR)
        ? presenting(done.cells, thread.ipi)
        : done.cells;
      if (pending.placed.step.meaning === lwsync.meaning) buffer = withBarrier(buffer);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      return { ...here, mode: 'astray', next: error.message };
    }
  }
  return {
    ...thread,
    mode: 'astray',
    next: `more than ${BUDGET} steps that concern no other thread`,
  };
}

const concerns = (placed: LinkedStep, buffer: readonly BufferEntry[]): boolean =>
  naps(placed) || (waitsForStores(placed) && buffer.length > 0);

const isVisible = (before: Cells, { cells, writes, concernsOthers }: ExecutedStep): boolean =>
  concernsOthers ||
  ((wordIn(before, 'MSR') ^ wordIn(cells, 'MSR')) & MODE_BITS) !== 0n ||
  writes.some(({ place }) => place === QIRR);

const withBarrier = (buffer: readonly BufferEntry[]): readonly BufferEntry[] =>
  buffer.length === 0 || buffer.at(-1)?.entry === 'barrier'
    ? buffer
    : [...buffer, { entry: 'barrier' }];

/** Takes a step of the path that may concern others. Throws Stuck where it reads what nobody has set. */
export function taken(
  thread: ProtocolThread,
  shared: readonly Word[],
  placed: LinkedStep,
  program: Program,
): PathResult {
  const done = executed(withShared(thread, shared), placed, program);
  const conditional = done.writes.some(({ place }) => place === 'RESERVE');
  const count = done.writes.find(({ place }) => place === 'vcore.entry_exit_count');
  let [buffer, committed] = [thread.buffer, undefined as string | undefined];
  if (placed.step.meaning === lwsync.meaning) buffer = withBarrier(buffer);
  const now = [...shared];
  for (const write of done.writes) {
    const at = isShared(write.place) ? sharedIndex(write.place) : -1;
    if (isBuffered(write.place) && write.stored && !conditional) {
      buffer = [...buffer, { entry: 'store', place: write.place, word: write.word }];
    } else if (at >= 0) {
      now[at] = write.word;
      if (write.stored) committed = write.place;
    }
  }
  const ipi = thread.ipi && !done.writes.some(({ place }) => place === QIRR);
  const cells = presenting(withoutShared(done.cells, thread), ipi);
  const mode = naps(placed) ? 'nap' : thread.mode;
  const one: ProtocolThread = {
    ...thread,
    cells,
    mode,
    buffer,
    ipi,
    interrupt: interruptAfter(thread, done),
    unsaved: thread.unsaved && !done.writes.some(({ place }) => place === LAST_SAVED),
    call: committed === 'vcore.nap_count' && thread.call === 'woken' ? 'back' : thread.call,
    counted: count === undefined ? thread.counted : countedBy(thread, shared, count),
  };
  return { thread: one, shared: now, ...(committed === undefined ? {} : { committed }) };
}

/** What a step makes of an interrupt of the thread. */
function interruptAfter(
  { ipi, interrupt }: ProtocolThread,
  { writes, readsXirr }: ExecutedStep,
): Interrupt {
  const isHeld = interrupt === 'acknowledged' || interrupt === 'cleared';
  if (readsXirr && ipi && !isHeld) return 'acknowledged';
  if (writes.some(({ place }) => place === QIRR)) return isHeld ? 'cleared' : 'none';
  if (writes.some(({ place }) => place === XIRR))
    return interrupt === 'acknowledged' ? 'again' : 'none';
  return interrupt;
}

/** Whether an interrupt is presented: one that is acknowledged holds back others until it is ended. */
export const isPresented = ({ ipi, interrupt }: ProtocolThread): boolean =>
  ipi && interrupt !== 'acknowledged' && interrupt !== 'cleared';

/** Whether a thread counts in: its write of the count has changed how many have entered, or how many leave. */
function countedBy(
  thread: ProtocolThread,
  shared: readonly Word[],
  { word, stored }: Write,
): boolean {
  const before = shared[sharedIndex('vcore.entry_exit_count')] ?? 0n;
  if (!stored || word === before) return thread.counted;
  return (word & 0xffn) > (before & 0xffn) || (word >> 8n === before >> 8n && thread.counted);
}

/** The cells of a thread as it sees them: with what the threads share, and what it has stored itself and they do not see yet. */
export function withShared({ cells, buffer }: ProtocolThread, shared: readonly Word[]): Cells {
  const own = buffer.flatMap((one) =>
    one.entry === 'store' && one.to === undefined && one.place !== 'ipi'
      ? [{ slot: slotNamed(one.place), word: one.word }]
      : [],
  );
  return cells.with([...sharedSlots.map((slot, i) => ({ slot, word: shared[i] ?? 0n })), ...own]);
}

/** The thread after a step of hardware: of the machine, or its guest. */
export const afterHardware = (
  thread: ProtocolThread,
  shared: readonly Word[],
  step: Step,
  program: Program,
): ProtocolThread => {
  const { cells } = execute(withShared(thread, shared), step, program);
  return { ...thread, cells: withoutShared(cells, thread) };
};

/** What a thread keeps of cells: not what is shared, and of a place that others read only what they see of it already. */
const withoutShared = (cells: Cells, before: ProtocolThread): Cells =>
  cells.with([
    ...sharedSlots.map((slot) => ({ slot, word: 0n })),
    { slot: HWTHREAD_STATE, word: before.cells.word(HWTHREAD_STATE) },
  ]);

export const niaAt = (cells: Cells, word: Word): Cells => cells.with([{ slot: NIA, word }]);
