// The level of interruptions: hypervisor code is run, and an interrupt comes while it does.
import { raisedByMachine, raisedInHost } from '../../../model/interruption.ts';
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { findSubject } from '../../subjects/subject.ts';
import type { Level } from '../level.ts';
import { type Definition, sampled } from '../sampled.ts';
import { roundsOf, stageWithout } from '../switch/play.ts';
import { interruptionFaults } from './faults.ts';
import {
  type InterruptionHistory,
  interruptionHistories,
  interruptionHistory,
  PARTS,
} from './history.ts';
import { playInterruption } from './play.ts';

const stage = stageWithout(new Set());

export const interruptionDefinition: Definition<Program, InterruptionHistory> = {
  name: 'interruption',
  kinds: ['interruption', 'recovery'],
  models: { published, repaired },
  faults: interruptionFaults,
  histories: interruptionHistories,
  play: (program, history) => playInterruption(program, history, stage),
  told,
  schema: interruptionHistory,
  other: (subject, { state }) => findSubject(subject, state)?.program,
};

export const interruptionLevel: Level = sampled(interruptionDefinition);

/** What runs, and what comes. */
function told({ where, own, raised, at, history }: InterruptionHistory): readonly string[] {
  const [round] = roundsOf(history);
  const percent = ((100 * at) / PARTS).toFixed(1);
  return [
    ...(where === 'switch'
      ? ['the switch is called']
      : [`${raisedInHost[own].is} comes in ${where === 'task' ? 'a task' : 'the kernel'}`]),
    ...(where === 'switch' ? (round?.guest ?? []) : []).map((one) => `guest: ${stepOf(one).text}`),
    ...(where === 'switch' ? (round?.delays ?? []) : []).map(
      ({ after, ticks }) => `${ticks} ticks after step ${after}`,
    ),
    `${raisedByMachine[raised].is} comes after ${percent} % of the steps at which it can`,
  ];
}
