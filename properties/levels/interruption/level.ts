// The level of interruptions: hypervisor code is run, and an interrupt comes while it does.
import { raisedByMachine, raisedInHost } from '../../../model/interruption.ts';
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { findSubject } from '../../subjects/subject.ts';
import { inEditions } from '../in-editions.ts';
import type { Level } from '../level.ts';
import { type Definition, evaluatorOf, sampled } from '../sampled.ts';
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
};

const level = sampled(interruptionDefinition);

export const interruptionLevel: Level = {
  ...level,
  open(subject, clauses, terms) {
    const known = level.open(subject, clauses, terms);
    const found = known === undefined ? findSubject(subject, terms.state) : undefined;
    if (found === undefined) return known;
    return inEditions(found, clauses, (owed) =>
      evaluatorOf(interruptionDefinition, found.program, owed),
    );
  },
};

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
