// Histories of interruptions: what hypervisor code runs, and which interrupt comes at which of its steps.
//
// Which step is given as a part of the way, not as a number: so every step of every program is met about as often.
import fc from 'fast-check';
import { raisedByMachine, raisedInHost } from '../../../model/interruption.ts';
import { oneOf, parts, type Schema, whole } from '../../input/schema.ts';
import { type History, histories } from '../switch/history.ts';
import { switchHistory } from '../switch/history-schema.ts';

type RaisedByMachine = keyof typeof raisedByMachine;
type RaisedInHost = keyof typeof raisedInHost;

/** The code that is interrupted: a switch, or that of a vector which an interrupt of a task or of the kernel has entered. */
const WHERE = ['switch', 'task', 'kernel'] as const;

/** Plain data, so that JSON can keep it. */
export interface InterruptionHistory {
  readonly where: (typeof WHERE)[number];
  /** The interrupt of the host's own, where that is what is interrupted. */
  readonly own: RaisedInHost;
  readonly raised: RaisedByMachine;
  /** Where on the way the interrupt comes, of the places at which it can: in parts of PARTS. */
  readonly at: number;
  /** The machine, and the first switch of it. */
  readonly history: History;
}

/** Where on the way an interrupt comes is a number below this. */
export const PARTS = 0x10000;

const machineNames = Object.keys(raisedByMachine) as readonly RaisedByMachine[];
const hostNames = Object.keys(raisedInHost) as readonly RaisedInHost[];

/** What comes at any step is drawn more often than what comes only at few. */
const OFTEN: readonly RaisedByMachine[] = ['system-reset', 'machine-check'];

/** Interruptions, mostly of a switch. */
export const interruptionHistories: fc.Arbitrary<InterruptionHistory> = fc.record({
  where: fc.constantFrom(...WHERE, 'switch', 'switch'),
  own: fc.constantFrom(...hostNames),
  raised: fc.constantFrom(...OFTEN, ...OFTEN, ...machineNames),
  at: fc.nat(PARTS - 1),
  history: histories,
});

/** How JSON holds an interruption. */
export const interruptionHistory: Schema<InterruptionHistory> = parts<InterruptionHistory>({
  where: oneOf(WHERE),
  own: oneOf(hostNames),
  raised: oneOf(machineNames),
  at: whole(PARTS - 1),
  history: switchHistory,
});
