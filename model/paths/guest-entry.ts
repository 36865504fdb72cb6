// kvmppc_hv_entry (book3s_hv_rmhandlers.S), primary thread: real mode, from the host's partition into the guest.
// r4 = vcpu, r13 = PACA, r1 = the host's stack; every other volatile register is free.
//
// As published: the guest's counters run before DABR is written, XER comes from the wrong half of its field, and
// what the host has in VRSAVE, SIAR and SDAR is gone or seen.
import {
  CTRL_RUN,
  LPCR,
  LPID_RSVD,
  MSR,
  PENDING_EXTERNAL,
  VECTOR,
} from '../../spec/vocabulary/bits.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { passage, routine } from '../program.ts';
import type { View } from '../step.ts';
import { call, goToIf, has, isBelow32, isZero } from '../steps/branch.ts';
import { isync, ptesync } from '../steps/context.ts';
import { hrfid } from '../steps/msr.ts';
import { clearEntry0, loadSlb, slbia, TABLE } from '../steps/slb.ts';
import { invalidateTlb } from '../steps/tlb.ts';
import { constant, copy, FROZEN, register, set, transfers } from '../steps/transfer.ts';
import { ENTERING } from './base-registers.ts';
import { counting } from './counting.ts';
import { eachGpr, eachPmc } from './registers.ts';

const { field, address, save, load, put } = transfers(ENTERING);
const inVcore = transfers({ vcore: 'r5' });

const arrive = passage('guest.arrive', {
  'return-address': save('LR').to('hstate.vmhandler'),
  ...eachGpr(14, 31, (r, n) => load(r).from(`vcpu.gpr[${n}]`)),
});

/** Always, whatever the host does with its own: nothing of the host's may show. */
const loadCounters = passage('guest.pmu', {
  freeze: set('MMCR0', FROZEN, 'FC'),
  isync,
  ...eachPmc((pmc, i) => load(pmc).from(`vcpu.pmc[${i}]`)),
  mmcr1: load('MMCR1').from('vcpu.mmcr[1]'),
  mmcra: load('MMCRA').from('vcpu.mmcr[2]'),
  mmcr0: load('MMCR0').from('vcpu.mmcr[0]'),
  'isync-on': isync,
});

const loadUnits = passage('guest.fp', { load: call('kvmppc_load_fp') });

const loadSprs = passage('guest.sprs', {
  dscr: load('DSCR').from('vcpu.dscr'),
  timebase: copy('TB', 'r7'),
  dec: set('DEC', remaining, 'vcpu.dec_expires - r7'),
  'dec-kept': save('DEC').to('vcpu.dec'),
  sprg0: load('SPRG0').from('vcpu.sprg0'),
  sprg1: load('SPRG1').from('vcpu.sprg1'),
  sprg2: load('SPRG2').from('vcpu.sprg2'),
  sprg3: load('SPRG3').from('vcpu.sprg3'),
  'host-r1': save('r1').to('hstate.host_r1'),
});

const countEntry = passage('guest.vpa', {
  none: goToIf(isZero(field('vcpu.vpa')), 'the guest registered no VPA', 'guest.data'),
  yield: put(
    (view, words) => words.add(field('vpa.yield_count')(view, words), words.literal(1n)),
    'vpa.yield_count + 1',
  ).into('vpa.yield_count'),
});

const loadDataRegisters = passage('guest.data', {
  dar: load('DAR').from('vcpu.dar'),
  dsisr: load('DSISR').from('vcpu.dsisr'),
  dabrx: set('DABRX', constant(3n), '3'),
  dabr: load('DABR').from('vcpu.dabr'),
  amr: load('AMR').from('vcpu.amr'),
  uamor: load('UAMOR').from('vcpu.uamor'),
  amor: set('AMOR', (_view, words) => words.not(words.literal(0n)), 'all ones'),
});

const clearSlb = passage('guest.slb-clear', { 'entry-0': clearEntry0, slbia, ptesync });

/** The thread counts itself in. Through the reserved LPID, so that no translation is ever made with one partition's LPID and another's table. */
const switchPartition = passage('guest.partition', {
  vcore: load('r5').from('hstate.kvm_vcore'),
  ...counting('guest.partition', 'vcore.entry_exit_count', 1n),
  reserve: set('LPIDR', constant(LPID_RSVD), 'LPID_RSVD'),
  ptesync,
  sdr1: load('SDR1').from('kvm.sdr1'),
  lpidr: load('LPIDR').from('kvm.lpid'),
  isync,
  'in-guest': inVcore.put(constant(1n), '1').into('vcore.in_guest'),
  lpcr: set('LPCR', lpcrForGuest, 'kvm.lpcr, with MER if an external interrupt is pending'),
  rmor: load('RMOR').from('kvm.rmor'),
  'isync-lpcr': isync,
});

/** Ten ticks are too few to get through what follows: leave now, as if HDEC had interrupted. */
const checkHdec = passage('guest.hdec', {
  trap: set('r12', constant(VECTOR.HV_DECREMENTER), '0x980'),
  vcpu: copy('r4', 'r9'),
  soon: goToIf(isBelow32(register('HDEC'), 10n), 'HDEC < 10', 'hdec_soon'),
});

/** tlbiel reaches this core only: entries may be stale if the vcpu, or the CPU, last ran elsewhere. */
const flushTlb = passage('guest.tlb', {
  same: goToIf(ranHereLast, 'the vcpu last ran here, and this CPU last ran it', 'guest.purr'),
  'last-cpu': put(field('paca.paca_index'), 'paca.paca_index').into('vcpu.last_cpu'),
  'last-vcpu': {
    text: 'kvm.last_vcpu[paca.paca_index] := vcpu.vcpu_id',
    meaning: (view, words) => [
      {
        address: lastVcpu(view, words),
        bytes: 2,
        value: field('vcpu.vcpu_id')(view, words),
      },
    ],
  },
  'ptesync-before': ptesync,
  tlbiel: invalidateTlb,
  'ptesync-behind': ptesync,
});

const switchAccounts = passage('guest.purr', {
  'host-purr': save('PURR').to('hstate.host_purr'),
  'host-spurr': save('SPURR').to('hstate.host_spurr'),
  purr: load('PURR').from('vcpu.purr'),
  spurr: load('SPURR').from('vcpu.spurr'),
});

const loadSegments = passage('guest.slb', { load: loadSlb(address(TABLE), field('vcpu.slb_max')) });

const loadRest = passage('guest.rest', {
  'run-latch': set('CTRL', runLatch, 'CTRL, with RUN off if vcpu.ctrl has it off'),
  ctr: load('CTR').from('vcpu.ctr'),
  xer: load('XER', { bytes: 4 }).from('vcpu.xer'),
  srr0: load('SRR0').from('vcpu.srr0'),
  srr1: load('SRR1').from('vcpu.srr1'),
  pc: load('r10').from('vcpu.pc'),
  msr: set(
    'r11',
    (view, words) =>
      words.or(
        words.and(field('vcpu.msr')(view, words), words.not(words.literal(MSR.HV))),
        words.literal(MSR.ME),
      ),
    'vcpu.msr without HV, with ME',
  ),
});

/** Also where an exit ends that the hypervisor has nothing to do with: r10 = PC, r11 = MSR, r4 = vcpu. */
const go = passage('guest.go', {
  hsrr0: copy('r10', 'HSRR0'),
  hsrr1: copy('r11', 'HSRR1'),
  'in-guest': put(constant(1n), '1').into('hstate.in_guest'),
  lr: load('LR').from('vcpu.lr'),
  cr: load('CR').from('vcpu.cr'),
  ...eachGpr(0, 3, (r, n) => load(r).from(`vcpu.gpr[${n}]`)),
  ...eachGpr(5, 13, (r, n) => load(r).from(`vcpu.gpr[${n}]`)),
  r4: load('r4').from('vcpu.gpr[4]'),
  hrfid,
});

/** The entry in real mode: from the host's partition to the guest. */
export const hvEntry = routine(
  'kvmppc_hv_entry',
  arrive,
  loadCounters,
  loadUnits,
  loadSprs,
  countEntry,
  loadDataRegisters,
  clearSlb,
  switchPartition,
  checkHdec,
  flushTlb,
  switchAccounts,
  loadSegments,
  loadRest,
  go,
);

/** Ticks until the guest's decrementer expires. */
function remaining<V>(view: View<V>, words: Words<V>): V {
  return words.sub(field('vcpu.dec_expires')(view, words), view.register('r7'));
}

function lpcrForGuest<V>(view: View<V>, words: Words<V>): V {
  const pending = has(field('vcpu.pending_exceptions'), PENDING_EXTERNAL)(view, words);
  const mer = words.select(pending, words.literal(LPCR.MER), words.literal(0n));
  return words.or(field('kvm.lpcr')(view, words), mer);
}

/** The latch is on when the host calls. */
function runLatch<V>(view: View<V>, words: Words<V>): V {
  const on = has(field('vcpu.ctrl'), CTRL_RUN)(view, words);
  const ctrl = view.register('CTRL');
  return words.select(on, ctrl, words.and(ctrl, words.not(words.literal(CTRL_RUN))));
}

function ranHereLast<V>(view: View<V>, words: Words<V>): V {
  const cpu = words.equal(
    field('vcpu.last_cpu')(view, words),
    field('paca.paca_index')(view, words),
  );
  const last = view.load(lastVcpu(view, words), 2);
  return words.and(cpu, words.equal(last, field('vcpu.vcpu_id')(view, words)));
}

/** Where the kernel notes which vcpu this CPU ran last. */
function lastVcpu<V>(view: View<V>, words: Words<V>): V {
  const index = field('paca.paca_index')(view, words);
  return words.add(address('kvm.last_vcpu[0]')(view, words), words.shiftLeft(index, 1));
}
