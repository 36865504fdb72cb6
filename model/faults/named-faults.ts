// Faults that the path has had in its history, or that later kernels had in theirs, planted in the path put right.
//
// The recorded defects of the published path are here too: each alone, on the path that is right but for it.
import { LPCR, MSR, PENDING_EXTERNAL } from '../../spec/vocabulary/bits.ts';
import { H_SUCCESS } from '../../spec/vocabulary/hypercalls.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { layOut } from '../layout.ts';
import { insertAfter, insertBefore, replace } from '../mutate.ts';
import { ENTERING, LEAVING } from '../paths/base-registers.ts';
import { defectNames, sitesOf, withDefects } from '../paths/repairs.ts';
import { link } from '../program.ts';
import { step } from '../step.ts';
import { goToIf, is, isZero } from '../steps/branch.ts';
import { moveFromSpr } from '../steps/spr.ts';
import { constant, copy, register, type Source, set, transfers } from '../steps/transfer.ts';
import { nothing } from './altered-step.ts';
import { type Fault, planting } from './generated.ts';
import { reservationFaults } from './reservation-faults.ts';
import { translationFaults } from './translation-faults.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

/** What mtspr to SPR 780 or 781 does: these are read-only. */
const noEffect = (alias: number) => step(`mtspr ${alias}, read-only: no effect`, () => []);

const plus =
  (a: Source, b: Source): Source =>
  (view, words) =>
    words.or(a(view, words), b(view, words));

const merNow: Source = (view, words) => words.and(view.register('LPCR'), words.literal(LPCR.MER));
const merIfPending: Source = (view, words) =>
  words.select(
    words.and(
      entering.field('vcpu.pending_exceptions')(view, words),
      words.literal(PENDING_EXTERNAL),
    ),
    words.literal(LPCR.MER),
    words.literal(0n),
  );

const lowHalf: Source = (view, words) => words.and(view.register('r4'), words.literal(lowBits(32)));

/** A structure that lies in the area of vmalloc: real mode cannot reach it. */
const vmalloced =
  (structure: Structure): Fault['plantedIn'] =>
  ({ routines, image }) =>
    link(routines, image, layOut({ fields: new Map(), vmalloced: [structure] }));

/** Faults of later kernels: the step where each shows, what is wrong, and how it is planted. */
const later = {
  'samples-written-through-read-only-aliases': {
    site: 'guest.pmu.siar',
    text: 'SIAR and SDAR are written through SPR 780 and 781, which only read',
    plantedIn: planting(
      replace('guest.pmu.siar', noEffect(780)),
      replace('guest.pmu.sdar', noEffect(781)),
      replace('exit.host-pmu.siar', noEffect(780)),
      replace('exit.host-pmu.sdar', noEffect(781)),
    ),
  },
  'hypervisor-vector-without-its-tag': {
    site: 'vector-e00.guest.tag',
    text: 'the vector 0xe00 goes on without bit 1, so SRR0 and SRR1 count as what was interrupted',
    plantedIn: planting(replace('vector-e00.guest.tag', set('r12', constant(0xe00n), '0xe00'))),
  },
  'stale-copy-on-the-fast-return': {
    site: 'exit.bounce.srr0',
    text: 'the fast return into the guest takes SRR0 from the copy that was saved before the handler set it',
    plantedIn: planting(replace('exit.bounce.srr0', leaving.load('SRR0').from('vcpu.srr0'))),
  },
  'guest-dec-from-an-old-timebase': {
    site: 'guest.sprs.timebase',
    text: "the guest's DEC is computed from a reading of TB that was made before",
    plantedIn: planting(replace('guest.sprs.timebase', nothing)),
  },
  'hdec-extended-from-sixteen-bits': {
    site: 'guest.hdec.soon',
    text: 'whether HDEC is about to expire is asked of its low 16 bits',
    plantedIn: planting(
      replace(
        'guest.hdec.soon',
        goToIf(
          (view, words) =>
            words.lessSigned(words.signExtend(view.register('HDEC'), 16), words.literal(10n)),
          'the low half of HDEC < 10',
          'hdec_soon',
        ),
      ),
    ),
  },
  'dec-not-sign-extended': {
    site: 'entry.timers.expires',
    text: 'DEC is added to the timebase as 32 bits without a sign',
    plantedIn: planting(
      replace(
        'entry.timers.expires',
        entering
          .put((view, words) => words.add(view.register('r8'), view.register('r7')), 'r8 + r7')
          .into('hstate.dec_expires'),
      ),
    ),
  },
  'host-stack-pointer-field-used-twice': {
    site: 'guest.purr.spurr',
    text: "a later routine keeps something else in hstate.host_r1, where the host's stack pointer waits",
    plantedIn: planting(
      insertAfter('guest.purr.spurr', { aside: entering.save('r12').to('hstate.host_r1') }),
    ),
  },
  'mer-never-cleared': {
    site: 'guest.partition.lpcr',
    text: 'LPCR[MER] is only ever added: once an external interrupt was pending it stays set',
    plantedIn: planting(
      replace(
        'exit.partition.lpcr',
        set(
          'LPCR',
          plus(leaving.field('kvm.host_lpcr'), merNow),
          'kvm.host_lpcr, and MER as it is',
        ),
      ),
      replace(
        'guest.partition.lpcr',
        set(
          'LPCR',
          plus(plus(entering.field('kvm.lpcr'), merNow), merIfPending),
          'kvm.lpcr, with MER if an external interrupt is pending or was',
        ),
      ),
    ),
  },
  'half-of-ctr': {
    site: 'exit.fault.ctr',
    text: 'four bytes of CTR are stored to a field of eight: big-endian, the wrong half',
    plantedIn: planting(
      replace('exit.fault.ctr', leaving.save('CTR', { bytes: 4 }).to('vcpu.ctr')),
    ),
  },
  'no-reserved-lpid': {
    site: 'guest.partition.reserve',
    text: 'SDR1 and LPIDR are switched without the reserved LPID in between',
    plantedIn: planting(replace('guest.partition.reserve', nothing)),
  },
  'sdr1-under-the-guests-lpid': {
    site: 'guest.partition.sdr1',
    text: "SDR1 is written when LPIDR holds the guest's LPID already",
    plantedIn: planting(
      replace('guest.partition.sdr1', entering.load('LPIDR').from('kvm.lpid')),
      replace('guest.partition.lpidr', entering.load('SDR1').from('kvm.sdr1')),
    ),
  },
  'translation-on-in-the-guests-partition': {
    site: 'guest.partition.lpidr',
    text: "MSR[IR] and MSR[DR] are on while LPIDR holds the guest's LPID",
    plantedIn: planting(
      insertAfter('guest.partition.lpidr', {
        on: set('MSR', plus(register('MSR'), constant(MSR.IR | MSR.DR)), 'MSR with IR, DR'),
      }),
    ),
  },
  'handler-on-the-guests-stack': {
    site: 'exit.hcall.call',
    text: "a handler is called with the guest's r1 for a stack pointer, and has the right one back only if it finds the hypercall too hard",
    plantedIn: planting(
      insertBefore('exit.hcall.call', { stack: leaving.load('r1').from('vcpu.gpr[1]') }),
      insertBefore('exit.too-hard.trap', { stack: leaving.load('r1').from('hstate.host_r1') }),
    ),
  },
  'only-success-is-an-answer': {
    site: 'exit.answer.too-hard',
    text: 'what a handler returns other than H_SUCCESS counts as H_TOO_HARD',
    plantedIn: planting(
      replace(
        'exit.answer.too-hard',
        goToIf(isZero(is(register('r3'), H_SUCCESS)), 'r3 is not H_SUCCESS', 'exit.too-hard'),
      ),
    ),
  },
  'table-left-in-r5': {
    site: 'exit.hcall.call',
    text: "r5, which was scratch of the table's look-up, is not loaded for the handler",
    plantedIn: planting(insertBefore('exit.hcall.call', { table: copy('CTR', 'r5') })),
  },
  'set-dabr-takes-half': {
    site: 'h-set-dabr.dabr',
    text: 'H_SET_DABR takes the low half of r4 for a breakpoint, as a 32-bit kernel would',
    plantedIn: planting(
      insertAfter('h-set-dabr.kept', { half: set('r4', lowHalf, 'the low half of r4') }),
      insertAfter('h-set-dabr.half', {
        'half-kept': transfers({ vcpu: 'r3' }).save('r4').to('vcpu.dabr'),
      }),
    ),
  },
  'dispatch-counted-on-resumption': {
    site: 'exit.leftover.resume',
    text: 'yield_count of the VPA grows also where the guest is resumed after an interrupt that needs nothing from the host',
    plantedIn: planting(
      insertBefore('exit.leftover.resume', {
        none: goToIf(isZero(leaving.field('vcpu.vpa')), 'there is no VPA', 'guest.go'),
        yield: leaving
          .put(
            (view, words) =>
              words.add(leaving.field('vpa.yield_count')(view, words), words.literal(1n)),
            'vpa.yield_count + 1',
          )
          .into('vpa.yield_count'),
      }),
    ),
  },
  'core-left-with-a-guest-in-it': {
    site: 'exit.partition.lpcr',
    text: 'vcore.in_guest is 1 when the switch returns, so a thread that comes later does not wait for the partition',
    plantedIn: planting(
      insertAfter('exit.partition.lpcr', {
        'in-guest-again': transfers({ vcore: 'hstate.kvm_vcore' })
          .put(constant(1n), '1')
          .into('vcore.in_guest'),
      }),
    ),
  },
  'toc-of-a-module': {
    site: 'exit.timers.dec',
    text: "the exit leaves r2 with a module's TOC",
    plantedIn: planting(
      insertBefore('exit.timers.dec', {
        toc: set('r2', constant(0xd000000000008000n), 'a module'),
      }),
    ),
  },
  'counter-read-before-the-freeze-is-awaited': {
    site: 'exit.freeze.isync',
    text: 'PMC1 is read into r3 before the isync after the freeze, and stored from there after it',
    plantedIn: planting(
      insertBefore('exit.freeze.isync', {
        early: step('mfspr r3, PMC1', moveFromSpr('r3', 'PMC1')),
      }),
      replace('exit.pmu.pmc1', leaving.save('r3').to('vcpu.pmc[0]')),
    ),
  },
  'vcpu-in-vmalloc': {
    site: 'guest.sprs.dscr',
    text: 'the vcpu is allocated by vzalloc, so real mode does not reach it',
    plantedIn: vmalloced('vcpu'),
  },
  'vm-in-vmalloc': {
    site: 'guest.partition.sdr1',
    text: 'the VM is allocated by vzalloc, so real mode does not reach it',
    plantedIn: vmalloced('kvm'),
  },
  'slb-shadow-in-vmalloc': {
    site: 'exit.bolted.load',
    text: 'the SLB shadow lies in the area of vmalloc, so real mode does not reach it',
    plantedIn: vmalloced('slb_shadow'),
  },
  ...translationFaults,
  ...reservationFaults,
} as const satisfies Readonly<Record<string, Pick<Fault, 'site' | 'text' | 'plantedIn'>>>;

/** Faults of later kernels, by name. */
export type LaterName = keyof typeof later;

const historical = (name: string, fault: Pick<Fault, 'site' | 'text' | 'plantedIn'>): Fault => ({
  name,
  slip: 'historical',
  ...fault,
});

export const laterFaults: readonly Fault[] = Object.entries(later).map(([name, fault]) =>
  historical(name, fault),
);

/** The recorded defects, each alone. */
export const recordedFaults: readonly Fault[] = defectNames.map((name) =>
  historical(name, {
    site: sitesOf(name)[0] ?? 'entry.frame.push',
    text: 'as it was published',
    plantedIn: () => withDefects([name]),
  }),
);
