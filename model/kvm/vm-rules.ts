// The rules by which KVM builds VMs, each one thing that it decides, so that a fault changes one of them.
//
// `published` is Linux 3.1's way, `repaired` the same put right. Steps and their order are in the files of each routine.
import { LPCR, LPID_RSVD, MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import { VCPU_BYTES } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** An entry of the hashed page table: where it stands, and its two words. */
export interface Entry {
  readonly group: number;
  readonly slot: number;
  readonly v: Word;
  readonly r: Word;
}

/** Kinds of guests: in hypervisor mode, in user mode. */
export interface Kinds {
  readonly hv: boolean;
  readonly pr: boolean;
}

export interface VmRules {
  /** What the kernel is configured for, by what is asked for. */
  readonly config: (wanted: Kinds) => Kinds;
  /** LPIDs that are in use from the start, beside those of VMs. */
  readonly reserved: readonly Word[];
  /** The LPID for a new VM, from the bits of those in use. */
  readonly lpid: (inUse: Word) => Word | undefined;
  /** What is still in use once an LPID is freed. */
  readonly freed: (inUse: Word, lpid: Word) => Word;
  /** Whether the LPID is freed when the VM cannot be finished. */
  readonly undoes: boolean;
  /** What a VM is told when no LPID is left. */
  readonly exhausted: Word;
  readonly lpcr: (host: Word) => Word;
  /** LPCR of a VM whose vcpu runs. */
  readonly lpcrAtRun: (guest: Word, host: Word) => Word;
  readonly sdr1: (table: Word) => Word;
  /** Which of the host's memory is taken for a page table, by the VM's number; and whether it is cleared. */
  readonly table: { readonly at: (vm: number) => number; readonly cleared: boolean };
  /** The host's LPIDR as a new VM notes it. */
  readonly hostLpid: (host: Word, own: Word) => Word;
  readonly vcpu: {
    /** Who allocates a vcpu, and how many bytes. */
    readonly allocator: 'kzalloc' | 'kmalloc' | 'vzalloc';
    readonly bytes: Word;
    /** Where in it the registers are that PR would share with the guest, and whether these are mapped for the guest. */
    readonly shared: Word;
    readonly mapsShared: boolean;
    readonly pvr: (host: Word) => Word;
    /** MMCR0 as a vcpu begins. */
    readonly mmcr0: Word;
    /** What becomes of another PVR than the host's that user space gives: it is taken, refused or passed over. */
    readonly otherPvr: 'taken' | 'refused' | 'ignored';
    /** Whether user space is told the PVR that a vcpu has. */
    readonly tellsPvr: boolean;
    readonly idsDiffer: boolean;
    /** What user space is told about an id that is taken. */
    readonly idTaken: Word;
    /** Whether threads, and virtual cores, are counted only for a vcpu that comes to be. */
    readonly countedLast: boolean;
  };
  readonly region: {
    readonly alignment: Word;
    /** Pages of 16 MB that a VM may have. */
    readonly most: Word;
    readonly huge: boolean;
    /** What user space is told about a region that is refused here. */
    readonly refused: Word;
    /** Whether one that wraps around is refused at once. */
    readonly wraps: boolean;
    /** Whether all is checked before anything is changed. */
    readonly checkedFirst: boolean;
    /** Whether a slot that has memory, or would get none, is refused. */
    readonly final: boolean;
    readonly noted: (base: Word) => Word;
    readonly pins: Word;
    readonly size: (now: Word, end: Word) => Word;
  };
  readonly vrma: {
    /** Whether each region is mapped as it comes, or all from 0 to the first gap when there is one at 0. */
    readonly eachRegion: boolean;
    /** How many of so many pages are mapped. */
    readonly mapped: (pages: number) => number;
    readonly entry: (page: number, real: Word) => Entry;
    readonly order: readonly ('second' | 'barrier' | 'first')[];
  };
  /** Whether the pages of a VM that ends are let go, its page table, its vcpus and its virtual cores. */
  readonly letsGo: {
    readonly pages: boolean;
    readonly table: boolean;
    readonly vcpus: boolean;
    readonly vcores: boolean;
  };
}

/** The VSID of the virtual real mode area. */
const VSID = 0x1ffffffn;

/** The groups of a table of 2^24 bytes. */
const GROUPS = 0x1ffffn;

const HPTE_V = (1n << 62n) | 0x15n;
const HPTE_R = 0x190n;

export const entryOf = (page: number, real: Word): Entry => ({
  group: Number((BigInt(page) ^ VSID ^ (VSID << 25n)) & GROUPS),
  slot: 7,
  v: HPTE_V | (VSID << 24n) | (BigInt(page) << 8n),
  r: real | HPTE_R,
});

/** The lowest LPID of 1024 that is not in use. */
export function lowestFree(inUse: Word): Word | undefined {
  for (let lpid = 0n; lpid <= LPID_RSVD; lpid++) if (((inUse >> lpid) & 1n) === 0n) return lpid;
  return undefined;
}

export const repaired: VmRules = {
  config: ({ hv }) => ({ hv, pr: !hv }),
  reserved: [0n, LPID_RSVD],
  lpid: lowestFree,
  freed: (inUse, lpid) => inUse & ~(1n << lpid),
  undoes: true,
  exhausted: -12n,
  lpcr: (host) =>
    (host & (LPCR.PECE | LPCR.LPES)) | LPCR.DPFD | LPCR.HDICE | LPCR.VPM0 | LPCR.VRMA_L,
  lpcrAtRun: (guest) => guest,
  sdr1: (table) => table | 6n,
  table: { at: (vm) => vm, cleared: true },
  hostLpid: (host) => host,
  vcpu: {
    allocator: 'kzalloc',
    bytes: VCPU_BYTES,
    shared: 0x100n,
    mapsShared: false,
    pvr: (host) => host,
    mmcr0: MMCR0_FC,
    otherPvr: 'refused',
    tellsPvr: true,
    idsDiffer: true,
    idTaken: -17n,
    countedLast: true,
  },
  region: {
    alignment: 1n << 24n,
    most: 4096n,
    huge: true,
    refused: -22n,
    wraps: false,
    checkedFirst: true,
    final: true,
    noted: (base) => base,
    pins: 1n,
    size: (now, end) => (end > now ? end : now),
  },
  vrma: {
    eachRegion: true,
    mapped: (pages) => pages,
    entry: entryOf,
    order: ['second', 'barrier', 'first'],
  },
  letsGo: { pages: true, table: true, vcpus: true, vcores: true },
};

export const published: VmRules = {
  ...repaired,
  vcpu: { ...repaired.vcpu, countedLast: false, otherPvr: 'taken', tellsPvr: false },
  region: { ...repaired.region, checkedFirst: false, final: false },
  vrma: { ...repaired.vrma, eachRegion: false },
  letsGo: { ...repaired.letsGo, vcores: false },
};
