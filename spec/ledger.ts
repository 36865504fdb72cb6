// The ledger: every register that a switch can meet, and its disposition on either side. A register without a row does not
// compile. Where a disposition is uniform its clause is derived from the row; where it is not, a chapter has clauses for it.

import { isa, kernel, seed } from './cite.ts';
import {
  changedByHypercall,
  coveredBy,
  eachSavedIn,
  hypervisor,
  lostByAsking,
  notKept,
  type Row,
  recreated,
  returns,
  savedIn,
  volatile,
  withCounters,
} from './disposition.ts';
import { CR_KEPT, CTRL_RUN } from './vocabulary/bits.ts';
import type { Register, VolatileRegister } from './vocabulary/registers.ts';

const REAL_MODE = 'book3s_hv_rmhandlers.S';

/** The disposition of a register that is volatile in the table of registers; does not compile for others. */
const byAbi = (_register: VolatileRegister) => volatile('the ABI lets a call change it');
const perInterrupt = volatile('written by interrupts, read right after them');
const flushed = volatile('flushed to the task before the call; MSR[FP, VEC, VSX] are off');
const unused = volatile('the host does not use it in hypervisor mode');

const ACCOUNTED = coveredBy(
  'host-purr-accounts-guest-time',
  'host-purr-includes-what-the-guest-used',
);
const OWN_ACCOUNT = coveredBy('guest-purr-starts-from-vcpu', 'guest-purr-is-its-own');

const rows = {
  r0: { host: byAbi('r0'), guest: changedByHypercall(savedIn('vcpu.gpr[0]')) },
  r1: { host: coveredBy('host-stack-and-paca-return'), guest: savedIn('vcpu.gpr[1]') },
  r2: {
    host: coveredBy('host-toc-is-the-kernels', 'refused-host-keeps-its-toc'),
    guest: savedIn('vcpu.gpr[2]'),
  },
  'r3-r12': {
    host: byAbi('r3-r12'),
    guest: changedByHypercall(eachSavedIn((i) => `vcpu.gpr[${3 + i}]`)),
  },
  r13: { host: coveredBy('host-stack-and-paca-return'), guest: savedIn('vcpu.gpr[13]') },
  'r14-r31': {
    host: coveredBy('host-nonvolatile-gprs-return'),
    guest: eachSavedIn((i) => `vcpu.gpr[${14 + i}]`),
  },
  CR: {
    host: coveredBy('host-cr-fields-return'),
    guest: changedByHypercall(savedIn('vcpu.cr'), CR_KEPT),
  },
  XER: { host: byAbi('XER'), guest: lostByAsking(savedIn('vcpu.xer')) },
  LR: { host: coveredBy('host-return-address-returns'), guest: savedIn('vcpu.lr') },
  CTR: { host: byAbi('CTR'), guest: lostByAsking(savedIn('vcpu.ctr')) },
  VSR: {
    host: flushed,
    guest: eachSavedIn((i) => `vcpu.vsr[${i >> 1}].${(i & 1) === 0 ? '0' : '1'}`),
  },
  FPSCR: { host: flushed, guest: savedIn('vcpu.fpscr') },
  VSCR: { host: flushed, guest: savedIn('vcpu.vscr[3]') },
  VRSAVE: { host: returns(kernel('entry_64.S', 'THREAD_VRSAVE')), guest: savedIn('vcpu.vrsave') },
  CFAR: {
    host: volatile('every branch writes it'),
    guest: notKept(
      'it says where the last branch was, for debugging, and every branch on the way out and back writes it; an interrupt that the guest takes itself leaves it alone',
    ),
  },
  PPR: {
    host: coveredBy('host-runs-at-medium-priority'),
    guest: notKept(
      "how fast it runs beside the core's other threads, and nothing that it computes, depends on it; every vector sets it to medium: see resumed-guest-has-its-priority-or-medium",
    ),
  },
  MSR: {
    host: coveredBy('host-msr-returns'),
    guest: coveredBy(
      'guest-runs-without-hv',
      'guest-msr-is-the-vcpus',
      'pc-and-msr-come-from-the-right-pair',
    ),
  },
  NIA: {
    host: coveredBy('host-return-address-returns'),
    guest: coveredBy('guest-resumes-at-pc', 'pc-and-msr-come-from-the-right-pair'),
  },
  DSCR: {
    host: returns(seed('53-54'), kernel(REAL_MODE, 'HSTATE_DSCR')),
    guest: savedIn('vcpu.dscr'),
  },
  DSISR: { host: perInterrupt, guest: savedIn('vcpu.dsisr') },
  DAR: { host: perInterrupt, guest: savedIn('vcpu.dar') },
  DEC: {
    host: coveredBy('host-dec-continues'),
    guest: coveredBy('guest-dec-starts-from-expiry', 'guest-dec-expiry-survives'),
  },
  SRR0: { host: perInterrupt, guest: savedIn('vcpu.srr0') },
  SRR1: { host: perInterrupt, guest: savedIn('vcpu.srr1') },
  AMR: {
    host: recreated(0n, 'the kernel uses no storage keys', kernel(REAL_MODE, 'SPRN_AMR')),
    guest: savedIn('vcpu.amr'),
  },
  CTRL: {
    host: recreated(
      CTRL_RUN,
      'a running host always has the run latch set',
      kernel(REAL_MODE, 'SPRN_CTRLT'),
    ),
    guest: savedIn('vcpu.ctrl', CTRL_RUN),
  },
  UAMOR: {
    host: recreated(0n, 'the kernel uses no storage keys', kernel(REAL_MODE, 'SPRN_UAMOR')),
    guest: savedIn('vcpu.uamor'),
  },
  SPRG0: { host: unused, guest: savedIn('vcpu.sprg0') },
  SPRG1: { host: unused, guest: savedIn('vcpu.sprg1') },
  SPRG2: { host: unused, guest: savedIn('vcpu.sprg2') },
  SPRG3: { host: unused, guest: savedIn('vcpu.sprg3') },
  MMCRA: {
    host: coveredBy('host-pmu-returns-when-in-use'),
    guest: coveredBy('guest-pmu-starts-from-vcpu', 'guest-pmu-survives'),
  },
  PMC: {
    host: coveredBy('host-pmu-returns-when-in-use'),
    guest: coveredBy('guest-pmu-starts-from-vcpu', 'guest-pmu-survives'),
  },
  MMCR0: {
    host: coveredBy('host-pmu-returns-when-in-use', 'host-pmu-is-stopped-when-not-in-use'),
    guest: coveredBy('guest-pmu-starts-from-vcpu', 'guest-pmu-survives'),
  },
  SIAR: {
    host: coveredBy('host-samples-return-when-in-use'),
    guest: withCounters(savedIn('vcpu.siar')),
  },
  SDAR: {
    host: coveredBy('host-samples-return-when-in-use'),
    guest: withCounters(savedIn('vcpu.sdar')),
  },
  MMCR1: {
    host: coveredBy('host-pmu-returns-when-in-use'),
    guest: coveredBy('guest-pmu-starts-from-vcpu', 'guest-pmu-survives'),
  },
  SLB: {
    host: coveredBy('host-slb-returns'),
    guest: coveredBy('guest-slb-starts-from-vcpu', 'guest-slb-survives'),
  },
  PURR: { host: ACCOUNTED, guest: OWN_ACCOUNT },
  SPURR: { host: ACCOUNTED, guest: OWN_ACCOUNT },
  TB: {
    host: coveredBy('host-timebase-continues'),
    guest: hypervisor('it keeps counting, and both sides read it'),
  },
  TB_OFFSET: {
    host: coveredBy('host-timebase-continues'),
    guest: hypervisor('see resumed-guest-keeps-its-time'),
  },
  HDEC: {
    host: volatile('the host keeps LPCR[HDICE] off and does not use HDEC'),
    guest: hypervisor('it ends the guest: see hdec-equals-dec'),
  },
  SDR1: {
    host: coveredBy('host-partition-returns'),
    guest: hypervisor('see guest-runs-in-its-partition'),
  },
  LPIDR: {
    host: coveredBy('host-partition-returns'),
    guest: hypervisor('see guest-runs-in-its-partition'),
  },
  LPCR: {
    host: coveredBy('host-partition-returns'),
    guest: hypervisor('see guest-runs-in-its-partition'),
  },
  RMOR: { host: unused, guest: hypervisor('see guest-runs-in-its-partition') },
  AMOR: {
    host: unused,
    guest: hypervisor('all ones: the guest may use every key; see guest-runs-in-its-partition'),
  },
  DABR: {
    host: returns(seed('57-58'), kernel(REAL_MODE, 'HSTATE_DABR')),
    guest: hypervisor('set by hypercall; see guest-breakpoint-is-the-vcpus'),
  },
  DABRX: {
    host: recreated(
      7n,
      'the breakpoint may match in user, kernel and hypervisor state',
      kernel(REAL_MODE, 'SPRN_DABRX'),
    ),
    guest: hypervisor('see guest-breakpoint-is-the-vcpus'),
  },
  HSPRG0: {
    host: returns(kernel('paca.c', 'SPRN_SPRG_HPACA')),
    guest: hypervisor('the PACA, always'),
  },
  HSPRG1: { host: perInterrupt, guest: hypervisor('scratch of the vectors') },
  HSRR0: { host: perInterrupt, guest: hypervisor('set by interrupts to the hypervisor') },
  HSRR1: { host: perInterrupt, guest: hypervisor('set by interrupts to the hypervisor') },
  HDAR: { host: perInterrupt, guest: hypervisor('see fault-is-recorded') },
  HDSISR: { host: perInterrupt, guest: hypervisor('see fault-is-recorded') },
  HEIR: { host: perInterrupt, guest: hypervisor('see fault-is-recorded') },
  PCR: {
    host: returns(isa('III-S', 'Processor Compatibility Register')),
    guest: hypervisor("the host's: every facility of the processor"),
  },
  HRMOR: {
    host: coveredBy('hypervisor-stays-where-it-is'),
    guest: hypervisor('no guest reaches memory through it'),
  },
  HMER: {
    host: returns(isa('III-S', 'Hypervisor Maintenance Exception Register')),
    guest: hypervisor('what waits in it is for the host'),
  },
  HMEER: {
    host: returns(isa('III-S', 'Hypervisor Maintenance Exception Enable Register')),
    guest: hypervisor('what interrupts is for the host'),
  },
  PVR: { host: volatile('nothing can write it'), guest: hypervisor('nothing can write it') },
  PIR: { host: volatile('nothing can write it'), guest: hypervisor('nothing can write it') },
  TLB: {
    host: volatile("tagged with the guest's LPID"),
    guest: coveredBy('stale-translations-are-dropped'),
  },
  TLB_LPID: { host: volatile('not a register'), guest: hypervisor('not a register') },
  ERAT: {
    host: coveredBy('host-returns-without-cached-segments'),
    guest: coveredBy('guest-starts-without-cached-segments'),
  },
  UNCACHED: {
    host: volatile('not a register: with translation on, anything may be cached of an entry'),
    guest: hypervisor('see guest-starts-without-cached-segments'),
  },
  UNSYNCED: {
    host: volatile('every interrupt and return synchronises'),
    guest: hypervisor('see guest-starts-synchronised'),
  },
  SIBLINGS: {
    host: volatile('the scheduler of the host decides'),
    guest: hypervisor('see one-partition-per-core'),
  },
  RESERVE: {
    host: volatile('a reservation may be lost at any time'),
    guest: coveredBy(
      'guest-starts-without-a-reservation-on-its-memory',
      'guest-resumes-with-no-reservation-but-its-own',
    ),
  },
  LOST: { host: volatile('not a register'), guest: hypervisor('not a register') },
  UNDONE: {
    host: coveredBy('lost-reservation-loses-no-update'),
    guest: coveredBy('lost-reservation-loses-no-update'),
  },
  ANSWER: {
    host: volatile('not a register'),
    guest: hypervisor('not a register'),
  },
  LAST_VECTOR: {
    host: volatile('not a register'),
    guest: hypervisor('not a register'),
  },
  HANDLER: {
    host: volatile('not a register'),
    guest: hypervisor('not a register'),
  },
} satisfies Readonly<Record<Register, object>>;

/** The rows as they are written: the names of clauses that are derived from them follow from this type. */
export type LedgerRows = typeof rows;

/** One row for each register. A clause that a row names and the contract lacks does not compile here. */
export const ledger: Readonly<Record<Register, Row>> = rows;
