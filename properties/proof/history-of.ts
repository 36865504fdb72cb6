// From an assignment to a history: the machine is what the variables say, the guest does what brings it to where it is to be interrupted,
// and ticks are pauses where the plain run comes to the step before which they are to pass.
import { ENTRY } from '../../model/paths/published.ts';
import { allPlaces, slotNamed, slotOf, slots, widths } from '../../model/places.ts';
import { BUDGET } from '../../model/run.ts';
import type { RunState } from '../../model/run-state.ts';
import { ticksPlaceOf } from '../../model/symbolic/ticks-names.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import { after, calling } from '../../model/transition.ts';
import { pendingStep } from '../../model/turns.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { stepOf } from '../arbitraries/guest-program.ts';
import type { Delay, History, SwitchInputs } from '../levels/switch/history.ts';
import { beginning, EVERY_FLAG, type Stage, stageWithout } from '../levels/switch/play.ts';
import { actionsOf } from './guest-actions.ts';
import type { ProofRun } from './run.ts';

/** A word for each variable that counts. */
export type Words = ReadonlyMap<string, Word>;

/** The history that an assignment tells of, with this interrupt; undefined where no guest of the model does so. */
export function historyOf(proof: ProofRun, words: Words, event: string): History | undefined {
  const machine = new BigUint64Array(slots + 1);
  for (const [slot, place] of allPlaces.entries())
    machine[slot] = (words.get(place) ?? 0n) & (widths[slot] ?? 0n);
  machine[slots] = EVERY_FLAG;
  const guest = event === '' ? [] : guestOf(proof, words, event);
  if (guest === undefined) return undefined;
  const stage = stageWithout(proof.without);
  const round: SwitchInputs = { changes: [], delays: [], guest };
  const delays = delaysOf(proof, [machine, [round]], words, event, stage);
  return [machine, [{ ...round, delays }]];
}

function guestOf(
  { run }: ProofRun,
  words: Words,
  event: string,
): SwitchInputs['guest'] | undefined {
  const [entered] = run.entered;
  const [running] = run.running;
  if (entered === undefined || running === undefined) return undefined;
  const calledWord = valuesUnder((name) => words.get(name) ?? 0n);
  const enteredWords = entered.slots.map(calledWord);
  const unchanged = (name: string): Word => {
    const [, place] = /^guest0(?: before)?\.(.*)$/u.exec(name) ?? [];
    return enteredWords[slotOf.get(place ?? '') ?? -1] ?? 0n;
  };
  const wordOf = valuesUnder((name) => words.get(name) ?? unchanged(name));
  const runningWords = running.slots.map(wordOf);
  const timebase = slotNamed('TB');
  const ticks = (runningWords[timebase] ?? 0n) - (enteredWords[timebase] ?? 0n);
  const chosen = (name: string): Word => words.get(`guest0.${name}`) ?? 0n;
  return actionsOf({
    entered: enteredWords,
    running: runningWords,
    ticks: BigInt.asUintN(64, ticks),
    event,
    unknown: { HDAR: chosen('HDAR'), HDSISR: chosen('HDSISR'), HEIR: chosen('HEIR') },
  });
}

/** Runs the history plainly, and lets time pass where the assignment says so. */
function delaysOf(
  { program }: ProofRun,
  history: History,
  words: Words,
  event: string,
  stage: Stage,
): readonly Delay[] {
  const wanted = ticksByPlace(words);
  const delays: Delay[] = [];
  if (wanted.size === 0) return delays;
  const guest = (history[1][0]?.guest ?? []).map(stepOf);
  const world = { pauses: delays, guest, prompt: stage.prompt };
  let state: RunState = calling(program, ENTRY, beginning(history, stage, program.layout).cells);
  let phase = 'call';
  while (state.counts.turns < BUDGET) {
    const pending = pendingStep(program, world, state);
    if (pending === undefined) break;
    const key = `${phase}|${phase === 'vector' ? event : ''}|${pending.site}`;
    const ticks = pending.by === 'host' ? (wanted.get(key) ?? 0n) : 0n;
    if (ticks > 0n) {
      wanted.delete(key);
      delays.push({ after: state.counts.hostSteps, ticks });
      continue;
    }
    const next = after(program, state, pending);
    if (next.end === 'stuck') break;
    if (next.state.hypervisor !== state.hypervisor)
      phase = next.state.hypervisor ? 'vector' : 'guest';
    state = next.state;
  }
  return delays;
}

/** All ticks by where they pass. */
function ticksByPlace(words: Words): Map<string, Word> {
  const wanted = new Map<string, Word>();
  for (const [name, word] of words) {
    const place = ticksPlaceOf(name);
    if (place === undefined || word === 0n) continue;
    const key = `${place.phase}|${place.event}|${place.site}`;
    const times = name.endsWith('.halves') ? 2n : 1n;
    wanted.set(key, (wanted.get(key) ?? 0n) + times * word);
  }
  return wanted;
}
