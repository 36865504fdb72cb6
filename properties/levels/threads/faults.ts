// Faults of the rules by which threads and cores share partitions, each alone in rules that are sound otherwise: what goes wrong, the
// clauses that it breaks, the rules, and how many cores it takes to show.
import { executes, KERNEL_MSR } from '../../../model/core/core.ts';
import { type Change, type MicroStep, microSteps } from '../../../model/core/micro-steps.ts';
import { type Rules, sound } from '../../../model/core/rules.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { LevelFault } from '../level.ts';
import type { Size } from './local.ts';

interface ThreadsFault extends LevelFault {
  readonly rules: Rules;
  /** One core of two threads, where nothing else is said: states are many once a rule is broken. */
  readonly size?: Size;
}

/** What is explored where a rule is broken. */
export const FAULTY: Size = { cores: 1, threads: 2, partitions: 3, vcpus: 1 };

const at = (site: string, change: (step: MicroStep) => Partial<MicroStep>): Rules => ({
  ...sound,
  steps: microSteps.map((step) => (step.site === site ? { ...step, ...change(step) } : step)),
});

const nothing = (): Change => ({});

/** The changes of two micro-steps, each in the other's place. */
function swapped(one: string, other: string): Rules {
  const stepAt = (site: string): MicroStep | undefined =>
    microSteps.find((step) => step.site === site);
  const as = (step: MicroStep, site: string): MicroStep => {
    const { site: name, text, change } = stepAt(site) ?? step;
    return { ...step, site: name, text, change };
  };
  const steps = microSteps.map((step) =>
    step.site === one ? as(step, other) : step.site === other ? as(step, one) : step,
  );
  return { ...sound, steps };
}

/** A step that does what it does, and enables interrupts. */
const enabling = (site: string): Rules =>
  at(site, ({ change, text }) => ({
    text: `${text}, MSR[EE] := 1`,
    change: (thread) => {
      const done = change(thread);
      const msr = (done.thread?.msr ?? thread.msr) | MSR.EE;
      return { ...done, thread: { ...done.thread, msr } };
    },
  }));

const waiting: Rules = {
  ...sound,
  onAsking: (_core, thread) => (thread === 0 ? 'wait' : 'busy'),
};

/** Threads that translate while another changes the partition break all of these. */
const BESIDE_A_SWITCH = [
  'one-partition-per-core',
  'translation-off-outside-host-partition',
  'first-thread-enters-alone',
  'partition-is-switched-uninterrupted',
] as const;

/** Every fault, by name. */
const rows = {
  'no-busy-check': {
    text: 'a thread enters a guest without looking at its siblings, or at which thread it is',
    rules: { ...sound, onAsking: () => 'enter' },
    breaks: [
      ...BESIDE_A_SWITCH,
      'table-belongs-to-the-partition',
      'partition-changes-through-reserved-lpid',
    ],
  },
  'thread-0-check-only': {
    text: 'a thread enters a guest if it is the first of its core, whatever the others do',
    rules: { ...sound, onAsking: (_core, thread) => (thread === 0 ? 'enter' : 'busy') },
    breaks: BESIDE_A_SWITCH,
  },
  'sibling-check-only': {
    text: 'a thread enters a guest if its siblings are off, whichever thread it is',
    rules: {
      ...sound,
      onAsking: ({ threads }, thread) =>
        threads.some((one, i) => i !== thread && executes(one)) ? 'busy' : 'enter',
    },
    breaks: ['first-thread-enters-alone'],
  },
  'core-without-reserved-lpid': {
    text: 'SDR1 and LPIDR change without the reserved LPID in between',
    rules: at('guest.partition.reserve', () => ({ change: nothing, text: 'nothing' })),
    breaks: ['partition-changes-through-reserved-lpid', 'table-belongs-to-the-partition'],
  },
  'core-without-reserved-lpid-on-exit': {
    text: 'on the way out SDR1 and LPIDR change without the reserved LPID in between',
    rules: at('exit.partition.reserve', () => ({ change: nothing, text: 'nothing' })),
    breaks: ['partition-changes-through-reserved-lpid'],
  },
  'lpidr-restored-before-sdr1': {
    text: "on the way out LPIDR is the host's while SDR1 still leads to the guest's table",
    rules: swapped('exit.partition.sdr1', 'exit.partition.lpidr'),
    breaks: ['partition-changes-through-reserved-lpid', 'table-belongs-to-the-partition'],
  },
  'sdr1-not-restored': {
    text: "on the way out SDR1 stays the guest's",
    rules: at('exit.partition.sdr1', () => ({ change: nothing, text: 'nothing' })),
    breaks: ['table-belongs-to-the-partition'],
  },
  'translation-on-too-early': {
    text: 'translation comes on while LPIDR is still the reserved one',
    rules: at('exit.partition.sdr1', () => ({
      text: "SDR1 := the host's, and translation on",
      change: () => ({ core: { table: 0 }, thread: { msr: KERNEL_MSR & ~MSR.EE } }),
    })),
    breaks: ['translation-off-outside-host-partition'],
  },
  'interrupts-enabled-too-early': {
    text: "on the way out interrupts are enabled in real mode, while LPIDR is the guest's",
    rules: enabling('interrupt'),
    breaks: ['partition-is-switched-uninterrupted', 'translation-off-outside-host-partition'],
  },
  'interrupts-never-disabled': {
    text: 'the way in leaves interrupts enabled',
    rules: at('entry.msr.ee-off', () => ({ change: nothing, text: 'nothing' })),
    breaks: ['partition-is-switched-uninterrupted', 'translation-off-outside-host-partition'],
  },
  'waits-for-siblings': {
    text: 'a thread that may not enter waits until its siblings are off, where -EBUSY is due',
    rules: waiting,
    breaks: ['asked-is-answered'],
  },
  'waits-with-the-hotplug-lock': {
    text: 'a thread waits until its siblings are off, and holds the lock that they need to go',
    rules: {
      ...waiting,
      mayGoOffline: ({ threads }) => threads.every((one) => one.at !== 'waiting'),
    },
    breaks: ['asked-is-answered', 'some-thread-can-go-on'],
  },
  'vcpu-not-given-back': {
    text: 'KVM_RUN returns and keeps the vcpu',
    rules: at('run.return', () => ({ change: nothing, text: 'KVM_RUN is done' })),
    breaks: ['asked-is-answered', 'some-thread-can-go-on'],
  },
  'vcpu-not-locked': {
    text: 'a vcpu that runs may be run a second time',
    rules: { ...sound, vcpusAreLocked: false },
    breaks: ['vcpu-runs-on-one-thread'],
    size: { cores: 2, threads: 1, partitions: 3, vcpus: 1 },
  },
} as const satisfies Readonly<Record<string, ThreadsFault>>;

/** The name of a fault. */
export type ThreadsFaultName = keyof typeof rows;

export const threadsFaults: Readonly<Record<ThreadsFaultName, ThreadsFault>> = rows;

export const threadsFaultNames = Object.keys(rows) as readonly ThreadsFaultName[];
