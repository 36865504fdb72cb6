// A VM comes to be and ends: its page table, its LPID, what it notes of the host, and the way back when memory is short.
//
// Left out: devices, TCE tables, real-mode areas that are allocated beforehand (RMOR stays 0), PPC970.
import { lpidWords, VCPUS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Desk } from './vm-desk.ts';
import type { VmRules } from './vm-rules.ts';

const ENOMEM = -12n;

/** Errors are negative words. */
export const negative = (error: Word): Word => BigInt.asUintN(64, error);

/** Real address of the first page table; each VM has the next. */
const TABLES = 0x40_0000_0000n;

/** `kvmppc_core_init_vm`. */
export function createVm(rules: VmRules, desk: Desk, vm: number): Word {
  const inUse = lpidsInUse(desk);
  const lpid = rules.lpid(inUse);
  if (lpid === undefined) return negative(rules.exhausted);
  setLpids(desk, 'kvmppc_alloc_hpt.lpid.take', inUse | (1n << lpid));
  if (desk.read('op.host_has_memory') === 0n) {
    if (rules.undoes)
      setLpids(desk, 'kvmppc_free_hpt.lpid.clear', rules.freed(lpidsInUse(desk), lpid));
    return negative(ENOMEM);
  }
  const table = TABLES + (BigInt(rules.table.at(vm)) << 24n);
  desk.step('kvmppc_alloc_hpt.table.note', 'the VM has a page table, all zeros, and an LPID', [
    ['vm.exists', 1n],
    ['vm.hpt', table],
    ['vm.sdr1', rules.sdr1(table)],
    ['vm.lpid', lpid],
    ['host.tables', desk.read('host.tables') + 1n],
  ]);
  if (!rules.table.cleared) leaveEntry(desk);
  desk.step('kvmppc_core_init_vm.host.note', "the VM notes the host's partition", [
    ['vm.host_sdr1', desk.read('host.sdr1')],
    ['vm.host_lpid', rules.hostLpid(desk.read('host.lpid'), lpid)],
    ['vm.host_lpcr', desk.read('host.lpcr')],
  ]);
  desk.step('kvmppc_core_init_vm.lpcr.compose', 'LPCR for virtual real mode', [
    ['vm.lpcr', rules.lpcr(desk.read('host.lpcr'))],
  ]);
  return 0n;
}

/** Memory that is not cleared is full of what it held: each doubleword of an entry, of which one is told. */
function leaveEntry(desk: Desk): void {
  const held = desk.read('op.memory_held');
  const group = Number(held >> 8n) & 0xffff;
  desk.step('kvmppc_alloc_hpt.table.leave', 'the table holds what its memory held before', [
    [`hpt[${group}].[0].r`, held],
    [`hpt[${group}].[0].v`, held],
  ]);
}

/** `kvm_arch_destroy_vm`, once no file of the VM is open. */
export function destroyVm(rules: VmRules, desk: Desk): Word {
  const lpid = desk.read('vm.lpid');
  if (rules.letsGo.pages)
    desk.step('kvmppc_core_destroy_vm.pages.put', 'lets go of every page that it noted', [
      ['host.pages_pinned', desk.read('host.pages_pinned') - pagesNoted(desk)],
    ]);
  letVcpusGo(rules, desk);
  setLpids(desk, 'kvmppc_free_hpt.lpid.clear', rules.freed(lpidsInUse(desk), lpid));
  desk.step('kvmppc_free_hpt.table.free', 'the page table is free, the VM gone', [
    ['host.lpid_freed_last', lpid],
    ['host.tables', desk.read('host.tables') - (rules.letsGo.table ? 1n : 0n)],
    ['vm.exists', 0n],
  ]);
  return 0n;
}

/** The vcpus are freed, and the virtual cores that they were threads of. */
function letVcpusGo({ letsGo }: VmRules, desk: Desk): void {
  const bytes = Array.from({ length: VCPUS }, (_, i) => desk.read(`vm.vcpu[${i}].bytes`));
  const all = bytes.reduce((sum, one) => sum + one, 0n);
  if (letsGo.vcpus)
    desk.step('kvm_arch_destroy_vm.vcpus.free', 'its vcpus are free', [
      ['host.vcpu_bytes', desk.read('host.vcpu_bytes') - all],
    ]);
  if (letsGo.vcores)
    desk.step('kvm_arch_destroy_vm.vcores.free', 'its virtual cores are free', [
      ['host.vcores', desk.read('host.vcores') - desk.read('vm.vcores')],
    ]);
}

/** Pages of which the VM knows where they are; 3.1 forgets one when another takes its number. */
function pagesNoted(desk: Desk): Word {
  const end = Number(desk.read('vm.ram_npages'));
  let noted = 0n;
  for (let page = 0; page < end; page++) if (desk.read(`vm.ram_pginfo[${page}]`) !== 0n) noted++;
  return noted;
}

const lpidsInUse = (desk: Desk): Word =>
  lpidWords.reduce((all, place, i) => all | (desk.read(place) << BigInt(64 * i)), 0n);

function setLpids(desk: Desk, site: string, inUse: Word): void {
  const words = lpidWords.map(
    (place, i) => [place, BigInt.asUintN(64, inUse >> BigInt(64 * i))] as const,
  );
  desk.step(
    site,
    'the bitmap of LPIDs in use',
    words.filter(([place, word]) => desk.read(place) !== word),
  );
}
