// Runs in compiled code of which every observation point is kept: what properties/levels/noninterference/observation-points.ts reads
// off a trace, as the code goes by.

import { type Compiler, compilerOf, type Instrumentation } from '../../model/compiled/compiler.ts';
import { type CompiledEnding, runner } from '../../model/compiled/dispatch.ts';
import {
  inHypervisor,
  type MachineBuffer,
  machineBuffer,
  NIA,
  UNNAMED,
} from '../../model/compiled/machine-buffer.ts';
import type { StepHooks } from '../../model/compiled/step-code.ts';
import type { Layout } from '../../model/layout.ts';
import { ENTRY } from '../../model/paths/published.ts';
import { type Phase, type PhaseEvent, spanEnding } from '../../model/phases.ts';
import { slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { MOMENT, type MomentPlace } from '../../spec/vocabulary/observation.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Action } from '../arbitraries/guest-program.ts';
import type { Moment } from '../levels/noninterference/alignment.ts';
import { happenedAtEnd } from '../levels/noninterference/observation-points.ts';
import type { SwitchInputs } from '../levels/switch/history.ts';
import type { Stage } from '../levels/switch/play.ts';
import { guestActions } from './guest-actions.ts';
import { type InitialStates, initialStates } from './initial-state.ts';

/** A moment of a compiled run. It must not be kept: the next run is made in its place. */
export interface CompiledMoment extends Moment {
  /** The halves of each slot, and behind them those of facts about the moment. */
  readonly halves: Int32Array;
  /** The halves when its switch was called. */
  readonly called: Int32Array;
  /** What was stored in its switch where nobody named anything, and how much of it by then. */
  readonly stores: readonly UnnamedStore[];
  readonly stored: number;
}

/** A store to memory that no field owns, by its effective address. */
interface UnnamedStore {
  readonly address: Word;
  readonly word: Word;
  readonly by: 'host' | 'others';
}

/** A run with all its moments. */
interface ObservedRun {
  readonly moments: readonly CompiledMoment[];
  readonly ending: CompiledEnding;
}

/** The slots in which the arrays of a moment hold the facts about it. */
export const factSlots: Readonly<Record<MomentPlace, number>> = {
  'moment.kind': slots,
  'moment.steps': slots + 1,
  'moment.spent': slots + 2,
  'moment.secrets': slots + 3,
};

/** Halves in the array of a moment. */
const LENGTH = 2 * (slots + Object.keys(factSlots).length);

/** What a run has noted between its moments, since its switch was called. */
interface StepLog {
  /** NIA as steps have last written it, by halves: that it moves on with each step is no write. */
  nia: readonly [low: number, high: number];
  stores: UnnamedStore[];
  /** Those of the step at hand. */
  latest: Omit<UnnamedStore, 'by'>[];
}

/** A compiler whose code notes what the moments of a run have and the buffer has not; programs with one layout share it. */
export interface ObservedCode {
  readonly compiler: Compiler;
  readonly act: ReturnType<typeof guestActions>;
  readonly log: StepLog;
}

const known = new WeakMap<Layout, ObservedCode>();

/** The compiler of programs with a layout. */
export function observedCode(layout: Layout): ObservedCode {
  const code = known.get(layout) ?? compiledFor(layout);
  known.set(layout, code);
  return code;
}

function compiledFor(layout: Layout): ObservedCode {
  const buffer = machineBuffer(layout);
  const log: StepLog = { nia: [0, 0], stores: [], latest: [] };
  const compiler = compilerOf(buffer, noting(buffer, log));
  return { compiler, act: guestActions(compiler), log };
}

/** Instrumentation that notes writes of NIA by guest and hardware, and who stores where nobody named anything. */
function noting(buffer: MachineBuffer, log: StepLog): Instrumentation {
  buffer.storedUnnamed = (address, word) => void log.latest.push({ address, word });
  const noted = (by: UnnamedStore['by']) => (): number => {
    log.stores.push(...log.latest.splice(0).map((store) => ({ ...store, by })));
    return 0;
  };
  return {
    host: hooksCalling('byHost', () => ''),
    others: hooksCalling('byOthers', ({ slots }) => niaText(slots)),
    watched: [UNNAMED],
    scope: {
      byHost: noted('host'),
      byOthers: noted('others'),
      wroteNia: () => noteNia(buffer, log),
    },
  };
}

const hooksCalling = (
  name: 'byHost' | 'byOthers',
  more: (writes: Parameters<StepHooks['afterStep']>[0]) => string,
): StepHooks => ({
  priorSlots: () => [],
  afterStep: (writes) => `${writes.dynamic ? `if(n!==0)n=${name}();` : ''}${more(writes)}`,
});

function niaText(written: ReadonlyMap<number, string | undefined>): string {
  if (!written.has(NIA / 2)) return '';
  const condition = written.get(NIA / 2);
  return condition === undefined ? 'wroteNia();' : `if(${condition})wroteNia();`;
}

function noteNia({ halves }: MachineBuffer, log: StepLog): void {
  log.nia = [halves[NIA] ?? 0, halves[NIA + 1] ?? 0];
}

/** Plays runs of a program. */
export interface ObservedPlayer {
  readonly states: InitialStates;
  /** Plays rounds from the state in the buffer on. */
  play(rounds: readonly SwitchInputs[]): ObservedRun;
  /** An array for the halves of a machine; it is used again once all are given back. */
  copyOfBuffer(): Int32Array;
  giveBack(): void;
}

/** A player of a program. */
export function observedPlayer(program: Program, { without, prompt }: Stage): ObservedPlayer {
  const code = observedCode(program.layout);
  const { buffer } = code.compiler;
  const compiled = runner(code.compiler, program);
  const states = initialStates(buffer, without);
  const arrays = arraysOf(buffer);
  return {
    states,
    copyOfBuffer: arrays.copy,
    giveBack: arrays.giveBack,
    play(rounds) {
      const record = recording(code, compiled.hostSteps, arrays.copy);
      for (const [i, round] of rounds.entries()) {
        if (i > 0) states.again(round.changes);
        record.called();
        const ending = compiled.run(ENTRY, inputsOf(code, round, prompt, record.ran), record);
        if (ending !== 'returned') return { moments: record.moments(), ending };
        record.returned();
      }
      return { moments: record.moments(), ending: 'returned' };
    },
  };
}

/** Arrays for machines that are made once and used again. */
function arraysOf({ halves }: MachineBuffer) {
  const made: Int32Array[] = [];
  let used = 0;
  return {
    copy(): Int32Array {
      const array = made[used] ?? new Int32Array(LENGTH);
      made[used++] = array;
      array.set(halves);
      return array;
    },
    giveBack(): void {
      used = 0;
    },
  };
}

/** What the world does during a switch. After its last action the guest makes a hypercall, and so does one that has none. */
const inputsOf = (
  { act }: ObservedCode,
  { delays, guest }: SwitchInputs,
  prompt: boolean,
  ran: () => void,
) => ({
  pauses: delays,
  prompt,
  act(i: number): boolean {
    act(guest[i] ?? HYPERCALL);
    ran();
    return true;
  },
});

const HYPERCALL: Action = { does: 'hypercall', on: 0, word: 0n };

/** Records the moments of a run. Those of a span that never ends are none. */
function recording(
  { compiler: { buffer }, log }: ObservedCode,
  hostSteps: () => number,
  copy: () => Int32Array,
) {
  const { halves } = buffer;
  const moments: CompiledMoment[] = [];
  let [phase, ended, spent]: [Phase, number, number] = ['call', 0, 0];
  let called = halves;
  const note = (kind: Word): CompiledMoment => {
    const steps = hostSteps();
    const moment = momentOf(
      { kind, steps, spent: spent + steps, called, stores: log.stores },
      copy,
    );
    moments.push(moment);
    return moment;
  };
  const end = (event: PhaseEvent, next: Phase): void => {
    const kind = happenedAtEnd[spanEnding(phase, event)];
    if (kind !== undefined) note(kind);
    ended = moments.length;
    phase = next;
  };
  return {
    moments: (): readonly CompiledMoment[] => moments.slice(0, ended),
    called(): void {
      [log.stores, log.latest] = [[], []];
      noteNia(buffer, log);
      called = copy();
    },
    entered(): void {
      end('entered', 'guest');
      noteNia(buffer, log);
    },
    ran(): void {
      if (!inHypervisor(halves)) note(MOMENT.RAN).halves.set(log.nia, NIA);
    },
    interrupted: (): void => end('interrupted', 'vector'),
    returned(): void {
      end('returned', 'call');
      spent += hostSteps();
    },
  };
}

/** What is known of a moment besides the machine. */
interface Facts extends Pick<CompiledMoment, 'kind' | 'called' | 'stores'> {
  readonly steps: number;
  readonly spent: number;
}

function momentOf(
  { kind, steps, spent, called, stores }: Facts,
  copy: () => Int32Array,
): CompiledMoment {
  const halves = copy();
  halves[2 * factSlots['moment.kind']] = Number(kind);
  halves[2 * factSlots['moment.steps']] = steps;
  halves[2 * factSlots['moment.spent']] = spent;
  const [inSwitch, inAll] = [BigInt(steps), BigInt(spent)];
  return { kind, steps: inSwitch, spent: inAll, halves, called, stores, stored: stores.length };
}
