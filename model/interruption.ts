// Interrupts that come while hypervisor code runs: which may come in a state, and what becomes of one, up to the host's handler and behind.
//
// Power ISA 2.06B, Book III-S 6.5: a system reset always comes, a machine check where MSR[ME] is on (where it is off, the thread
// checkstops), and in hypervisor state the others where MSR[EE] is on; LPCR[HDICE] too must be on for a hypervisor decrementer interrupt.
import { HSRR_VECTORS, LPCR, MSR, VECTOR } from '../spec/vocabulary/bits.ts';
import { OUTCOME } from '../spec/vocabulary/interruption.ts';
import type { StepRecord } from '../spec/vocabulary/machine.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import type { Cells } from './cells.ts';
import { REAL_ADDRESS } from './layout.ts';
import { isHostHandler, returnsTo } from './paths/host-handlers.ts';
import { slotNamed } from './places.ts';
import type { Program } from './program.ts';
import type { PendingStep, RunState, World } from './run-state.ts';
import { type Step, step } from './step.ts';
import { interruptWrites } from './steps/msr.ts';
import { after } from './transition.ts';
import { pendingStep } from './turns.ts';

/** An interrupt that comes by itself, or, of an instruction that the processor lacks, in place of one. */
export interface InterruptKind {
  readonly is: string;
  readonly vector: Word;
  /** Bits of the saved MSR that say why. */
  readonly status?: Word;
  /** Bits of MSR that it turns off and others of its kind leave. */
  readonly clears?: Word;
  readonly comes: (msr: Word, lpcr: Word) => boolean;
}

const isOn = (word: Word, bit: Word): boolean => (word & bit) !== 0n;
const enabled = (msr: Word): boolean => isOn(msr, MSR.EE);

/** Interrupts of which a run of hypervisor code may get one at any step at which it comes. */
export const raisedByMachine = {
  'system-reset': { is: 'a system reset', vector: VECTOR.SYSTEM_RESET, comes: () => true },
  'machine-check': {
    is: 'a machine check',
    vector: VECTOR.MACHINE_CHECK,
    status: 0x00200000n,
    clears: MSR.ME,
    comes: (msr) => isOn(msr, MSR.ME),
  },
  external: { is: 'an external interrupt', vector: VECTOR.EXTERNAL, comes: enabled },
  'hypervisor-decrementer': {
    is: 'a hypervisor decrementer interrupt',
    vector: VECTOR.HV_DECREMENTER,
    comes: (msr, lpcr) => enabled(msr) && isOn(lpcr, LPCR.HDICE),
  },
  maintenance: {
    is: 'a hypervisor maintenance interrupt',
    vector: VECTOR.H_MAINTENANCE,
    comes: enabled,
  },
} as const satisfies Readonly<Record<string, InterruptKind>>;

/** Interrupts of the host's own code: those, and that of an instruction which the processor lacks. */
export const raisedInHost = {
  ...raisedByMachine,
  'emulation-assistance': {
    is: 'an emulation assistance interrupt',
    vector: VECTOR.H_EMUL_ASSIST,
    comes: () => true,
  },
} as const satisfies Readonly<Record<string, InterruptKind>>;

const [NIA, R12] = [slotNamed('NIA'), slotNamed('r12')];
const [MSR_SLOT, LPCR_SLOT] = [slotNamed('MSR'), slotNamed('LPCR')];

/** Whether an interrupt comes in a state. */
export const comesIn = ({ comes }: InterruptKind, { cells }: RunState): boolean =>
  comes(cells.word(MSR_SLOT), cells.word(LPCR_SLOT));

/** What became of an interrupt. */
export interface InterruptOutcome {
  readonly outcome: (typeof OUTCOME)[keyof typeof OUTCOME];
  /** The label of the host's handler, where one is about to run. */
  readonly handler?: string;
  /** The steps, that of the hardware first. */
  readonly taken: readonly StepRecord[];
  /** The states in which the vector's code was about to take a step. */
  readonly states: readonly RunState[];
  readonly end: RunState;
}

/** Steps of a vector's code, at most: what has taken so many goes through a switch, or goes round. */
const BUDGET = 2000;

/** Where KVM takes what a guest brings: who goes on from there is taken for one. */
const TAKES_GUESTS = 'kvmppc_interrupt';

/** Nothing happens meanwhile. */
const STILL: World = { pauses: [], guest: [], prompt: true };

/** Raises an interrupt in a state, and follows the code at its vector up to a handler of the host's, or to where the thread stops. */
export function interrupt(
  program: Program,
  raised: InterruptKind,
  from: RunState,
): InterruptOutcome {
  const taken: StepRecord[] = [];
  const states: RunState[] = [];
  let [state, asGuest] = [from, false];
  const ended = (outcome: InterruptOutcome['outcome'], handler?: string): InterruptOutcome => {
    const met = { outcome, taken, states, end: state };
    return handler === undefined ? met : { ...met, handler };
  };
  for (let pending = raising(raised, from); taken.length < BUDGET; ) {
    const next = after(program, state, pending);
    if (next.taken !== undefined) taken.push(next.taken);
    if (next.end === 'stuck') return ended(OUTCOME.ELSEWHERE);
    const stays = pending.by === 'host' && isSameAddress(state.cells, next.state.cells);
    state = next.state;
    if (stays) return ended(OUTCOME.STOPPED);
    asGuest ||= state.cells.word(NIA) === program.labels.get(TAKES_GUESTS);
    const handler = handlerAt(program, state);
    if (handler !== undefined)
      return asGuest ? ended(OUTCOME.ELSEWHERE) : ended(OUTCOME.HANDLER, handler);
    const following = state.hypervisor ? pendingStep(program, STILL, state) : undefined;
    if (following === undefined) return ended(OUTCOME.ELSEWHERE);
    states.push(state);
    pending = following;
  }
  return ended(OUTCOME.ELSEWHERE);
}

/**
 * The handler that is about to run has done so, and returned to what was interrupted. Undefined where it does not return: it finds RI off, and
 * the kernel panics.
 */
export function handledIn(
  program: Program,
  { end }: InterruptOutcome,
  from: RunState,
): { readonly taken: StepRecord; readonly state: RunState } | undefined {
  const pending = pendingStep(program, STILL, end);
  if (pending === undefined || !returnsTo(end.cells.word(R12))) return undefined;
  const next = after(program, end, pending);
  if (next.end === 'stuck') return undefined;
  const { cells, hypervisor } = next.state;
  const index = program.find(cells.word(NIA));
  return { taken: next.taken, state: { ...from, cells, hypervisor, index } };
}

const isSameAddress = (before: Cells, now: Cells): boolean => before.word(NIA) === now.word(NIA);

const handlers = new WeakMap<Program, ReadonlyMap<Word, string>>();

/** The handler of the host's that begins where a state is. */
export function handlerAt(program: Program, { cells }: RunState): string | undefined {
  const known = handlers.get(program) ?? handlersOf(program);
  handlers.set(program, known);
  return known.get(cells.word(NIA) & REAL_ADDRESS);
}

const handlersOf = ({ labels }: Program): ReadonlyMap<Word, string> =>
  new Map(
    [...labels]
      .filter(([label]) => isHostHandler(label))
      .map(([label, address]) => [address & REAL_ADDRESS, label]),
  );

/** The hardware takes the interrupt; what it interrupts is to be executed afterwards. */
function raising(raised: InterruptKind, { cells, counts }: RunState): PendingStep {
  const { is, vector, status = 0n, clears = 0n } = raised;
  const pair = HSRR_VECTORS.includes(vector) ? 'HSRR' : 'SRR';
  const taken: Step = step(is, (view, words) =>
    interruptWrites(
      view,
      words,
      { vector, pair, hypervisor: true, status, clears },
      view.register('NIA'),
    ),
  );
  const nia = cells.word(NIA);
  return { site: 'interrupt', step: taken, by: 'hardware', nia, index: undefined, counts };
}
