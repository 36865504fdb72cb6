// Entries of the hashed page table for the virtual real mode area: one a page, each in a group of its own (kvmppc_map_vrma).
import type { Desk } from './vm-desk.ts';
import type { Entry, VmRules } from './vm-rules.ts';

/** 2^17 groups, one entry each; a segment of 1 TB has half as many pages. */
const MOST = 1 << 16;

/** Enters pages from `first` on, up to one of which nobody knows where it is. */
export function mapPages(rules: VmRules['vrma'], desk: Desk, first: number, count: number): void {
  const end = Math.min(first + rules.mapped(count), MOST);
  for (let page = first; page < end; page++) {
    const real = desk.read(`vm.ram_pginfo[${page}]`);
    if (real === 0n) return;
    const entry = rules.entry(page, real);
    for (const part of rules.order) store[part](desk, entry);
  }
}

/** The stores that make an entry. */
const store: Readonly<
  Record<VmRules['vrma']['order'][number], (desk: Desk, entry: Entry) => void>
> = {
  second: (desk, { group, slot, r }) =>
    desk.step('kvmppc_map_vrma.hpte.second', 'where the page is, and who may do what', [
      [`hpt[${group}].[${slot}].r`, r],
      ['host.stores_unordered', 1n],
    ]),
  barrier: (desk) =>
    desk.step('kvmppc_map_vrma.hpte.barrier', 'stores from here on are seen after those before', [
      ['host.stores_unordered', 0n],
    ]),
  first: (desk, { group, slot, v }) =>
    desk.step('kvmppc_map_vrma.hpte.first', 'the entry becomes valid', [
      [`hpt[${group}].[${slot}].v`, v],
    ]),
};
