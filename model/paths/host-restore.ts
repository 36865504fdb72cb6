// hdec_soon (book3s_hv_rmhandlers.S), primary thread: back into the host's partition, the rest of the guest into its
// vcpu, and what the host keeps out of hstate. Every exit comes through here, the early one too. r9 = vcpu, r12 = trap.
//
// As published: DSCR is stored through its own host value, UAMOR and VRSAVE stay the guest's, and DABR is written
// while the guest's counters run.
import { LPID_RSVD, VECTOR } from '../../spec/vocabulary/bits.ts';
import { passage, routine } from '../program.ts';
import { call, goTo, goToIf, is, isZero } from '../steps/branch.ts';
import { isync, lwsync, ptesync } from '../steps/context.ts';
import { clearInMsr, rfid } from '../steps/msr.ts';
import { loadBolted } from '../steps/slb.ts';
import { constant, copy, FROZEN, register, set, transfers } from '../steps/transfer.ts';
import { LEAVING } from './base-registers.ts';
import { counting } from './counting.ts';
import { eachGpr, eachPmc } from './registers.ts';

const { field, address, save, load, put } = transfers(LEAVING);
const inVcore = transfers({ vcore: 'r5' });
const astray = transfers({ vcpu: 'hstate.host_dscr' });

/** The thread counts itself out; in which partition the core is again is told once it is so. */
const switchPartition = passage('exit.partition', {
  lwsync,
  vcore: load('r5').from('hstate.kvm_vcore'),
  ...counting('exit.partition', 'vcore.entry_exit_count', 0x100n),
  reserve: set('LPIDR', constant(LPID_RSVD), 'LPID_RSVD'),
  ptesync,
  sdr1: load('SDR1').from('kvm.host_sdr1'),
  lpidr: load('LPIDR').from('kvm.host_lpid'),
  isync,
  'in-guest': inVcore.put(constant(0n), '0').into('vcore.in_guest'),
  hdec: set('HDEC', constant(0x7fff0000n), '0x7fff0000'),
  lpcr: load('LPCR').from('kvm.host_lpcr'),
  'isync-lpcr': isync,
});

const loadBoltedSegments = passage('exit.bolted', {
  load: loadBolted(address('slb_shadow.save_area[0].esid')),
});

const switchSprs = passage('exit.sprs', {
  amr: save('AMR').to('vcpu.amr'),
  uamor: save('UAMOR').to('vcpu.uamor'),
  'host-amr': set('AMR', constant(0n), '0'),
  'host-dabr': load('DABR').from('hstate.dabr'),
  'host-dabrx': set('DABRX', constant(7n), '7'),
  dscr: astray.save('DSCR').to('vcpu.dscr'),
  'host-dscr': load('DSCR').from('hstate.host_dscr'),
});

const saveNonvolatiles = passage(
  'exit.nvgprs',
  eachGpr(14, 31, (r, n) => save(r).to(`vcpu.gpr[${n}]`)),
);

const saveSprgs = passage('exit.sprgs', {
  sprg0: save('SPRG0').to('vcpu.sprg0'),
  sprg1: save('SPRG1').to('vcpu.sprg1'),
  sprg2: save('SPRG2').to('vcpu.sprg2'),
  sprg3: save('SPRG3').to('vcpu.sprg3'),
});

const countExit = passage('exit.vpa', {
  none: goToIf(isZero(field('vcpu.vpa')), 'the guest registered no VPA', 'exit.freeze'),
  yield: put(
    (view, words) => words.add(field('vpa.yield_count')(view, words), words.literal(1n)),
    'vpa.yield_count + 1',
  ).into('vpa.yield_count'),
});

/** The guest's MMCR0 waits in r4. Without a VPA the counters are saved in any case. */
const freezeCounters = passage('exit.freeze', {
  mmcr0: copy('MMCR0', 'r4'),
  freeze: set('MMCR0', FROZEN, 'FC'),
  isync,
  'no-vpa': goToIf(isZero(field('vcpu.vpa')), 'the guest registered no VPA', 'exit.pmu'),
  'in-use': goToIf(
    field('vpa.pmcregs_in_use'),
    'the VPA says that the guest uses the PMU',
    'exit.pmu',
  ),
  'not-in-use': put(FROZEN, 'FC').into('vcpu.mmcr[0]'),
  skip: goTo('exit.fp'),
});

const saveCounters = passage('exit.pmu', {
  mmcr0: save('r4').to('vcpu.mmcr[0]'),
  mmcr1: save('MMCR1').to('vcpu.mmcr[1]'),
  mmcra: save('MMCRA').to('vcpu.mmcr[2]'),
  ...eachPmc((pmc, i) => save(pmc).to(`vcpu.pmc[${i}]`)),
});

const saveUnits = passage('exit.fp', { save: call('kvmppc_save_fp') });

const restoreDecrementer = passage('exit.dec', {
  timebase: copy('TB', 'r4'),
  dec: set(
    'DEC',
    (view, words) => words.sub(field('hstate.dec_expires')(view, words), view.register('r4')),
    'hstate.dec_expires - r4',
  ),
});

const restoreCounters = passage('exit.host-pmu', {
  'in-use': goToIf(
    isZero(field('lppaca.pmcregs_in_use')),
    'the host does not use the PMU',
    'exit.go',
  ),
  ...eachPmc((pmc, i) => load(pmc).from(`hstate.host_pmc[${i}]`)),
  mmcr1: load('MMCR1').from('hstate.host_mmcr[1]'),
  mmcra: load('MMCRA').from('hstate.host_mmcr[2]'),
  mmcr0: load('MMCR0').from('hstate.host_mmcr[0]'),
  isync,
});

/** An external interrupt and a machine check are the host's business: its own vector returns to where rfid would. */
const goBack = passage('exit.go', {
  'return-address': load('r8').from('hstate.vmhandler'),
  'host-msr': load('r7').from('hstate.host_msr'),
  external: goToIf(is(register('r12'), VECTOR.EXTERNAL), 'r12 is 0x500', 'exit.external'),
  'ri-off': clearInMsr('RI'),
  srr0: copy('r8', 'SRR0'),
  srr1: copy('r7', 'SRR1'),
  'machine-check': goToIf(is(register('r12'), VECTOR.MACHINE_CHECK), 'r12 is 0x200', 'vector-200'),
  rfid,
});

const goToExternal = passage('exit.external', {
  hsrr0: copy('r8', 'HSRR0'),
  hsrr1: copy('r7', 'HSRR1'),
  vector: goTo('vector-500'),
});

/** From the guest's partition back to the host, on every exit. */
export const hdecSoon = routine(
  'hdec_soon',
  switchPartition,
  loadBoltedSegments,
  switchSprs,
  saveNonvolatiles,
  saveSprgs,
  countExit,
  freezeCounters,
  saveCounters,
  saveUnits,
  restoreDecrementer,
  restoreCounters,
  goBack,
  goToExternal,
);
