// Interrupts answered in real mode: the hypervisor looks into them without the way out, and the guest goes on, or takes an interrupt itself.
import { savedRegisters } from '../chapters/from-ledger.ts';
import { hypercall, tooHard } from '../chapters/real-mode-hypercalls.ts';
import { isa } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  and,
  at,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  same,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { LPCR, MSR, SRR1_STATUS, VECTOR } from '../vocabulary/bits.ts';
import { HANDLER } from '../vocabulary/hypercalls.ts';
import type { Place } from '../vocabulary/machine.ts';
import { lowBits } from '../vocabulary/words.ts';
import { isCeding } from './ceding.ts';
import { type Edition, edition, since, TRANSACTION } from './edition.ts';

const REAL_MODE = 'book3s_hv_rmhandlers.S';

/** The guest's own vectors to which interrupts are handed on. */
const DATA_STORAGE = 0x300n;
const INST_STORAGE = 0x400n;
const SYSTEM_CALL = 0xc00n;
const isDataStorage = at('H_DATA_STORAGE');
const isInstStorage = at('H_INST_STORAGE');
const isStorage = or(isDataStorage, isInstStorage);
const fromProblemState = and(at('SYSTEM_CALL'), nonzero(has(was('SRR1'), MSR.PR)));

/** Interrupts after which a guest may be resumed, in some kernel. */
const NEEDS_NOTHING = [
  'H_DATA_STORAGE',
  'H_INST_STORAGE',
  'HV_DECREMENTER',
  'EXTERNAL',
  'SYSTEM_CALL',
  'MACHINE_CHECK',
] as const;

/** 1 if the guest goes on at this vector of its own. */
export const goesTo = (vector: bigint): Term => same(now('NIA'), literal(vector));
/** 1 if its MSR is what an interrupt of its own makes it. */
export const asByInterrupt = same(without(now('MSR'), TRANSACTION), literal(MSR.SF | MSR.ME));
/** 1 if it goes on where it was. */
export const isWhereItWas = and(
  same(now('NIA'), was('HSRR0')),
  same(now('MSR'), without(was('HSRR1'), SRR1_STATUS)),
);
const isKept = (place: Place): Term => same(now(place), was(place));

/** 1 if the guest tries again what it was at: the translation is there now. */
const isTriedAgain = and(isWhereItWas, and(isKept('SRR0'), isKept('SRR1')));
/** 1 if a storage interrupt is handed on; what it says of the cause is up to the C code that looked into the hashed page table. */
const isHandedOn = and(
  and(asByInterrupt, same(now('SRR0'), was('HSRR0'))),
  or(
    and(isDataStorage, and(goesTo(DATA_STORAGE), same(now('SRR1'), was('HSRR1')))),
    and(isInstStorage, goesTo(INST_STORAGE)),
  ),
);
const isDataHandedOn = and(isDataStorage, isHandedOn);
const isHdar = same(now('DAR'), was('HDAR'));

const entered = nonzero(has(now('HANDLER'), HANDLER.COUNT));
const isMediated = and(nonzero(has(was('LPCR'), LPCR.MER)), nonzero(has(was('HSRR1'), MSR.EE)));

/** MSR after a hypercall: as it was, and with EE on after H_CEDE. */
const afterHypercall = or(
  without(was('SRR1'), SRR1_STATUS),
  choose(isCeding, literal(MSR.EE), literal(0n)),
);

type Owed = Edition['clauses'];

/** How external interrupts and machine checks resume the guest, in a kernel. */
export interface Resuming {
  /** Sentences about it: when a guest is resumed, and what it finds then. */
  readonly says: { readonly when: string; readonly finds: string };
  /** When it may be resumed. */
  readonly when: readonly Claim[];
  /** What it finds. */
  readonly finds: readonly Claim[];
  /** Interrupts of which finds says what becomes of SRR0 and SRR1. */
  readonly savesWhere: Term;
}

/** As in the contract: external interrupts that LPCR[MER] raised, and no machine check. */
const mediated: Resuming = {
  says: {
    when: "after an external interrupt only if LPCR[MER] is 1 and the guest had EE on: the host's own interrupts go to the host. It is resumed",
    finds: 'A mediated interrupt moves it to 0x500,',
  },
  when: [
    holds('LPCR', or(no(at('EXTERNAL')), isMediated)),
    holds('NIA', no(same(was('NIA'), literal(VECTOR.MACHINE_CHECK)))),
  ],
  finds: [
    given(
      at('EXTERNAL'),
      each(
        equal(now('NIA'), literal(VECTOR.EXTERNAL)),
        holds('MSR', asByInterrupt),
        equal(now('SRR0'), was('HSRR0')),
        equal(now('SRR1'), was('HSRR1')),
      ),
    ),
  ],
  savesWhere: at('EXTERNAL'),
};

/** What is owed where interrupts are answered in real mode. */
export function answeredWith({ says, when, finds, savesWhere }: Resuming): Owed {
  return {
    'only-mediated-interrupts-resume': {
      says: `A guest is resumed ${says.when} after a hypercall from supervisor state, after a system call of level 1 from problem state only at 0xc00, after a hypervisor decrementer interrupt, after a hypervisor storage interrupt only where it was or at 0x300 or 0x400, and after no other.`,
      claim: each(
        holds('NIA', [...NEEDS_NOTHING].map(at).reduce(or)),
        holds('NIA', or(no(fromProblemState), goesTo(SYSTEM_CALL))),
        holds('NIA', or(no(isStorage), or(isWhereItWas, isHandedOn))),
        ...when,
      ),
    },
    'only-a-handler-resumes-a-hypercall': {
      says: 'A guest is resumed after a system call only if a handler was entered, if it is H_CEDE, whose handler is part of the way out, or if the system call came from problem state and the guest takes it itself.',
      claim: holds(
        'NIA',
        or(
          or(no(at('SYSTEM_CALL')), or(entered, isCeding)),
          and(fromProblemState, and(goesTo(SYSTEM_CALL), asByInterrupt)),
        ),
      ),
    },
    'resumed-guest-keeps-its-registers': {
      says: `A guest that is resumed after an interrupt finds every register that is saved in the vcpu as it was, except those that PAPR lets a hypercall change, if the hypercall came from supervisor state and no handler returned H_TOO_HARD. After a hypercall its address and MSR are those of SRR0 and SRR1, except the status bits, and except EE after H_CEDE. ${says.finds} a system call from problem state to 0xc00, and a storage interrupt to 0x300 or 0x400 if it does not try again, each with SF and ME alone in MSR, and SRR0 and SRR1 say where it was; DAR is then HDAR, and DSISR, or SRR1 for an instruction, says what C code found.`,
      claim: each(
        ...savedRegisters.filter(({ place }) => !isOfTheCause(place)).map(stays),
        holds('SRR0', or(no(isStorage), or(isTriedAgain, isHandedOn))),
        holds('DAR', choose(isDataHandedOn, or(isHdar, isKept('DAR')), isKept('DAR'))),
        holds('DSISR', or(isDataHandedOn, isKept('DSISR'))),
        given(no(or(savesWhere, isStorage)), each(unchanged('SRR0'), unchanged('SRR1'))),
        given(
          at('SYSTEM_CALL'),
          each(
            holds(
              'NIA',
              choose(fromProblemState, goesTo(SYSTEM_CALL), same(now('NIA'), was('SRR0'))),
            ),
            holds('MSR', choose(fromProblemState, asByInterrupt, same(now('MSR'), afterHypercall))),
          ),
        ),
        ...finds,
      ),
    },
  };
}

/** What is true of each edition of these. */
export const answers = {
  says: 'Hypervisor data and instruction storage interrupts are looked into in real mode: the guest tries again, or takes a data or instruction storage interrupt of its own. A system call of level 1 from problem state becomes a system call of the guest. H_CEDE is answered where the vcpu was prodded, with EE on.',
  why: 'A guest whose page is only missing from the hashed page table, or whose program has made a mistake, needs nothing from the host, and the way out and in again is dear.',
  cite: [
    since('3.4', REAL_MODE, 'kvmppc_hdsi'),
    since('3.4', REAL_MODE, 'kvmppc_hisi'),
    since('3.4', REAL_MODE, 'kvmppc_h_cede'),
    since('4.1', REAL_MODE, 'sc_1_fast_return'),
  ],
  follows: [
    isa('III-S', 'Data Storage Interrupt'),
    isa('III-S', 'Instruction Storage Interrupt'),
    isa('III-S', 'System Call Interrupt'),
  ],
  signs: [
    { sign: 'writes', register: 'SRR0' },
    { sign: 'puts', word: DATA_STORAGE },
  ],
} as const;

export const answeredInterrupts = edition({
  ...answers,
  name: 'interrupts-answered-in-real-mode',
  seenIn: '3.4.10',
  clauses: answeredWith(mediated),
  unsaid: [],
});

/** Registers in which an interrupt says where it came, and why. */
function isOfTheCause(place: Place): boolean {
  return ['SRR0', 'SRR1', 'DAR', 'DSISR'].includes(place);
}

/** As it was, except for what a hypercall may change. */
function stays({ place, hypercallKeeps }: (typeof savedRegisters)[number]): Claim {
  if (hypercallKeeps === lowBits(64)) return unchanged(place);
  const kept = equal(now(place), was(place), { mask: hypercallKeeps });
  const whole = given(no(and(hypercall, no(tooHard))), unchanged(place));
  return hypercallKeeps === 0n ? whole : each(whole, kept);
}
