// What the kernel and the machine allow a thread to do: when it may enter a guest, come online, or go. A fault changes one rule.
import { type Core, hasSiblings } from './core.ts';
import { type MicroStep, microSteps } from './micro-steps.ts';

/** What becomes of a thread that asks to run a vcpu: it enters, is told -EBUSY, or waits. */
type Answer = 'enter' | 'busy' | 'wait';

/** What the model of threads can be told to do otherwise. */
export interface Rules {
  /** The micro-steps of the switch. */
  readonly steps: readonly MicroStep[];
  readonly onAsking: (core: Core, thread: number) => Answer;
  /** Whether a thread that waits may go on. */
  readonly mayGoOn: (core: Core, thread: number) => boolean;
  /** Whether hotplug may bring a thread of the core online, or take one that runs no vcpu off. */
  readonly mayComeOnline: (core: Core) => boolean;
  readonly mayGoOffline: (core: Core) => boolean;
  /** Whether a vcpu that runs is kept from running a second time. */
  readonly vcpusAreLocked: boolean;
}

const isInUse = ({ threads }: Core): boolean => threads.some(({ vm }) => vm !== 0);

/** Linux as the seed has it, and no thread brought online beside a guest. */
export const sound: Rules = {
  steps: microSteps,
  onAsking: (core, thread) => (thread === 0 && !hasSiblings(core, thread) ? 'enter' : 'busy'),
  mayGoOn: (core, thread) => !hasSiblings(core, thread),
  mayComeOnline: (core) => !isInUse(core),
  mayGoOffline: () => true,
  vcpusAreLocked: true,
};

/** The rules when an assumption may be broken. Only `no-sibling-comes-online` is about threads. */
export const rulesWithout = (without: ReadonlySet<string>, rules: Rules = sound): Rules =>
  without.has('no-sibling-comes-online') ? { ...rules, mayComeOnline: () => true } : rules;
