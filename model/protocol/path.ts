// The path with what the threads of a core agree on: who has entered, who leaves, when the partition is switched, when it is over.
//
// It is the path of one thread with steps put in, so that the two cannot drift apart. What Linux 3.1 does wrong are defects: the
// protocol put right has none of them, and is what later kernels made of it.

import { drop, type Edit, edited, insertAfter, insertBefore } from '../mutate.ts';
import { ENTERING } from '../paths/base-registers.ts';
import { counting } from '../paths/counting.ts';
import { image } from '../paths/hypercalls.ts';
import { routines } from '../paths/published.ts';
import { repaired } from '../paths/repairs.ts';
import { link, type Program, type Routine } from '../program.ts';
import type { Step } from '../step.ts';
import { goToIf, isBelow32, isZero } from '../steps/branch.ts';
import { isync, lwsync } from '../steps/context.ts';
import { constant, register, type Source, set, transfers } from '../steps/transfer.ts';
import {
  isHdec,
  isSecondary,
  secondaryNap,
  startGuest,
  startGuestAsked,
  tooLate,
  tooLateClean,
  waitsForHost,
  waitsForPartition,
  wakes,
  wakesAsked,
  wakeup,
  wokenFromNap,
} from './secondary.ts';

const { load, put } = transfers({ ...ENTERING, vcore: 'r5' });
const leaving = transfers({ vcpu: 'r9' });

/** One more has entered, unless one has begun to leave. */
const countIn = (passage: string): Readonly<Record<string, Step>> => ({
  vcore: load('r5').from('hstate.kvm_vcore'),
  ...counting(passage, 'vcore.entry_exit_count', 1n, {
    late: goToIf(
      isZero(isBelow32(register('r3'), 0x100n)),
      'some thread has begun to leave',
      'secondary_too_late',
    ),
  }),
});

/** Counts of those that have entered, and of those that leave. */
const differ: Source = (view, words) => {
  const count = view.register('r3');
  const left = words.and(words.shiftRight(count, 8), words.literal(0xffn));
  return words.equal(words.equal(words.and(count, words.literal(0xffn)), left), words.literal(0n));
};

const leave: Readonly<Record<string, Step>> = {
  lwsync,
  vcore: load('r5').from('hstate.kvm_vcore'),
  ...counting('exit.partition', 'vcore.entry_exit_count', 0x100n),
  'by-hdec': goToIf(isHdec, 'r12 is 0x980', 'exit.partition.primary'),
  'not-first': goToIf(
    isZero(isBelow32(register('r3'), 0x100n)),
    'others leave already',
    'exit.partition.primary',
  ),
  alone: goToIf(isBelow32(register('r3'), 2n), 'no other has entered', 'exit.partition.primary'),
  'call-others': set('HDEC', constant(0n), '0'),
  primary: goToIf(leaving.field('vcpu.ptid'), 'vcpu.ptid is not 0', 'exit.wait'),
  all: load('r3').from('vcore.entry_exit_count'),
  'not-all': goToIf(differ, 'not as many have left as have entered', 'exit.partition.all'),
  'isync-all': isync,
};

/** What a path of one thread has of this: it is the same here, but in another place, or with more in between. */
const ofOneThread: readonly Edit[] = [
  ...['vcore', 'count', 'more', 'store', 'again', 'in-guest'].map(
    (key) => `guest.partition.${key}`,
  ),
  ...['vcore', 'count', 'more', 'store', 'again', 'in-guest'].map((key) => `exit.partition.${key}`),
  'exit.partition.lwsync',
].map(drop);

/** What is the same in both: around the partition, and from the end of the way out to the nap. */
const common: readonly Edit[] = [
  insertBefore('guest.partition.reserve', {
    'vcore-again': load('r5').from('hstate.kvm_vcore'),
    secondary: goToIf(isSecondary, 'vcpu.ptid is not 0', 'guest.wait'),
  }),
  insertAfter('guest.partition.isync', {
    'in-guest': put(constant(1n), '1').into('vcore.in_guest'),
  }),
  insertBefore('exit.partition.reserve', leave),
  insertAfter('exit.partition.isync', {
    'in-guest': put(constant(0n), '0').into('vcore.in_guest'),
  }),
  insertBefore('exit.dec.timebase', {
    secondary: goToIf(leaving.field('vcpu.ptid'), 'vcpu.ptid is not 0', 'secondary_nap'),
  }),
];

/** In what a protocol may be as Linux 3.1 published it, by the name of the defect. */
export const protocolDefects = [
  'stray-wake-enters-the-kernel',
  'late-thread-keeps-what-it-loaded',
  'guest-flag-stays',
] as const;

export type ProtocolDefect = (typeof protocolDefects)[number];

/** The steps that are put into a path: a thread that is sound counts itself in before it loads anything of its guest. */
const editsOf = (defects: readonly ProtocolDefect[]): readonly Edit[] =>
  defects.includes('late-thread-keeps-what-it-loaded')
    ? [
        ...ofOneThread,
        insertBefore('guest.partition.reserve', countIn('guest.partition')),
        ...common,
      ]
    : [
        ...ofOneThread,
        insertBefore('guest.arrive.return-address', countIn('guest.arrive')),
        ...common,
      ];

/** The routines beside a path. */
function besideOf(defects: readonly ProtocolDefect[]): readonly Routine[] {
  const has = (defect: ProtocolDefect): boolean => defects.includes(defect);
  const asks = !has('stray-wake-enters-the-kernel');
  return [
    asks ? wakesAsked : wakes,
    wakeup,
    asks ? startGuestAsked : startGuest,
    waitsForPartition,
    waitsForHost,
    has('late-thread-keeps-what-it-loaded') ? tooLate : tooLateClean,
    secondaryNap({ asks, clearsFlag: !has('guest-flag-stays') }),
  ];
}

/** The path put right, with the protocol put right but for these defects. */
export const protocolPath = (defects: readonly ProtocolDefect[]): Program =>
  link(
    [
      ...edited(repaired.routines, [
        insertAfter('vector-100.ask.r13', {
          nap: goToIf(wokenFromNap, 'it has napped', 'nap-wake'),
        }),
        ...editsOf(defects),
      ]),
      ...besideOf(defects),
    ],
    image,
  );

/** The path of Linux 3.1 with its protocol. */
export const publishedProtocol: Program = link(
  [
    ...edited(routines, [
      insertAfter('vector-100.ask.woken', {
        nap: goToIf(wokenFromNap, 'it has napped', 'nap-wake'),
      }),
      ...editsOf(protocolDefects),
    ]),
    ...besideOf(protocolDefects),
  ],
  image,
);

/** The path put right, with a protocol put right. */
export const repairedProtocol: Program = protocolPath([]);
