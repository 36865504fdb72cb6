// A VM comes to be and ends: its page table, its LPID, what it notes of the host, and the way back when memory is short.
//
// Left out: devices, TCE tables, real-mode areas that are allocated beforehand (RMOR stays 0), PPC970.
import { LPCR, LPID_RSVD } from '../../spec/vocabulary/bits.ts';
import type { VmPlace } from '../../spec/vocabulary/vm.ts';
import { ERROR, lpidWords, VCPUS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Writes } from './statements.ts';
import { assign, call, returns, step, type VmAt, when } from './vm-state.ts';

/** Real address of the first page table; each VM has the next. */
const TABLES = 0x40_0000_0000n;

/** LPIDs that the bitmap of those in use has bits for. */
export const NR_LPIDS = 1024n;

/** The lowest LPID that is not in use; NR_LPIDS where none is. */
export function lowestFree(at: VmAt): Word {
  for (const [i, place] of lpidWords.entries()) {
    const free = ~at(place) & 0xffff_ffff_ffff_ffffn;
    if (free !== 0n) return BigInt(64 * i + (free & -free).toString(2).length - 1);
  }
  return NR_LPIDS;
}

/** An LPID for a new VM is looked for. */
export const findLpid = (find: (at: VmAt) => Word) => assign((at) => [['lpid', find(at)]]);

/** A bit of the bitmap of LPIDs in use is set, or cleared. */
const setLpid = (lpid: (at: VmAt) => Word) =>
  step('the LPID is in use', (at) => lpidWrites(at, lpid(at), (word, bit) => word | bit));
export const clearLpid = (lpid: (at: VmAt) => Word) =>
  step('the LPID is free', (at) => lpidWrites(at, lpid(at), (word, bit) => word & ~bit));

function lpidWrites(
  at: VmAt,
  lpid: Word,
  change: (word: Word, bit: Word) => Word,
): Writes<VmPlace> {
  const place = lpidWords[Number(lpid >> 6n)];
  return place === undefined ? [] : [[place, change(at(place), 1n << (lpid & 63n))]];
}

/** Memory for a page table, all zeros, which the VM then has. */
export const allocateTable = (vm: (at: VmAt) => Word) =>
  step('the VM has a page table, all zeros', (at) => [
    ['vm.hpt', TABLES + (vm(at) << 24n)],
    ['host.tables', at('host.tables') + 1n],
  ]);

/** SDR1 for the table, which has 2^(18 + size) bytes. */
export const noteSdr1 = (size: Word) =>
  step('SDR1 for it', (at) => [['vm.sdr1', at('vm.hpt') | size]]);

const own = (at: VmAt): Word => at('lpid');

const kvmppc_alloc_hpt = {
  'find-lpid': findLpid(lowestFree),
  'no-lpid': when((at) => at('lpid') === NR_LPIDS, { enomem: returns(ERROR.ENOMEM) }),
  'take-lpid': setLpid(own),
  'no-memory': when((at) => at('op.host_has_memory') === 0n, {
    undo: call('kvmppc_free_lpid'),
    enomem: returns(ERROR.ENOMEM),
  }),
  hpt: allocateTable((at) => at('vm')),
  sdr1: noteSdr1(6n),
  lpid: step('its LPID', (at) => [['vm.lpid', at('lpid')]]),
};

const kvmppc_free_lpid = { clear: clearLpid(own) };

/** LPCR of a guest in virtual real mode; power saving and LPES are as the host has them. */
export const guestLpcr = (host: Word): Word =>
  (host & (LPCR.PECE | LPCR.LPES)) | LPCR.DPFD | LPCR.HDICE | LPCR.VPM0 | LPCR.VRMA_L;

/** The VM gets an LPCR that is composed from the host's. */
export const composeLpcr = (from: (host: Word) => Word) =>
  step('LPCR for virtual real mode', (at) => [['vm.lpcr', from(at('host.lpcr'))]]);

const kvmppc_core_init_vm = {
  hpt: call('kvmppc_alloc_hpt'),
  failed: when((at) => at('r') !== 0n, { ret: returns() }),
  host_sdr1: step("the host's SDR1", (at) => [['vm.host_sdr1', at('host.sdr1')]]),
  host_lpid: step("the host's LPID", (at) => [['vm.host_lpid', at('host.lpid')]]),
  host_lpcr: step("the host's LPCR", (at) => [['vm.host_lpcr', at('host.lpcr')]]),
  lpcr: composeLpcr(guestLpcr),
  exists: step('there is a VM', () => [['vm.exists', 1n]]),
};

/** Pages of which the VM knows where they are; 3.1 forgets one when another takes its number. */
function pagesNoted(at: VmAt): Word {
  const end = Number(at('vm.ram_npages'));
  let noted = 0n;
  for (let page = 0; page < end; page++) if (at(`vm.ram_pginfo[${page}]`) !== 0n) noted++;
  return noted;
}

/** Bytes that were allocated for the vcpus of the VM. */
const vcpuBytes = (at: VmAt): Word =>
  Array.from({ length: VCPUS }, (_, i) => at(`vm.vcpu[${i}].bytes`)).reduce(
    (sum, one) => sum + one,
  );

/** Once no file of the VM is open. */
const kvm_arch_destroy_vm = {
  pages: step('lets go of every page that it noted', (at) => [
    ['host.pages_pinned', at('host.pages_pinned') - pagesNoted(at)],
  ]),
  vcpus: step('its vcpus are free', (at) => [
    ['host.vcpu_bytes', at('host.vcpu_bytes') - vcpuBytes(at)],
  ]),
  'its-lpid': assign((at) => [['lpid', at('vm.lpid')]]),
  lpid: call('kvmppc_free_lpid'),
  hpt: step('the page table is free', (at) => [['host.tables', at('host.tables') - 1n]]),
  gone: step('the VM is gone', (at) => [
    ['host.lpid_freed_last', at('lpid')],
    ['vm.exists', 0n],
  ]),
};

/** Guests in hypervisor mode if they are asked for, or else guests in user mode. */
const Kconfig = {
  KVM_BOOK3S_64_HV: step('guests in hypervisor mode', (at) => [
    ['host.config_hv', at('host.wants_hv')],
  ]),
  KVM_BOOK3S_64_PR: step('guests in user mode, or else', (at) => [
    ['host.config_pr', at('host.wants_hv') === 0n ? 1n : 0n],
  ]),
};

/** LPIDs that no VM may have: the host's, and the one that switches go through. */
const kvmppc_mmu_hv_init = {
  host_lpid: setLpid((at) => at('host.lpid')),
  rsvd_lpid: setLpid(() => LPID_RSVD),
};

export const lifeRoutines = {
  Kconfig,
  kvmppc_mmu_hv_init,
  kvmppc_core_init_vm,
  kvmppc_alloc_hpt,
  kvmppc_free_lpid,
  kvm_arch_destroy_vm,
};
