// What puts the published path right: for each of its defects, the steps that are changed, as later kernels changed them.
//
// The repaired path is the published one with every repair made; a path with one defect is the published one with every
// other repair made. So there is one path, and a list of what is wrong with it.
import { IN_GUEST, LPCR, MSR } from '../../spec/vocabulary/bits.ts';
import { drop, type Edit, edited, insertAfter, insertBefore, replace } from '../mutate.ts';
import { link, type Program } from '../program.ts';
import { goTo, goToIf, has, isZero } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { constant, copy, FROZEN, register, set, transfers } from '../steps/transfer.ts';
import { ENTERING, LEAVING } from './base-registers.ts';
import { byTag } from './guest-exit.ts';
import { image } from './hypercalls.ts';
import { routines } from './published.ts';
import { eachPmc } from './registers.ts';
import { unrecoverableInVectors } from './vectors.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

/** The counters of the guest, loaded once DABR is written; MMCRA is cleared before, as the rule about DABR wants. */
const loadCountersLate = {
  ...eachPmc((pmc, i) => entering.load(pmc).from(`vcpu.pmc[${i}]`)),
  mmcr1: entering.load('MMCR1').from('vcpu.mmcr[1]'),
  mmcra: entering.load('MMCRA').from('vcpu.mmcr[2]'),
  mmcr0: entering.load('MMCR0').from('vcpu.mmcr[0]'),
  'isync-on': isync,
};

/** Repairs by the name of the defect. */
const repairs = {
  'cr-not-kept': [
    insertAfter('entry.frame.save-lr', { 'save-cr': entering.save('CR').to('caller.cr_save') }),
    insertAfter('return.frame.load-lr', { 'load-cr': entering.load('CR').from('caller.cr_save') }),
  ],
  'dscr-saved-through-its-value': [replace('exit.sprs.dscr', leaving.save('DSCR').to('vcpu.dscr'))],
  'uamor-left': [
    insertAfter('exit.sprs.host-amr', { 'host-uamor': set('UAMOR', constant(0n), '0') }),
  ],
  'vrsave-lost': [
    insertAfter('entry.sprs.dabr', { vrsave: entering.save('VRSAVE').to('hstate.host_vrsave') }),
    insertAfter('save-fp.vrsave', {
      'host-vrsave': leaving.load('VRSAVE').from('hstate.host_vrsave'),
    }),
  ],
  'dabr-written-while-counting': [
    ...Object.keys(loadCountersLate).map((key) => drop(`guest.pmu.${key}`)),
    insertAfter('guest.pmu.isync', { 'mmcra-off': set('MMCRA', constant(0n), '0') }),
    insertAfter('guest.data.dabr', loadCountersLate),
    drop('exit.sprs.host-dabr'),
    drop('exit.sprs.host-dabrx'),
    insertBefore('exit.dec.timebase', {
      'mmcra-off': set('MMCRA', constant(0n), '0'),
      'host-dabr': leaving.load('DABR').from('hstate.dabr'),
      'host-dabrx': set('DABRX', constant(7n), '7'),
    }),
    insertBefore('h-set-dabr.dabr', {
      mmcr0: copy('MMCR0', 'r6'),
      freeze: set('MMCR0', FROZEN, 'FC'),
      isync,
      mmcra: copy('MMCRA', 'r7'),
      'mmcra-off': set('MMCRA', constant(0n), '0'),
    }),
    insertAfter('h-set-dabr.dabr', {
      'mmcra-back': copy('r7', 'MMCRA'),
      'mmcr0-back': copy('r6', 'MMCR0'),
      'isync-on': isync,
    }),
  ],
  'xer-in-the-high-half': [
    replace('guest.rest.xer', entering.load('XER').from('vcpu.xer')),
    replace('exit.fault.xer', leaving.save('XER').to('vcpu.xer')),
  ],
  'samples-not-switched': [
    insertAfter('entry.pmu.mmcra', {
      siar: entering.save('SIAR').to('hstate.host_siar'),
      sdar: entering.save('SDAR').to('hstate.host_sdar'),
    }),
    insertAfter('guest.pmu.isync', {
      siar: entering.load('SIAR').from('vcpu.siar'),
      sdar: entering.load('SDAR').from('vcpu.sdar'),
    }),
    insertAfter('exit.freeze.isync', {
      siar: leaving.save('SIAR').to('vcpu.siar'),
      sdar: leaving.save('SDAR').to('vcpu.sdar'),
    }),
    insertBefore('exit.host-pmu.mmcr1', {
      siar: leaving.load('SIAR').from('hstate.host_siar'),
      sdar: leaving.load('SDAR').from('hstate.host_sdar'),
    }),
  ],
  'mediated-exit-asks-the-vm': [
    replace(
      'exit.mediated.not-mediated',
      goToIf(isZero(has(register('LPCR'), LPCR.MER)), 'LPCR has no MER', 'exit.timers'),
    ),
  ],
  'host-handler-in-the-guests-partition': [
    insertBefore('guest.arrive.return-address', {
      'in-guest': entering.put(constant(IN_GUEST.HOST_HV), '4').into('hstate.in_guest'),
    }),
    drop('exit.interrupted.in-guest'),
    insertBefore('exit.sprs.dscr', {
      'in-guest': leaving.put(constant(IN_GUEST.NONE), '0').into('hstate.in_guest'),
    }),
  ],
  'interrupted-hypervisor-taken-for-a-guest': [
    insertAfter('exit.gprs.r9-aside', {
      interrupted: set('r9', byTag('HSRR1', 'SRR1'), 'SRR1, or HSRR1 if r12 has bit 1'),
      hypervisor: goToIf(has(register('r9'), MSR.HV), 'r9 has HV', 'exit.gprs.hypervisor'),
    }),
  ],
  'hypervisor-vectors-say-recoverable': ['vector-100', 'vector-200'].map((vector) =>
    insertAfter(`${vector}.host.msr`, { 'in-a-vector': unrecoverableInVectors }),
  ),
  'system-reset-untested': [
    drop('vector-100.ask.srr1'),
    drop('vector-100.ask.woken'),
    insertAfter('vector-100.ask.cr', { 'in-guest': leaving.load('r10').from('hstate.in_guest') }),
    replace(
      'vector-100.ask.host',
      goToIf(isZero(register('r10')), 'no guest was running', 'vector-100.linux'),
    ),
    insertAfter('vector-100.ask.host', { guest: goTo('vector-100.kvm') }),
  ],
} as const satisfies Readonly<Record<string, readonly Edit[]>>;

/** The defects of the published path, by name. */
export type DefectName = keyof typeof repairs;

/** Every defect's name, in the order of the list. */
export const defectNames = Object.keys(repairs) as readonly DefectName[];

/** The steps of the path put right that a repair has changed, put in or moved something beside. */
export const sitesOf = (defect: DefectName): readonly string[] =>
  repairs[defect].map(({ at }) => at).filter((site) => repaired.labels.has(site));

/** The edits of the published path that repair a defect. */
export const repairOf = (defect: DefectName): readonly Edit[] => repairs[defect];

/** The path put right. */
export const repaired: Program = withDefects([]);

/** The path put right but for these defects. */
export function withDefects(kept: readonly DefectName[]): Program {
  const made = defectNames.filter((name) => !kept.includes(name));
  return link(
    edited(
      routines,
      made.flatMap((name): readonly Edit[] => repairs[name]),
    ),
    image,
  );
}
