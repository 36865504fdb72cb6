// A vcpu that cedes and is not woken goes to the host, and its hypercall is answered before it does: what is saved is not what it brought.
import { hypercall } from '../chapters/real-mode-hypercalls.ts';
import { isa } from '../cite.ts';
import type { Term } from '../clause.ts';
import { and, choose, each, equal, literal, no, now, or, same, was, without } from '../terms.ts';
import { HSRR_VECTORS, MSR } from '../vocabulary/bits.ts';
import { H_SUCCESS, NUMBER_IGNORES } from '../vocabulary/hypercalls.ts';
import { edition, since } from './edition.ts';

/** The hypercall by which a vcpu gives its time up (PAPR, H_CEDE). */
const H_CEDE = 0xe0n;

/** 1 if the span begins with H_CEDE from supervisor state. */
export const isCeding: Term = and(
  hypercall,
  same(without(was('r3'), NUMBER_IGNORES), literal(H_CEDE)),
);

/** 1 if that has been answered: then vcpu.trap is 0. */
const isAnswered = and(isCeding, no(now('vcpu.trap')));

const usedHsrr: Term = HSRR_VECTORS.map((vector) => same(was('NIA'), literal(vector))).reduce(or);

export const ceding = edition({
  name: 'ceding-answered-on-the-way-out',
  says: 'H_CEDE of a vcpu that was not prodded is answered before it goes to the host, or to sleep: EE is on in vcpu.msr, vcpu.gpr[3] is H_SUCCESS, and vcpu.trap is 0, which says that nothing is left to do.',
  seenIn: '3.4.10',
  why: 'A vcpu that sleeps in real mode may be woken there, or its thread may be called out by another: whoever goes on with it must find the hypercall done.',
  cite: [
    since('3.4', 'book3s_hv_rmhandlers.S', 'kvmppc_h_cede'),
    since('3.4', 'book3s_hv.c', 'ceded'),
  ],
  follows: [isa('III-S', 'System Call Interrupt')],
  signs: [
    { sign: 'names', name: 'VCPU_PRODDED' },
    { sign: 'names', name: 'VCPU_TRAP' },
  ],
  clauses: {
    'pc-and-msr-come-from-the-right-pair': {
      says: 'After the exit, vcpu.pc and vcpu.msr hold what the interrupt saved: HSRR0 and HSRR1, or SRR0 and SRR1, depending on its kind; of an H_CEDE that is answered, vcpu.msr has EE on too.',
      claim: each(
        equal(now('vcpu.pc'), choose(usedHsrr, was('HSRR0'), was('SRR0'))),
        equal(
          now('vcpu.msr'),
          or(
            choose(usedHsrr, was('HSRR1'), was('SRR1')),
            choose(isAnswered, literal(MSR.EE), literal(0n)),
          ),
        ),
      ),
    },
    'trap-names-the-interrupt': {
      says: 'After the exit, vcpu.trap and r12 hold the vector of the interrupt that caused the exit; of an H_CEDE that is answered, vcpu.trap is 0, and r12 is 0 or that vector.',
      claim: each(
        equal(now('vcpu.trap'), choose(isAnswered, literal(0n), was('NIA'))),
        equal(now('r12'), choose(and(isAnswered, no(now('r12'))), literal(0n), was('NIA'))),
      ),
    },
    'guest-r3-r12-survives': {
      says: 'After the exit, vcpu.gpr[3] to vcpu.gpr[12] hold the values that r3-r12 held at the interrupt; of an H_CEDE that is answered, vcpu.gpr[3] holds H_SUCCESS.',
      claim: each(
        equal(now('vcpu.gpr[3]'), choose(isAnswered, literal(H_SUCCESS), was('r3'))),
        ...([4, 5, 6, 7, 8, 9, 10, 11, 12] as const).map((n) =>
          equal(now(`vcpu.gpr[${n}]`), was(`r${n}`)),
        ),
      ),
    },
  },
  unsaid: [],
});
