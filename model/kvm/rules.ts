// What the C code decides, rule by rule: as Linux 3.1 has it, put right, or with a fault in one rule.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { CAUSE, GUEST_VECTOR, PENDING } from '../../spec/vocabulary/kvm-run.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type RunInterface, runInterface } from './run-page.ts';

/** An interrupt that may wait for the guest. */
export interface Waiting {
  readonly bit: Word;
  readonly vector: Word;
  /** Whether it is held back while the guest has EE off. */
  readonly needsEe: boolean;
  /** Whether it waits on once it is delivered, until its source is quiet. */
  readonly stays: boolean;
}

export interface KvmRules {
  /** Numbers and layout of the page that user space sees. */
  readonly page: RunInterface;
  /** The register that goes out as an argument of a hypercall, and comes back from it. */
  readonly carriedOut: (argument: number) => number;
  readonly carriedBack: (argument: number) => number;
  /** Whether an answer is taken once only. */
  readonly answeredOnce: boolean;
  /** Whether an answer is taken only when a hypercall waits for it. */
  readonly answeredWhenAsked: boolean;
  /** Whether a system call of level 1 from problem state is the guest's own. */
  readonly reflectsProblemState: boolean;
  /** Whether the fault's address and cause are handed to the guest. */
  readonly handsDar: boolean;
  readonly handsDsisr: boolean;
  /** Bits that SRR1 gets: after an instruction storage interrupt, an illegal instruction, a program interrupt. */
  readonly noHpte: Word;
  readonly illegal: Word;
  readonly programCause: (msr: Word) => Word;
  /** What injecting an interrupt makes of the guest's registers. */
  readonly injected: {
    readonly srr0: (pc: Word, vector: Word) => Word;
    readonly msr: (msr: Word) => Word;
  };
  /** Interrupts that wait, in the order of their priority. */
  readonly waiting: readonly Waiting[];
  /** How often an exit is handled. */
  readonly handledTimes: number;
  readonly countsExternal: boolean;
  readonly countsDecrementer: boolean;
  /** Whether a decrementer exception is cancelled once the decrementer is ahead again. */
  readonly cancelsDecrementer: boolean;
  /** Whether a decrementer that has expired is queued before the guest is entered. */
  readonly queuesDecrementer: boolean;
  /** Whether a pending signal is seen before the first entry of a KVM_RUN, and before each later one. */
  readonly looksForSignals: { readonly first: boolean; readonly later: boolean };
  /** What KVM_RUN returns with a hypercall for user space. */
  readonly handedOn: Word;
  /** Whether vcpu.trap, and the reason in the page, are cleared before a guest is entered. */
  readonly clearsTrap: boolean;
  readonly clearsReason: boolean;
  /** Whether a data storage interrupt goes to user space, to be emulated as MMIO. */
  readonly emulatesMmio: boolean;
  readonly mayRun: (thread: Word, siblings: Word) => boolean;
  readonly stopsAtUnknown: boolean;
}

const waiting: readonly Waiting[] = [
  { bit: PENDING.SYSCALL, vector: GUEST_VECTOR.SYSTEM_CALL, needsEe: false, stays: false },
  { bit: PENDING.EXTERNAL, vector: GUEST_VECTOR.EXTERNAL, needsEe: true, stays: false },
  { bit: PENDING.DECREMENTER, vector: GUEST_VECTOR.DECREMENTER, needsEe: true, stays: true },
  { bit: PENDING.EXTERNAL_LEVEL, vector: GUEST_VECTOR.EXTERNAL, needsEe: true, stays: true },
];

/** Put right: a decrementer that has been out for long is queued, and KVM_RUN returns 0. */
export const repairedRules: KvmRules = {
  page: runInterface,
  carriedOut: (argument) => 4 + argument,
  carriedBack: (argument) => 4 + argument,
  answeredOnce: true,
  answeredWhenAsked: true,
  reflectsProblemState: true,
  handsDar: true,
  handsDsisr: true,
  noHpte: CAUSE.NO_HPTE,
  illegal: CAUSE.ILLEGAL,
  programCause: (msr) => msr & CAUSE.PROGRAM,
  injected: { srr0: (pc) => pc, msr: () => MSR.SF | MSR.ME },
  waiting,
  handledTimes: 1,
  countsExternal: true,
  countsDecrementer: true,
  cancelsDecrementer: true,
  queuesDecrementer: true,
  looksForSignals: { first: true, later: true },
  handedOn: 0n,
  clearsTrap: true,
  clearsReason: true,
  emulatesMmio: false,
  mayRun: (thread, siblings) => thread === 0n && siblings === 0n,
  stopsAtUnknown: true,
};

/** RESUME_HOST, by which the handlers of exits say where to go on (kvm_asm.h). */
const RESUME_HOST = 2n;

/** As Linux 3.1 has it. */
export const publishedRules: KvmRules = {
  ...repairedRules,
  queuesDecrementer: false,
  handedOn: RESUME_HOST,
};
