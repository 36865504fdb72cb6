// The rules by which KVM builds VMs, each one thing that it decides, so that a fault changes one of them.
//
// `published` is Linux 3.1's way, `repaired` the same put right. Steps and their order are in the files of each routine.
import { LPCR, LPID_RSVD } from '../../spec/bits.ts';
import type { Word } from '../../spec/words.ts';

/** An entry of the hashed page table: where it stands, and its two words. */
export interface Entry {
  readonly group: number;
  readonly slot: number;
  readonly v: Word;
  readonly r: Word;
}

export interface VmRules {
  /** What the kernel is configured for. */
  readonly config: { readonly hv: Word; readonly pr: Word };
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
  /** The host's LPIDR as a new VM notes it. */
  readonly hostLpid: (host: Word, own: Word) => Word;
  readonly vcpu: {
    /** Where vcpus are allocated, how far behind its beginning a vcpu's registers are, and its PVR. */
    readonly base: Word;
    readonly shared: Word;
    readonly pvr: (host: Word) => Word;
    readonly idsDiffer: boolean;
    /** Whether threads are counted only for a vcpu that comes to be. */
    readonly countedLast: boolean;
  };
  readonly region: {
    readonly alignment: Word;
    /** Pages of 16 MB that a VM may have. */
    readonly most: Word;
    readonly huge: boolean;
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
  /** Whether the pages of a VM that ends are let go, and its page table. */
  readonly letsGo: { readonly pages: boolean; readonly table: boolean };
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
  config: { hv: 1n, pr: 0n },
  reserved: [0n, LPID_RSVD],
  lpid: lowestFree,
  freed: (inUse, lpid) => inUse & ~(1n << lpid),
  undoes: true,
  exhausted: -12n,
  lpcr: (host) =>
    (host & (LPCR.PECE | LPCR.LPES)) | LPCR.DPFD | LPCR.HDICE | LPCR.VPM0 | LPCR.VRMA_L,
  lpcrAtRun: (guest) => guest,
  sdr1: (table) => table | 6n,
  hostLpid: (host) => host,
  vcpu: {
    base: 0xc000_0000_0200_0000n,
    shared: 0x100n,
    pvr: (host) => host,
    idsDiffer: true,
    countedLast: true,
  },
  region: {
    alignment: 1n << 24n,
    most: 4096n,
    huge: true,
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
  letsGo: { pages: true, table: true },
};

export const published: VmRules = {
  ...repaired,
  vcpu: { ...repaired.vcpu, countedLast: false },
  region: { ...repaired.region, checkedFirst: false, final: false },
  vrma: { ...repaired.vrma, eachRegion: false },
};
