// Hypercalls by which vcpus sleep and wake each other, and what the kernel answers to a hypercall that it knows.
//
// A vcpu that cedes sleeps until something is there for it; that something may come just before it sleeps. 3.1 hands no CPU on.
import { chapter } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  and,
  below,
  choose,
  each,
  equal,
  given,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  unchanged,
  was,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { ALL_VCPUS, ANSWERS, callFieldsOf, HCALL, RESUMES } from '../vocabulary/vcpu-calls.ts';
import { arrivals } from './arrivals.ts';
import {
  all,
  any,
  asks,
  givenAll,
  happens,
  isNamed,
  isNobody,
  isOf,
  vcpuNumbers,
} from './vcpu-events.ts';

const ANSWERED = kernel('book3s_hv.c', 'kvmppc_pseries_do_hcall');
const BLOCKS = kernel('kvm_main.c', 'kvm_vcpu_block');
const RUNNABLE = kernel('powerpc.c', 'kvm_arch_vcpu_runnable');
const FINDS = kernel('book3s_hv.c', 'kvmppc_find_vcpu');
const PAPR = message('papr-guest');

type Part = 'prodded' | 'pending_exceptions' | 'signal' | 'asleep' | 'ceded' | 'ee' | 'r3';
const of = (i: number, part: Part): Place => `vm.vcpu[${i}].${part}`;

const eachVcpu = (claimOf: (i: number) => Claim): Claim => each(...vcpuNumbers.map(claimOf));

/** What is there for a vcpu, in a state. */
const waitsFor = (state: typeof was, i: number): Term =>
  any(
    nonzero(state(of(i, 'prodded'))),
    nonzero(state(of(i, 'pending_exceptions'))),
    nonzero(state(of(i, 'signal'))),
  );

/** The hypercall is one that the kernel answers. */
const isKnown: Term = any(...(Object.keys(HCALL) as (keyof typeof HCALL)[]).map(asks));
const answered: Term = and(isKnown, same(now('event.ret'), literal(RESUMES.GUEST)));
const refused: Term = all(answered, no(asks('H_CEDE')), below(now('event.answer'), literal(0n)));

/** The hypercall names its vcpu in r4, or in r5. */
const namesInR4: Term = or(
  asks('H_PROD'),
  and(asks('H_CONFER'), no(same(was('event.r4'), literal(ALL_VCPUS)))),
);
const namesNobody: Term = or(
  and(namesInR4, isNobody('event.r4')),
  and(asks('H_REGISTER_VPA'), isNobody('event.r5')),
);

/** Of a vcpu all is as it was, or all but r3. */
const isUntouched = (i: number): Claim => each(...callFieldsOf(i).map(unchanged));
const isAnsweredOnly = (i: number): Claim =>
  each(
    ...callFieldsOf(i)
      .filter((place) => place !== of(i, 'r3'))
      .map(unchanged),
  );

/** It is this vcpu that cedes; what holds of the one that does; and this vcpu wakes. */
const cedes = (i: number): Term => and(asks('H_CEDE'), isOf(i));
const ofCeding = (claimOf: (i: number) => Claim): Claim =>
  given(
    asks('H_CEDE'),
    eachVcpu((i) => given(isOf(i), claimOf(i))),
  );
const wakes = (i: number): Term => and(was(of(i, 'asleep')), no(now(of(i, 'asleep'))));

export const ceding = chapter(
  'Ceding and prodding',
  'What the kernel answers to the hypercalls that it knows, and how vcpus sleep and wake.',
  {
    'kernel-answers-four-hypercalls': {
      says: 'The kernel answers H_REGISTER_VPA, H_CEDE, H_CONFER and H_PROD, and the guest goes on (RESUME_GUEST); every other number, all 64 bits of it, goes to user space (RESUME_HOST), and no vcpu changes.',
      cite: [ANSWERED, message('hypercalls-exit')],
      over: 'event',
      claim: given(
        happens('HYPERCALL'),
        each(
          equal(now('event.ret'), choose(isKnown, literal(RESUMES.GUEST), literal(RESUMES.HOST))),
          given(no(isKnown), eachVcpu(isUntouched)),
        ),
      ),
    },
    'id-of-no-vcpu-is-refused': {
      says: 'H_PROD, H_CONFER (−1 apart, which is every vcpu) and H_REGISTER_VPA return H_PARAMETER if no vcpu of the VM has the id in r4, of H_REGISTER_VPA in r5: all 64 bits count.',
      cite: [FINDS, ANSWERED, PAPR],
      over: 'event',
      claim: givenAll(
        [happens('HYPERCALL'), namesNobody],
        equal(now('event.answer'), literal(ANSWERS.H_PARAMETER)),
      ),
    },
    'refused-hypercall-changes-nothing': {
      says: 'A hypercall that the kernel answers with an error leaves every vcpu as it was, but for r3 of the one that made it.',
      cite: [ANSWERED, kernel('book3s_hv.c', 'do_h_register_vpa')],
      over: 'event',
      claim: givenAll(
        [happens('HYPERCALL'), refused],
        eachVcpu((i) => each(isAnsweredOnly(i), given(no(isOf(i)), unchanged(of(i, 'r3'))))),
      ),
    },
    'hypercall-leaves-other-vcpus-alone': {
      says: 'H_PROD, H_CONFER and H_REGISTER_VPA change no vcpu but the one that makes the hypercall, of that r3 only, and the one that it names; H_CONFER not even that one. H_CEDE changes no other vcpu, if none prods meanwhile.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: givenAll(
        [happens('HYPERCALL'), isKnown, no(was('event.prod_by'))],
        eachVcpu((i) => {
          const target = any(
            and(asks('H_PROD'), isNamed(i, 'event.r4')),
            and(asks('H_REGISTER_VPA'), isNamed(i, 'event.r5')),
            cedes(i),
          );
          return given(
            no(target),
            each(isAnsweredOnly(i), given(no(isOf(i)), unchanged(of(i, 'r3')))),
          );
        }),
      ),
    },
    'prod-and-confer-succeed': {
      says: 'H_PROD of a vcpu that there is, and H_CONFER to one or to every one (−1), return H_SUCCESS.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: givenAll(
        [or(asks('H_PROD'), asks('H_CONFER')), no(namesNobody)],
        equal(now('event.answer'), literal(ANSWERS.H_SUCCESS)),
      ),
    },
    'prod-is-remembered': {
      says: 'H_PROD of a vcpu that was not asleep leaves it prodded, and as it was otherwise, but for the r3 of one that prods itself.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: given(
        asks('H_PROD'),
        eachVcpu((i) =>
          given(
            and(isNamed(i, 'event.r4'), no(was(of(i, 'asleep')))),
            each(
              equal(now(of(i, 'prodded')), literal(1n)),
              ...callFieldsOf(i)
                .filter((place) => place !== of(i, 'prodded') && place !== of(i, 'r3'))
                .map(unchanged),
              given(no(isOf(i)), unchanged(of(i, 'r3'))),
            ),
          ),
        ),
      ),
    },
    'prod-wakes-its-target': {
      says: 'After H_PROD the vcpu whose id is r4 is not asleep.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: given(
        asks('H_PROD'),
        eachVcpu((i) => given(isNamed(i, 'event.r4'), equal(now(of(i, 'asleep')), literal(0n)))),
      ),
    },
    'cede-turns-interrupts-on': {
      says: 'H_CEDE sets MSR[EE] of the vcpu.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: ofCeding((i) => equal(now(of(i, 'ee')), literal(1n))),
    },
    'ceded-vcpu-sleeps': {
      says: 'H_CEDE puts a vcpu to sleep that was not prodded, not even meanwhile, and for which no interrupt and no signal waits.',
      cite: [ANSWERED, BLOCKS, PAPR],
      over: 'event',
      claim: ofCeding((i) =>
        given(
          and(no(waitsFor(was, i)), no(was('event.prod_by'))),
          equal(now(of(i, 'asleep')), literal(1n)),
        ),
      ),
    },
    'prodded-vcpu-does-not-sleep': {
      says: 'H_CEDE of a vcpu that was prodded before returns at once, and uses the prod up.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: ofCeding((i) =>
        given(
          was(of(i, 'prodded')),
          each(equal(now(of(i, 'asleep')), literal(0n)), equal(now(of(i, 'prodded')), literal(0n))),
        ),
      ),
    },
    'no-vcpu-sleeps-through-its-wake-up': {
      says: 'No vcpu is asleep that was prodded, or for which an interrupt or a signal waits, whether that came before it slept, while it was about to, or since.',
      cite: [RUNNABLE, BLOCKS, ANSWERED, PAPR],
      over: 'event',
      claim: eachVcpu((i) =>
        given(now(of(i, 'asleep')), holds(of(i, 'asleep'), no(waitsFor(now, i)))),
      ),
    },
    'sleeping-vcpu-wakes-for-a-reason': {
      says: 'A vcpu that was asleep and is not is prodded, or an interrupt or a signal waits for it.',
      cite: [RUNNABLE, BLOCKS],
      over: 'event',
      claim: eachVcpu((i) => given(wakes(i), holds(of(i, 'asleep'), waitsFor(now, i)))),
    },
    'ceded-means-asleep': {
      says: 'A vcpu is noted as ceded after an event just if it is asleep.',
      cite: [ANSWERED, RUNNABLE],
      over: 'event',
      claim: eachVcpu((i) => equal(now(of(i, 'ceded')), now(of(i, 'asleep')))),
    },
    'cede-succeeds': {
      says: 'A vcpu whose H_CEDE is over finds H_SUCCESS in r3, whether it slept or not.',
      cite: [ANSWERED, PAPR],
      over: 'event',
      claim: eachVcpu((i) =>
        given(
          or(wakes(i), and(cedes(i), no(now(of(i, 'asleep'))))),
          equal(now(of(i, 'r3')), literal(ANSWERS.H_SUCCESS)),
        ),
      ),
    },
    ...arrivals,
    'some-prod-comes-for-a-sleeping-vcpu': {
      says: 'Some vcpu is prodded in its sleep.',
      cite: [ANSWERED],
      over: 'event',
      claim: reachable(
        and(
          asks('H_PROD'),
          any(...vcpuNumbers.map((i) => and(isNamed(i, 'event.r4'), was(of(i, 'asleep'))))),
        ),
      ),
    },
    'some-prod-comes-just-before-the-sleep': {
      says: 'Some vcpu is prodded after it has looked for a prod and before it sleeps.',
      cite: [ANSWERED, BLOCKS],
      over: 'event',
      claim: reachable(and(asks('H_CEDE'), nonzero(was('event.prod_by')))),
    },
    'some-vcpu-wakes': {
      says: 'Some vcpu that slept is woken.',
      cite: [BLOCKS],
      over: 'event',
      claim: reachable(any(...vcpuNumbers.map(wakes))),
    },
  },
);
