// Hypercalls that are answered in real mode: which handler is entered for which number, how it is called, and where its answer goes.
//
// The place HANDLER says which handlers were entered since the interrupt; ANSWER counts what those returned that are C functions. A
// switch without handlers satisfies all of it: then every hypercall ends the guest.
import { chapter } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  address,
  and,
  at,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  less,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  sub,
  was,
  whenWritten,
  without,
} from '../terms.ts';
import { ANSWER, MSR } from '../vocabulary/bits.ts';
import {
  H_SUCCESS,
  HANDLER,
  type HandlerName,
  handlerNames,
  handlers,
  listed,
  NUMBER_IGNORES,
} from '../vocabulary/hypercalls.ts';
import type { Place } from '../vocabulary/machine.ts';
import { halfOf, hypercall, tooHard } from './real-mode-hypercalls.ts';

const TRIED = kernel('book3s_hv_rmhandlers.S', 'hcall_try_real_mode');
const TABLE = kernel('book3s_hv_rmhandlers.S', 'hcall_real_table');
const SET_DABR = kernel('book3s_hv_rmhandlers.S', 'kvmppc_h_set_dabr');
const PAPR = message('papr-guest');

/** The number of the hypercall that the guest makes. */
const asked: Term = without(was('r3'), NUMBER_IGNORES);
/** How many handlers were entered, in the bits of the count. */
const entered: Term = has(now('HANDLER'), HANDLER.COUNT);
/** The number of the hypercall whose handler was entered last. */
const answering: Term = has(now('HANDLER'), HANDLER.NUMBER);
const once: Term = same(entered, literal(HANDLER.ENTERED));
const isUnlisted: Term = same(answering, literal(HANDLER.NUMBER));
const isFor = (name: HandlerName): Term =>
  and(nonzero(entered), same(answering, literal(handlers[name].number)));

/** What a C handler has returned in this span; of others nothing is known. */
const hasAnswered: Term = same(sub(now('ANSWER'), was('ANSWER')), literal(ANSWER.GIVEN + 1n));

/** The place holds this where the condition holds. */
const holding = (when: Term, place: Place, word: Term): Claim =>
  equal(now(place), choose(when, word, now(place)));

/** The registers that a handler finds as the guest passed them. */
const passed = (name: HandlerName): readonly Claim[] =>
  Array.from({ length: handlers[name].arguments }, (_, i) => `r${4 + i}` as Place).map((place) =>
    holding(isFor(name), place, was(place)),
  );

/** Whether a switch must have a handler: it has any, or for H_BULK_REMOVE, which may be left to others, it has this one. */
const mustHave = (name: HandlerName): Term =>
  nonzero(has(now('HANDLER'), listed(name === 'kvmppc_h_bulk_remove' ? [name] : handlerNames)));

const numberOf = (name: HandlerName): Term => literal(handlers[name].number);
const last: Term = literal(handlers.kvmppc_h_bulk_remove.number);
const hasNone: Term = no(has(now('HANDLER'), listed(handlerNames)));

/** MSR of real mode in the hypervisor, with interrupts off: the bits that are on, and all that count. */
const REAL_MODE = MSR.SF | MSR.HV | MSR.ME;
const MODE = REAL_MODE | MSR.EE | MSR.PR | MSR.IR | MSR.DR | MSR.LE;

export const answeredHypercalls = chapter(
  'Hypercalls in real mode',
  'Which hypercalls have a handler in real mode, how it is called, and where its answer goes.',
  {
    'handler-is-of-its-hypercall': {
      says: 'For one interrupt at most one handler is entered, and if it is one of the list, it is that of the hypercall whose number the guest has in r3: all 64 bits count, but for the two low bits, which 3.1 ignores.',
      cite: [TRIED, TABLE, PAPR],
      over: ['resume', 'exit'],
      claim: each(
        holds('HANDLER', or(no(entered), once)),
        holds('HANDLER', or(or(no(entered), isUnlisted), same(answering, asked))),
      ),
    },
    'only-the-guests-kernel-is-answered': {
      says: 'A handler is entered only for a system call from supervisor state: not for one from problem state, and not for another interrupt.',
      cite: [TRIED, PAPR],
      over: ['resume', 'exit'],
      claim: holds('HANDLER', or(no(entered), hypercall)),
    },
    'listed-hypercall-reaches-its-handler': {
      says: 'In a switch that has handlers, H_REMOVE, H_ENTER, H_READ, H_PROTECT, H_PUT_TCE and H_SET_DABR from supervisor state do not end the guest before their handler was entered, nor does H_BULK_REMOVE if there is a handler of it.',
      cite: [TABLE, TRIED],
      over: 'exit',
      claim: given(
        hypercall,
        each(
          ...handlerNames.map((name) =>
            holds('HANDLER', or(no(and(mustHave(name), same(asked, numberOf(name)))), isFor(name))),
          ),
        ),
      ),
    },
    'handler-gets-the-vcpu-and-the-arguments': {
      says: 'When a handler is entered, r3 is the address of the vcpu, and from r4 on there are as many of the registers that the guest passed as the handler takes arguments.',
      cite: [
        TRIED,
        kernel('book3s_hv_rm_mmu.c', 'kvmppc_h_enter, kvmppc_h_remove, kvmppc_h_protect'),
      ],
      over: ['resume', 'exit'],
      claim: whenWritten(
        ['HANDLER'],
        each(holding(nonzero(entered), 'r3', address('vcpu')), ...handlerNames.flatMap(passed)),
      ),
    },
    'handler-runs-as-the-kernel': {
      says: "When a handler is entered, r1 is the switch's own stack frame, r2 the kernel's TOC and r13 the PACA, with MSR[SF], [HV] and [ME] on and [EE], [PR], [IR], [DR] and [LE] off.",
      cite: [TRIED, kernel('book3s_hv_rmhandlers.S', 'HSTATE_HOST_R1, PACATOC')],
      over: ['resume', 'exit'],
      claim: whenWritten(
        ['HANDLER'],
        each(
          holding(nonzero(entered), 'r1', address('frame')),
          holding(nonzero(entered), 'r2', address('toc')),
          holding(nonzero(entered), 'r13', address('paca')),
          holds('MSR', or(no(entered), same(has(now('MSR'), MODE), literal(REAL_MODE)))),
        ),
      ),
    },
    'only-a-handler-resumes-a-hypercall': {
      says: 'A guest is resumed after a system call only if a handler was entered.',
      cite: [TRIED],
      over: 'resume',
      claim: holds('NIA', or(no(at('SYSTEM_CALL')), nonzero(entered))),
    },
    'answer-is-what-the-guest-finds': {
      says: 'A guest that is resumed after a hypercall finds in r3 what the handler returned; after H_SET_DABR, H_SUCCESS.',
      cite: [TRIED, PAPR],
      over: 'resume',
      claim: each(
        holding(hasAnswered, 'r3', halfOf(was('ANSWER'))),
        holding(isFor('kvmppc_h_set_dabr'), 'r3', literal(H_SUCCESS)),
      ),
    },
    'too-hard-is-no-answer': {
      says: 'No guest is resumed after a hypercall for which a handler returned H_TOO_HARD: it goes on to user space.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'hcall_real_fallback'), PAPR],
      over: 'resume',
      claim: holds('r3', no(tooHard)),
    },
    'answered-hypercall-does-not-end-the-guest': {
      says: 'A hypercall from supervisor state that a handler has answered does not end the guest: user space would answer it again.',
      cite: [TRIED, kernel('book3s_hv_rmhandlers.S', 'fast_guest_return')],
      over: 'exit',
      claim: given(hypercall, holds('HANDLER', no(or(hasAnswered, isFor('kvmppc_h_set_dabr'))))),
    },
    'set-dabr-sets-the-breakpoint': {
      says: "H_SET_DABR puts the guest's r4 into vcpu.dabr; nothing else that resumes the guest changes vcpu.dabr.",
      cite: [SET_DABR, PAPR],
      over: 'resume',
      claim: equal(
        now('vcpu.dabr'),
        choose(isFor('kvmppc_h_set_dabr'), was('r4'), was('vcpu.dabr')),
      ),
    },
    'some-hypercall-is-answered-in-real-mode': {
      says: 'Some hypercall is answered in real mode, if the switch has handlers.',
      cite: [TRIED],
      over: 'resume',
      claim: reachable(or(hasNone, hasAnswered)),
    },
    'some-breakpoint-is-set': {
      says: 'Some guest sets its breakpoint, if the switch has handlers.',
      cite: [SET_DABR],
      over: 'resume',
      claim: reachable(or(hasNone, isFor('kvmppc_h_set_dabr'))),
    },
    'some-hypercall-is-too-hard': {
      says: 'Some hypercall is too hard for its handler, if the switch has handlers.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'hcall_real_fallback')],
      over: 'exit',
      claim: reachable(or(hasNone, tooHard)),
    },
    'some-number-is-beyond-the-table': {
      says: 'Some hypercall has a number that is greater than that of every handler.',
      cite: [TABLE],
      over: 'exit',
      claim: reachable(and(hypercall, less(last, asked))),
    },
  },
);
