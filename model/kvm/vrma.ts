// Entries of the hashed page table for the virtual real mode area: one a page, each in a group of its own (kvmppc_map_vrma).
import type { Word } from '../../spec/vocabulary/words.ts';
import { assign, loop, returns, step, type VmAt, when } from './vm-state.ts';

/** 2^17 groups, one entry each; a segment of 1 TB has half as many pages. */
const MOST = 1n << 16n;

/** The VSID of the virtual real mode area. */
const VSID = 0x1ffffffn;

/** The groups of a table of 2^24 bytes. */
const GROUPS = 0x1ffffn;

/** The entry of a group that is used: the last. */
const LAST = 7;

const HPTE_V = (1n << 62n) | 0x15n;
const HPTE_R = 0x190n;

/** The group of an entry for a page. */
export const hashGroup = (group: (page: Word) => Word) =>
  assign((at) => [['group', group(at('page'))]]);

/** The two words of an entry, by what the page and its address make of them and what is changed in that. */
export const firstWord = (change: (word: Word) => Word) =>
  assign((at) => [['hpte_v', change(HPTE_V | (VSID << 24n) | (at('page') << 8n))]]);
export const secondWord = (change: (word: Word) => Word) =>
  assign((at) => [['hpte_r', change(at('real') | HPTE_R)]]);

const entry = (at: VmAt) => `hpt[${Number(at('group'))}].[${LAST}]` as const;

/** Enters pages from one on, up to the first of which it is not known where it is. */
const kvmppc_map_vrma = {
  pages: loop((at) => at('page') < at('end') && at('page') < MOST, {
    real: assign((at) => [['real', at(`vm.ram_pginfo[${Number(at('page'))}]`)]]),
    gap: when((at) => at('real') === 0n, { done: returns() }),
    group: hashGroup((page) => (page ^ VSID ^ (VSID << 25n)) & GROUPS),
    hpte_v: firstWord((word) => word),
    hpte_r: secondWord((word) => word),
    second: step('where the page is, and who may do what', (at) => [
      [`${entry(at)}.r`, at('hpte_r')],
      ['host.stores_unordered', 1n],
    ]),
    barrier: step('stores from here on are seen after those before', () => [
      ['host.stores_unordered', 0n],
    ]),
    first: step('the entry becomes valid', (at) => [[`${entry(at)}.v`, at('hpte_v')]]),
    next: assign((at) => [['page', at('page') + 1n]]),
  }),
};

export const vrmaRoutines = { kvmppc_map_vrma };
