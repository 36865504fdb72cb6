// What each fault of the rules about cores must break, just these clauses, and how many cores it takes to show.
import type { coreFaults } from '../../../model/core/faults.ts';
import type { Size } from './local.ts';

interface Shows {
  readonly breaks: readonly [string, ...string[]];
  /** One core of two threads, where nothing else is said: states are many once a rule is broken. */
  readonly size?: Size;
}

/** Threads that translate while another changes the partition break all of these. */
const BESIDE_A_SWITCH = [
  'one-partition-per-core',
  'translation-off-outside-host-partition',
  'first-thread-enters-alone',
  'partition-is-switched-uninterrupted',
] as const;

export const shows: Readonly<Record<keyof typeof coreFaults, Shows>> = {
  'no-busy-check': {
    breaks: [
      ...BESIDE_A_SWITCH,
      'table-belongs-to-the-partition',
      'partition-changes-through-reserved-lpid',
    ],
  },
  'thread-0-check-only': { breaks: BESIDE_A_SWITCH },
  'sibling-check-only': { breaks: ['first-thread-enters-alone'] },
  'core-without-reserved-lpid': {
    breaks: ['partition-changes-through-reserved-lpid', 'table-belongs-to-the-partition'],
  },
  'core-without-reserved-lpid-on-exit': { breaks: ['partition-changes-through-reserved-lpid'] },
  'lpidr-restored-before-sdr1': {
    breaks: ['partition-changes-through-reserved-lpid', 'table-belongs-to-the-partition'],
  },
  'sdr1-not-restored': { breaks: ['table-belongs-to-the-partition'] },
  'translation-on-too-early': { breaks: ['translation-off-outside-host-partition'] },
  'interrupts-enabled-too-early': {
    breaks: ['partition-is-switched-uninterrupted', 'translation-off-outside-host-partition'],
  },
  'interrupts-never-disabled': {
    breaks: ['partition-is-switched-uninterrupted', 'translation-off-outside-host-partition'],
  },
  'waits-for-siblings': { breaks: ['asked-is-answered'] },
  'waits-with-the-hotplug-lock': { breaks: ['asked-is-answered', 'some-thread-can-go-on'] },
  'vcpu-not-given-back': { breaks: ['asked-is-answered', 'some-thread-can-go-on'] },
  'vcpu-not-locked': {
    breaks: ['vcpu-runs-on-one-thread'],
    size: { cores: 2, threads: 1, partitions: 3, vcpus: 1 },
  },
};

/** What is explored where a rule is broken. */
export const FAULTY: Size = { cores: 1, threads: 2, partitions: 3, vcpus: 1 };
