// Playing a history on a path: the machine is made, each switch is run, and the host's changes come between.

import { type Layout, ownLayout } from '../../../model/layout.ts';
import { ENTRY } from '../../../model/paths/published.ts';
import { allPlaces, slots } from '../../../model/places.ts';
import type { Program } from '../../../model/program.ts';
import { runSwitch, type SwitchInputs as Watched } from '../../../model/run.ts';
import { cellsOf, type State, stateOf, withWords, wordIn } from '../../../model/state.ts';
import type { Place, Trace } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { heed } from '../../work/interruption.ts';
import { type Establish, establishing } from './establish.ts';
import type { History, SwitchInputs } from './history.ts';

/** How histories are played: which assumptions hold. */
export interface Stage {
  /** The assumptions that may be broken. */
  readonly without: ReadonlySet<string>;
  readonly establish: Establish;
  /** Whether code that has touched a timer goes on without delay. */
  readonly prompt: boolean;
}

/** A history as it went: the traces of all its switches as one. */
export interface PlayResult {
  readonly trace: Trace;
  readonly switches: number;
}

const QUIET: SwitchInputs = { changes: [], delays: [], guest: [] };

/** What a flag of a history decides: where it is set, or where it is clear, these places hold a word, or what another place holds. */
interface Bias {
  readonly flag: bigint;
  readonly where: 'set' | 'clear';
  readonly places: readonly Place[];
  readonly as: Word | Place;
}

/** Places that are 0 unless their bit in the word of flags is set: else nearly every run would take one side. */
const FLAGGED: readonly Place[] = [
  'lppaca.pmcregs_in_use',
  'vpa.pmcregs_in_use',
  'vcpu.vpa',
  'vcpu.pending_exceptions',
];

/** Without this flag the vcpu last ran here, so that no cached translation is stale. */
const MOVED = 0x20n;
const WHEREABOUTS: readonly Place[] = [
  'paca.paca_index',
  'vcpu.last_cpu',
  'vcpu.vcpu_id',
  'kvm.last_vcpu[0]',
];

/** Of the two that are asked whether translations may be stale, the one with this flag has stayed all the same. */
const SAME_CPU = 0x40n;
const SAME_VCPU = 0x80n;

/** Without this flag the host's decrementer has a second to go, and the guest runs. */
const EXPIRING = 0x10n;

/** All flags: no place is put to its usual word. */
export const EVERY_FLAG: bigint = MOVED | EXPIRING | ((1n << BigInt(FLAGGED.length)) - 1n);

/** Which vcpu each CPU ran last. */
const LAST_VCPUS = allPlaces.filter((place) => place.startsWith('kvm.last_vcpu['));

/** What the flags of a history decide, in order. */
export const biases: readonly Bias[] = [
  { flag: MOVED, where: 'clear', places: WHEREABOUTS, as: 0n },
  { flag: SAME_CPU, where: 'set', places: ['vcpu.last_cpu'], as: 'paca.paca_index' },
  { flag: SAME_VCPU, where: 'set', places: LAST_VCPUS, as: 'vcpu.vcpu_id' },
  { flag: EXPIRING, where: 'clear', places: ['DEC'], as: 0x40000000n },
  ...FLAGGED.map(
    (place, i): Bias => ({ flag: 1n << BigInt(i), where: 'clear', places: [place], as: 0n }),
  ),
];

/** The stage on which the named assumptions may be broken. */
export const stageWithout = (without: ReadonlySet<string>): Stage => ({
  without,
  establish: establishing(without),
  prompt: !without.has('timers-are-read-together'),
});

/** The rounds of a history; there is always one. */
export const roundsOf = ([, rounds]: History): readonly SwitchInputs[] =>
  rounds.length === 0 ? [QUIET] : rounds;

/** The state in which a history begins. */
export function beginning([words]: History, stage: Stage, layout: Layout = ownLayout): State {
  let cells = cellsOf(words, layout);
  const flags = words[slots] ?? 0n;
  for (const { flag, where, places, as } of biases) {
    if (((flags & flag) !== 0n) !== (where === 'set')) continue;
    for (const place of places)
      cells = withWords(cells, [[place, typeof as === 'bigint' ? as : wordIn(cells, as)]]);
  }
  return stateOf(stage.establish(cells));
}

/**
 * Plays a history on a program; it ends early where a switch does not return. The watcher is asked for anew at each call, and
 * told of each step.
 */
export const play = (
  program: Program,
  history: History,
  stage: Stage,
  watcher?: () => NonNullable<Watched['watch']>,
): PlayResult => {
  heed();
  return playFrom(
    beginning(history, stage, program.layout),
    program,
    roundsOf(history),
    stage,
    watcher,
  );
};

/** Plays rounds on a program from a state that is already made, as `play` does; `run` is what runs a switch. */
export function playFrom(
  begin: State,
  program: Program,
  rounds: readonly SwitchInputs[],
  stage: Stage,
  watcher?: () => NonNullable<Watched['watch']>,
  run: typeof runSwitch = runSwitch,
): PlayResult {
  let state = begin;
  const spans: Trace['spans'][number][] = [];
  let switches = 0;
  for (const [i, round] of rounds.entries()) {
    if (i > 0) state = prepared(state, round, stage);
    const ran = run(program, ENTRY, state, {
      pauses: round.delays,
      guest: round.guest.map(stepOf),
      prompt: stage.prompt,
      ...(watcher === undefined ? {} : { watch: watcher() }),
    });
    switches++;
    spans.push(...ran.spans);
    if (ran.ending.end !== 'returned') {
      const { unfinished, ending, cutShort } = ran;
      const trace = { spans, unfinished, ending };
      return { trace: cutShort === undefined ? trace : { ...trace, cutShort }, switches };
    }
    state = ran.after;
  }
  return { trace: { spans, unfinished: [], ending: { end: 'returned' } }, switches };
}

/** The state in which the kernel calls again: with its changes, and with what it sees to made true. */
function prepared(state: State, { changes }: SwitchInputs, { establish }: Stage): State {
  const words = changes.flatMap(({ place, word }): [Place, Word][] => {
    const name = allPlaces[place];
    return name === undefined ? [] : [[name, word]];
  });
  return stateOf(establish(withWords(state.cells, words)));
}
