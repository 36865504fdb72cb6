// What becomes of each exit of the guest: the guest goes on, user space is asked, or the kernel stops (book3s_hv.c).
import { match } from 'ts-pattern';
import { MSR } from '../../spec/vocabulary/bits.ts';
import { ARGUMENTS, GUEST_VECTOR, PENDING } from '../../spec/vocabulary/kvm-run.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { inject } from './interrupts.ts';
import type { KvmRules } from './rules.ts';
import { loadField, storeField } from './run-page.ts';
import type { Draft, Telling } from './state.ts';

/** The traps that the loop knows, by vcpu.trap. */
export const TRAPS = {
  external: 0x500n,
  program: 0x700n,
  'hv-decrementer': 0x980n,
  'system-call': 0xc00n,
  'h-data-storage': 0xe00n,
  'h-inst-storage': 0xe20n,
  'h-emul-assist': 0xe40n,
  perfmon: 0xf00n,
} as const;

type Trap = keyof typeof TRAPS | 'unknown';

/** Where the run goes on: back into the guest, to user space, or nowhere. */
export type Resume = 'guest' | 'host' | 'bug';

const names = Object.keys(TRAPS) as (keyof typeof TRAPS)[];

const trapOf = (word: Word): Trap => names.find((name) => TRAPS[name] === word) ?? 'unknown';

/** What is done for a trap, and where the run goes on. */
interface Handling {
  readonly text: string;
  readonly change: (draft: Draft) => void;
  readonly resume: Resume;
}

/** Handles the exit that vcpu.trap names. */
export function handleExit(run: Telling, rules: KvmRules): Resume {
  const trap = trapOf(run.state()['vcpu.trap']);
  const { text, change, resume } = handlingOf(trap, run.state()['vcpu.msr'], rules);
  for (let i = 0; i < rules.handledTimes; i++)
    run.does(`kvmppc_handle_exit.${trap}`, text, (draft) => {
      draft['vcpu.stat.sum_exits'] += 1n;
      storeField(draft, rules.page, 'exit_reason', rules.page.reasons.unknown);
      change(draft);
    });
  return resume;
}

function handlingOf(trap: Trap, msr: Word, rules: KvmRules): Handling {
  return match<Trap, Handling>(trap)
    .with('hv-decrementer', () => ({
      text: 'the host wanted attention: count it',
      change(draft) {
        if (rules.countsDecrementer) draft['vcpu.stat.dec_exits'] += 1n;
      },
      resume: 'guest',
    }))
    .with('external', () => ({
      text: 'the host wanted attention: count it',
      change(draft) {
        if (rules.countsExternal) draft['vcpu.stat.ext_intr_exits'] += 1n;
      },
      resume: 'guest',
    }))
    .with('perfmon', () => ({
      text: 'the host wanted attention',
      change: () => undefined,
      resume: 'guest',
    }))
    .with('program', () => ({
      text: 'a program interrupt with the causes that MSR holds',
      change: (draft) => inject(draft, GUEST_VECTOR.PROGRAM, rules.programCause(msr), rules),
      resume: 'guest',
    }))
    .with('system-call', () => systemCall(msr, rules))
    .with('h-data-storage', () => dataStorage(rules))
    .with('h-inst-storage', () => ({
      text: "the guest's own instruction storage interrupt",
      change: (draft) => inject(draft, GUEST_VECTOR.INST_STORAGE, rules.noHpte, rules),
      resume: 'guest',
    }))
    .with('h-emul-assist', () => ({
      text: 'nothing is emulated: a program interrupt, illegal instruction',
      change: (draft) => inject(draft, GUEST_VECTOR.PROGRAM, rules.illegal, rules),
      resume: 'guest',
    }))
    .with('unknown', () => ({
      text: 'dump the registers, and BUG',
      change(draft) {
        if (rules.stopsAtUnknown) draft['host.bug'] = 1n;
      },
      resume: rules.stopsAtUnknown ? 'bug' : 'guest',
    }))
    .exhaustive();
}

/** KVM_EXIT_MMIO (linux/kvm.h), which this kernel has no use for. */
const MMIO = 6n;

const dataStorage = (rules: KvmRules): Handling =>
  rules.emulatesMmio
    ? {
        text: 'user space is to emulate the access',
        change: (draft) => storeField(draft, rules.page, 'exit_reason', MMIO),
        resume: 'host',
      }
    : {
        text: "no MMIO is emulated: the guest's own data storage interrupt",
        change(draft) {
          if (rules.handsDsisr) draft['vcpu.dsisr'] = draft['vcpu.fault_dsisr'];
          if (rules.handsDar) draft['vcpu.dar'] = draft['vcpu.fault_dar'];
          inject(draft, GUEST_VECTOR.DATA_STORAGE, 0n, rules);
        },
        resume: 'guest',
      };

function systemCall(msr: Word, rules: KvmRules): Handling {
  const { page } = rules;
  if (rules.reflectsProblemState && (msr & MSR.PR) !== 0n)
    return {
      text: "from problem state: the guest's own system call",
      change(draft) {
        draft['vcpu.pending_exceptions'] |= PENDING.SYSCALL;
      },
      resume: 'guest',
    };
  return {
    text: 'a hypercall: user space is to answer',
    change(draft) {
      storeField(draft, page, 'nr', draft['vcpu.gpr[3]'] ?? 0n);
      for (let i = 0; i < ARGUMENTS; i++)
        storeField(draft, page, 'args', draft[`vcpu.gpr[${rules.carriedOut(i)}]`] ?? 0n, i);
      storeField(draft, page, 'exit_reason', page.reasons.hcall);
      draft['vcpu.hcall_needed'] = 1n;
    },
    resume: 'host',
  };
}

/** User space has answered: r3 is the result, r4 to r12 what it put in place of the arguments. */
export const takeAnswer = (run: Telling, rules: KvmRules): void =>
  run.does('kvm_arch_vcpu_ioctl_run.hcall', 'take the answer to a hypercall', (draft) => {
    if (rules.answeredWhenAsked && draft['vcpu.hcall_needed'] === 0n) return;
    draft['vcpu.gpr[3]'] = loadField(draft, rules.page, 'ret');
    for (let i = 0; i < ARGUMENTS; i++)
      draft[`vcpu.gpr[${rules.carriedBack(i)}]`] = loadField(draft, rules.page, 'args', i);
    if (rules.answeredOnce) draft['vcpu.hcall_needed'] = 0n;
  });
