// Faults of the rules by which VMs are built: each changes one rule of those that are right.
import { LPCR } from '../../spec/bits.ts';
import { entryOf, lowestFree, repaired, type VmRules } from './vm-rules.ts';

const { vcpu, region, vrma, letsGo } = repaired;

const withVcpu = (change: Partial<VmRules['vcpu']>): VmRules => ({
  ...repaired,
  vcpu: { ...vcpu, ...change },
});
const withRegion = (change: Partial<VmRules['region']>): VmRules => ({
  ...repaired,
  region: { ...region, ...change },
});
const withVrma = (change: Partial<VmRules['vrma']>): VmRules => ({
  ...repaired,
  vrma: { ...vrma, ...change },
});
const withEntry = (change: (entry: ReturnType<typeof entryOf>) => Partial<typeof entry>) =>
  withVrma({
    entry(page, real) {
      const entry = entryOf(page, real);
      return { ...entry, ...change(entry) };
    },
  });

const highestFree = (inUse: bigint): bigint | undefined => {
  for (let lpid = 1023n; lpid >= 0n; lpid--) if (((inUse >> lpid) & 1n) === 0n) return lpid;
  return undefined;
};

/** Rules with one fault each, by name. */
export const faultyRules = {
  'hv-and-pr-both': { ...repaired, config: ({ hv }) => ({ hv, pr: true }) },
  'pr-by-its-own-option': { ...repaired, config: ({ hv, pr }) => ({ hv, pr }) },
  'vcpu-pvr-made-up': withVcpu({ pvr: () => 0x003f0201n }),
  'pvr-of-user-space': withVcpu({ otherPvr: 'taken' }),
  'other-pvr-passed-over': withVcpu({ otherPvr: 'ignored' }),
  'pvr-not-told': withVcpu({ tellsPvr: false }),
  'lpid-zero-given': { ...repaired, reserved: [0x3ffn] },
  'lpid-reserved-given': { ...repaired, reserved: [0n] },
  'lpid-highest-given': { ...repaired, lpid: highestFree },
  'lpid-given-twice': {
    ...repaired,
    lpid: (inUse) => lowestFree(inUse) ?? 1n,
  },
  'lpid-not-freed': { ...repaired, freed: (inUse) => inUse },
  'lpid-next-freed-too': { ...repaired, freed: (inUse, lpid) => inUse & ~(3n << lpid) },
  'lpid-leaks-on-error': { ...repaired, undoes: false },
  'lpid-exhausted-is-einval': { ...repaired, exhausted: -22n },
  'lpcr-without-vpm0': { ...repaired, lpcr: (host) => repaired.lpcr(host) & ~LPCR.VPM0 },
  'lpcr-without-lpes': { ...repaired, lpcr: (host) => repaired.lpcr(host & ~LPCR.LPES) },
  'lpcr-with-the-hosts-mer': {
    ...repaired,
    lpcr: (host) => repaired.lpcr(host) | (host & LPCR.MER),
  },
  'lpcr-follows-the-host': {
    ...repaired,
    lpcrAtRun: (guest, host) => guest | (host & LPCR.PECE) | LPCR.MER,
  },
  'host-lpid-noted-wrongly': { ...repaired, hostLpid: (_host, own) => own },
  'shared-registers-on-their-own-page': withVcpu({ shared: 0x10_0000n }),
  'shared-registers-mapped': withVcpu({ mapsShared: true }),
  'vcpu-from-vmalloc': withVcpu({ allocator: 'vzalloc' }),
  'vcpu-not-cleared': withVcpu({ allocator: 'kmalloc' }),
  'vcpu-begins-counting': withVcpu({ mmcr0: 0n }),
  'vcpu-inside-that-of-pr': withVcpu({ bytes: vcpu.bytes + 0x1000n }),
  'vcpu-id-taken-twice': withVcpu({ idsDiffer: false }),
  'taken-id-is-einval': withVcpu({ idTaken: -22n }),
  'threads-counted-too-early': withVcpu({ countedLast: false }),
  'pages-not-let-go': { ...repaired, letsGo: { ...letsGo, pages: false } },
  'page-table-not-freed': { ...repaired, letsGo: { ...letsGo, table: false } },
  'vcpus-not-freed': { ...repaired, letsGo: { ...letsGo, vcpus: false } },
  'virtual-cores-not-freed': { ...repaired, letsGo: { ...letsGo, vcores: false } },
  'page-table-not-cleared': { ...repaired, table: { ...repaired.table, cleared: false } },
  'page-table-of-another': { ...repaired, table: { ...repaired.table, at: () => 0 } },
  'region-in-small-pages': withRegion({ alignment: 0x1000n }),
  'limit-off-by-one': withRegion({ most: region.most + 1n }),
  'limit-one-page-short': withRegion({ most: region.most - 1n }),
  'region-wraps-around': withRegion({ wraps: true }),
  'region-refused-as-overlap': withRegion({ refused: -17n }),
  'region-of-any-pages': withRegion({ huge: false }),
  'region-checked-after-change': withRegion({ checkedFirst: false }),
  'region-may-go': withRegion({ final: false }),
  'slot-noted-a-page-off': withRegion({ noted: (base) => base ^ (1n << 24n) }),
  'page-held-twice': withRegion({ pins: 2n }),
  'ram-size-of-the-last-region': withRegion({ size: (_now, end) => end }),
  'sdr1-size-wrong': { ...repaired, sdr1: (table) => table | 5n },
  'vrma-one-page-short': withVrma({ mapped: (pages) => pages - 1 }),
  'vrma-only-from-zero': withVrma({ eachRegion: false }),
  'vrma-wrong-order': withVrma({ order: ['first', 'barrier', 'second'] }),
  'vrma-without-barrier': withVrma({ order: ['second', 'first'] }),
  'vrma-hash-without-the-vsid': withEntry(({ v }) => ({ group: Number((v >> 8n) & 0xffffn) })),
  'vrma-entry-not-large': withEntry(({ v }) => ({ v: v & ~4n })),
  'vrma-entry-of-256-mb-segment': withEntry(({ v }) => ({ v: v & ~(1n << 62n) })),
  'vrma-read-only': withEntry(({ r }) => ({ r: r | 3n })),
  'vrma-without-change-bit': withEntry(({ r }) => ({ r: r & ~0x80n })),
  'vrma-cache-inhibited': withEntry(({ r }) => ({ r: r | 0x20n })),
} as const satisfies Readonly<Record<string, VmRules>>;
