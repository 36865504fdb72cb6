// Faults of the protocol, each alone in one that is put right otherwise: what goes wrong, the clauses that it breaks, and the edit of
// the path or of the C code that is the fault.
import { drop, type Edit, insertBefore, replace, withEdits } from '../../../model/mutate.ts';
import { protocolCode, type Statement } from '../../../model/protocol/host-code.ts';
import {
  type ProtocolDefect,
  protocolPath,
  repairedProtocol,
} from '../../../model/protocol/path.ts';
import { step } from '../../../model/step.ts';
import { goToIf } from '../../../model/steps/branch.ts';
import { constant, transfers } from '../../../model/steps/transfer.ts';
import type { LevelFault } from '../level.ts';
import type { ProtocolCode, ProtocolSize } from './subjects.ts';

export interface ProtocolFault extends LevelFault {
  readonly make: () => ProtocolCode;
  readonly size: ProtocolSize;
}

/** No stray interrupt comes where none is needed to show a fault. */
const CALM: ProtocolSize = { threads: 2, rounds: 1, strays: 0, givesUp: false };
const STRAY: ProtocolSize = { ...CALM, strays: 1 };

const nothing = step('nothing', () => []);
/** A count that goes up by so much. */
const counted = (by: bigint) =>
  step(`r0 := r3 + ${by}`, (view, words) => [
    { register: 'r0', value: words.add(view.register('r3'), words.literal(by)) },
  ]);
const { put } = transfers({ vcore: 'r5' });
const entering = transfers({});

/** The path put right, with edits. */
const path = (...edits: readonly Edit[]): Pick<ProtocolFault, 'make' | 'size'> => ({
  make: () => ({ program: withEdits(repairedProtocol, edits), code: protocolCode([]) }),
  size: CALM,
});

/** The C code put right, without some of its statements. */
const codeWithout = (...names: readonly string[]): Pick<ProtocolFault, 'make' | 'size'> => ({
  make: () => ({
    program: repairedProtocol,
    code: protocolCode([]).filter(({ name }: Statement) => !names.includes(name)),
  }),
  size: CALM,
});

const defect = (name: ProtocolDefect): Pick<ProtocolFault, 'make' | 'size'> => ({
  make: () => ({ program: protocolPath([name]), code: protocolCode([name]) }),
  size: CALM,
});

/** A thread in the kernel while the partition is a guest's, or is switched. */
const IN_KERNEL = [
  'one-partition-per-core',
  'kernel-runs-in-the-hosts-partition',
  'partition-changes-while-no-sibling-translates',
] as const;

/** A guest that runs while the partition is another's, or is switched. */
const IN_GUEST = [
  'siblings-run-in-one-partition',
  'partition-changes-while-no-sibling-translates',
] as const;

/** Every fault, by name. The first three are defects of Linux 3.1. */
const rows = {
  'stray-wake-enters-the-kernel': {
    text: 'a thread that a stray interrupt wakes goes on in the kernel, whatever the others do',
    ...defect('stray-wake-enters-the-kernel'),
    size: STRAY,
    breaks: IN_KERNEL,
  },
  'late-thread-keeps-what-it-loaded': {
    text: 'a thread counts itself in once its guest is loaded, and naps with all of that when it comes too late',
    ...defect('late-thread-keeps-what-it-loaded'),
    breaks: [
      'thread-naps-with-the-hosts-keys',
      'thread-naps-with-the-hosts-breakpoint',
      'thread-naps-with-the-hosts-dscr',
      'thread-naps-with-counters-frozen',
      'yield-count-says-whether-it-runs',
    ],
  },
  'guest-flag-stays': {
    text: 'the C code sets the flag of a guest before it wakes a thread, and a thread whose guest does not run naps with it',
    ...defect('guest-flag-stays'),
    breaks: ['thread-naps-without-a-guests-flag'],
  },
  'secondary-does-not-wait': {
    text: 'a secondary does not wait until the partition is switched',
    ...path(drop('guest.wait.again')),
    breaks: [
      ...IN_GUEST,
      'thread-is-back-in-the-hosts-partition',
      'each-nap-is-counted-once',
      'everyone-comes-to-rest',
    ],
  },
  'partition-told-too-early': {
    text: 'vcore.in_guest is 1 before the partition is switched',
    ...path(
      drop('guest.partition.in-guest'),
      insertBefore('guest.partition.reserve', {
        'in-guest': put(constant(1n), '1').into('vcore.in_guest'),
      }),
    ),
    breaks: IN_GUEST,
  },
  'late-thread-enters': {
    text: 'a thread counts itself in although another has begun to leave',
    ...path(drop('guest.arrive.late')),
    breaks: ['no-thread-enters-once-one-leaves', ...IN_GUEST, 'everyone-comes-to-rest'],
  },
  'count-not-retried': {
    text: 'a thread goes on when its count was not stored',
    ...path(drop('guest.arrive.again')),
    breaks: ['guest-runs-only-counted-in', ...IN_GUEST, 'everyone-comes-to-rest'],
  },
  'primary-does-not-wait': {
    text: 'the primary thread switches the partition back while others are in it',
    ...path(drop('exit.partition.not-all')),
    breaks: [...IN_GUEST, 'everyone-comes-to-rest'],
  },
  'leaving-not-counted': {
    text: 'a thread that leaves does not count itself out',
    ...path(replace('exit.partition.more', counted(0n))),
    breaks: ['everyone-comes-to-rest'],
  },
  'secondary-leaves-by-itself': {
    text: 'a secondary naps without counting itself out, and without waiting for the host',
    ...path(
      insertBefore('exit.partition.lwsync', {
        early: goToIf(
          transfers({ vcpu: 'r9' }).field('vcpu.ptid'),
          'vcpu.ptid is not 0',
          'exit.partition.lpcr',
        ),
      }),
    ),
    breaks: [
      'thread-naps-only-counted-out',
      'thread-is-back-in-the-hosts-partition',
      'everyone-comes-to-rest',
    ],
  },
  'others-not-called-out': {
    text: 'the first thread to leave does not make HDEC expire for the others',
    ...path(drop('exit.partition.call-others')),
    breaks: ['everyone-comes-to-rest'],
  },
  'host-not-told': {
    text: 'vcore.in_guest stays 1 when the partition is switched back',
    ...path(replace('exit.partition.in-guest', nothing)),
    breaks: ['everyone-comes-to-rest'],
  },
  'nap-counted-before-it-is-seen': {
    text: 'nothing orders what a thread saves before the count of its nap',
    ...path(drop('nap.count.lwsync')),
    breaks: ['saved-state-is-seen-by-the-host'],
  },
  'nap-not-counted': {
    text: 'a thread naps without counting itself',
    ...path(replace('nap.count.more', counted(0n))),
    breaks: ['everyone-comes-to-rest'],
  },
  'host-not-awaited': {
    text: 'a secondary naps again without waiting until the partition is switched back',
    ...path(drop('exit.wait.again')),
    breaks: ['thread-is-back-in-the-hosts-partition'],
  },
  'nap-before-stores-are-seen': {
    text: 'a thread naps while others do not see its stores yet',
    ...path(drop('nap.ptesync')),
    breaks: ['thread-naps-once-its-stores-are-seen'],
  },
  'interrupt-not-ended': {
    text: 'a thread does not end the interrupt that woke it, so no later one is presented',
    ...path(drop('start.eoi')),
    breaks: ['thread-naps-with-its-interrupts-ended'],
  },
  'interrupt-not-cleared': {
    text: 'a thread ends the interrupt that woke it while it is asked for still, so it ends the guest at once',
    ...path(drop('start.clear')),
    breaks: ['interrupt-is-cleared-before-it-is-ended'],
  },
  'nap-before-the-guest-is-saved': {
    text: 'a secondary naps though the units of its guest are not stored',
    ...path(replace('exit.fp.save', nothing)),
    breaks: ['thread-naps-once-its-guest-is-saved'],
  },
  'vcpu-cleared-behind-the-count': {
    text: 'a thread counts itself to those that nap, and then clears hstate.kvm_vcpu, where the next vcpu may be',
    ...path(
      drop('nap.count.vcpu'),
      insertBefore('nap.state', { vcpu: put(constant(0n), '0').into('hstate.kvm_vcpu') }),
    ),
    breaks: ['vcpu-is-left-before-the-nap-is-counted'],
  },
  'nap-counted-twice': {
    text: 'a thread counts itself twice to those that nap, so another is not waited for',
    ...path(replace('nap.count.more', counted(2n))),
    breaks: ['each-nap-is-counted-once'],
  },
  'vcpu-left-at-the-nap': {
    text: 'a thread naps and keeps its vcpu: a stray interrupt leads it there again, and it counts itself once more',
    ...path(drop('nap.count.vcpu')),
    size: STRAY,
    breaks: ['vcpu-is-left-before-the-nap-is-counted', 'each-nap-is-counted-once'],
  },
  'keys-left-at-the-nap': {
    text: "a secondary naps with the guest's AMR",
    ...path(drop('exit.sprs.host-amr')),
    breaks: ['thread-naps-with-the-hosts-keys'],
  },
  'breakpoint-left-at-the-nap': {
    text: "a secondary naps with the guest's DABR",
    ...path(drop('exit.dec.host-dabr')),
    breaks: ['thread-naps-with-the-hosts-breakpoint'],
  },
  'dscr-left-at-the-nap': {
    text: "a secondary naps with the guest's DSCR",
    ...path(drop('exit.sprs.host-dscr')),
    breaks: ['thread-naps-with-the-hosts-dscr'],
  },
  'counters-run-at-the-nap': {
    text: 'a secondary naps while the counters of its guest run',
    ...path(drop('exit.freeze.freeze')),
    breaks: ['thread-naps-with-counters-frozen'],
  },
  'lpcr-left-at-the-nap': {
    text: "a secondary naps with the guest's LPCR",
    ...path(replace('exit.partition.lpcr', nothing)),
    breaks: ['thread-naps-with-the-hosts-lpcr'],
  },
  'wakes-by-anything': {
    text: 'a nap may be ended by what the host lets end its own naps',
    ...path(drop('nap.lpcr')),
    breaks: ['thread-naps-with-the-hosts-lpcr'],
  },
  'yield-not-counted': {
    text: 'the yield count is not raised when a guest is left',
    ...path(drop('exit.vpa.yield')),
    breaks: ['yield-count-says-whether-it-runs'],
  },
  'guest-runs-without-its-flag': {
    text: 'hstate.in_guest says that the hypervisor runs while the guest does',
    ...path(replace('guest.go.in-guest', nothing)),
    breaks: ['guest-runs-with-its-flag'],
  },
  'kernel-not-asked': {
    text: 'the primary thread asks nobody to stay out of the kernel',
    ...codeWithout('ask', 'asked-first', 'granted'),
    breaks: [...IN_KERNEL, 'everyone-comes-to-rest'],
  },
  'kernel-asked-without-barrier': {
    text: 'the primary thread looks where the others are before they can see that it asks',
    ...codeWithout('asked-first'),
    size: STRAY,
    breaks: IN_KERNEL,
  },
  'kernel-not-awaited': {
    text: 'the primary thread goes on while another is in the kernel',
    ...codeWithout('granted'),
    size: STRAY,
    breaks: IN_KERNEL,
  },
  'kernel-entered-without-barrier': {
    text: 'a thread looks whether it is asked before the others can see that it is in the kernel',
    ...path(drop('nap-wake.sync')),
    size: STRAY,
    breaks: IN_KERNEL,
  },
  'woken-before-it-is-told': {
    text: 'nothing orders the pointers that a thread needs before the interrupt that wakes it',
    ...codeWithout('pointers-first'),
    breaks: ['everyone-comes-to-rest'],
  },
  'vcpu-sought-before-the-interrupt-is-cleared': {
    text: 'a thread that is woken looks for a vcpu, and then clears the interrupt that may have come with one',
    ...path(
      drop('start.vcpu'),
      insertBefore('start.xics', { vcpu: entering.load('r4').from('hstate.kvm_vcpu') }),
    ),
    size: STRAY,
    breaks: ['everyone-comes-to-rest'],
  },
  'naps-not-awaited': {
    text: 'the exits are handled while secondaries are on their way out',
    ...codeWithout('wait'),
    breaks: ['exits-are-handled-once-all-nap', 'saved-state-is-seen-by-the-host'],
  },
} as const satisfies Readonly<Record<string, ProtocolFault>>;

export type ProtocolFaultName = keyof typeof rows;

export const protocolFaults: Readonly<Record<ProtocolFaultName, ProtocolFault>> = rows;

export const protocolFaultNames = Object.keys(rows) as readonly ProtocolFaultName[];
