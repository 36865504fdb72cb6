// Histories of one vcpu under KVM_RUN: what the world, the guest and user space do, call by call.
//
// The guest stops with every trap that there is, and some that there are not; user space answers hypercalls as it likes.
import fc from 'fast-check';
import { TRAPS } from '../../../model/kvm/exits.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import {
  flag,
  list,
  oneOf,
  parts,
  type Schema,
  signedWord,
  whole,
  word,
} from '../../input/schema.ts';

/** One stay in the guest: where and how it stops, and how long it took. */
export interface KvmStay {
  /** The vector; 0 where HDEC was about to expire and no guest ran. */
  readonly trap: Word;
  readonly pc: Word;
  /** Of MSR, whether EE and PR are on. */
  readonly ee: boolean;
  readonly pr: boolean;
  /** Words that fill r0 to r31 in turn, and the fault registers. */
  readonly words: readonly Word[];
  readonly ticks: Word;
  /** The guest's DEC when it stops, as a signed number. */
  readonly dec: Word;
  /** Whether a signal comes for the task. */
  readonly signal: boolean;
}

/** One KVM_RUN, and what comes before it. */
export interface KvmCall {
  /** How much time passes first. */
  readonly ticks: Word;
  /** Which other threads are online, and which thread this is. */
  readonly siblings: number;
  readonly thread: number;
  readonly signal: boolean;
  /** External interrupts that user space raises: none, one, or a level. */
  readonly external: 'none' | 'once' | 'level';
  /** What it answers, should it be asked. */
  readonly answer: readonly Word[];
  readonly stays: readonly KvmStay[];
}

export interface KvmHistory {
  readonly pc: Word;
  /** What the decrementer has to go at first, as a signed number. */
  readonly dec: Word;
  readonly calls: readonly KvmCall[];
}

const anyWord = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const decrementer = fc.bigInt({ min: -(1n << 31n), max: (1n << 31n) - 1n });

/** A moment, or so long that a decrementer of 32 bits wraps. */
const ticks = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 1n << 20n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 1n << 34n }) },
);

/** One in eight. Not a map of a number: what is kept as JSON must shrink too. */
const seldom = fc.constantFrom(...Array.from({ length: 7 }, () => false), true);

const stay: fc.Arbitrary<KvmStay> = fc.record({
  trap: fc.constantFrom(...Object.values(TRAPS), 0xc00n, 0xc00n, 0n, 0x200n, 0x1234n),
  pc: anyWord,
  ee: fc.boolean(),
  pr: fc.boolean(),
  words: fc.array(anyWord, { maxLength: 4 }),
  ticks,
  dec: decrementer,
  signal: seldom,
});

const call: fc.Arbitrary<KvmCall> = fc.record({
  ticks,
  siblings: fc.constantFrom(0, 0, 0, 0, 0, 1, 3),
  thread: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
  signal: seldom,
  external: fc.constantFrom('none', 'none', 'once', 'level'),
  answer: fc.array(anyWord, { maxLength: 3 }),
  stays: fc.array(stay, { maxLength: 5 }),
});

export const kvmHistories: fc.Arbitrary<KvmHistory> = fc.record({
  pc: anyWord,
  dec: decrementer,
  calls: fc.array(call, { minLength: 1, maxLength: 4 }),
});

/** How JSON holds a history. */
export const kvmHistory: Schema<KvmHistory> = parts<KvmHistory>({
  pc: word,
  dec: signedWord,
  calls: list(
    parts<KvmCall>({
      ticks: word,
      siblings: whole(3),
      thread: whole(3),
      signal: flag,
      external: oneOf(['none', 'once', 'level']),
      answer: list(word),
      stays: list(
        parts<KvmStay>({
          trap: word,
          pc: word,
          ee: flag,
          pr: flag,
          words: list(word),
          ticks: word,
          dec: signedWord,
          signal: flag,
        }),
      ),
    }),
  ),
});

/** MSR of a guest that stops. */
export const msrOf = ({ ee, pr }: Pick<KvmStay, 'ee' | 'pr'>): Word =>
  MSR.SF | MSR.ME | (ee ? MSR.EE : 0n) | (pr ? MSR.PR : 0n);
