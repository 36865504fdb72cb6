// Translation: segments and cached translations. The host keeps only its bolted segments across a switch, and faults the rest in again.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import { FIRST_THREADS } from '../tables.ts';
import {
  each,
  equal,
  given,
  has,
  literal,
  now,
  oneOf,
  readsWhatIsThere,
  realModeAddressable,
  same,
  slbMatchesList,
  unchanged,
  was,
} from '../terms.ts';
import { SLB_VALID } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';

const BOLTED = [0, 1, 2] as const;
const REST = Array.from({ length: 29 }, (_, i) => i + 3);

const esid = (i: number): Place => `SLB[${i}].esid`;
const vsid = (i: number): Place => `SLB[${i}].vsid`;
/** Nothing is cached of a segment that the SLB does not hold any more. */
const nothingCached = equal(now('ERAT'), literal(0n));

const valid = (term: Term): Term => has(term, SLB_VALID);

/** An entry is as before, or invalid as before: the rest of an invalid entry means nothing. */
const entryReturns = (i: number): Claim =>
  each(
    equal(now(esid(i)), was(esid(i)), { mask: SLB_VALID }),
    given(valid(was(esid(i))), each(unchanged(esid(i)), unchanged(vsid(i)))),
  );

export const translation = chapter(
  'Translation',
  'Segments and cached translations, on both sides.',
  {
    'host-slb-returns': {
      says: 'After the switch, each bolted SLB entry (0 to 2) is valid if and only if it was valid at the call, a valid one holds all that it held, and no other entry is valid.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'SLB_NUM_BOLTED'),
        isa('III-S', 'SLB Management Instructions'),
      ],
      over: 'switch',
      claim: each(
        ...BOLTED.map(entryReturns),
        ...REST.map((i) => equal(now(esid(i)), literal(0n), { mask: SLB_VALID })),
      ),
    },
    'guest-slb-starts-from-vcpu': {
      says: 'The guest starts with exactly the SLB entries that the first slb_max elements of vcpu.slb list.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_SLB_MAX')],
      over: 'entry',
      claim: slbMatchesList('now', 'was'),
    },
    'guest-slb-survives': {
      says: 'After the exit, the first slb_max elements of vcpu.slb list exactly the entries that were valid at the interrupt, each with its index.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_SLB_NR')],
      over: 'exit',
      claim: slbMatchesList('was', 'now'),
    },
    'guest-starts-without-cached-segments': {
      says: 'When the guest starts, no translation is cached that an SLB entry made before it was overwritten: slbmte leaves it cached until slbie names the segment, or slbia empties all.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry'),
        isa('III-S', 'SLB Management Instructions'),
      ],
      over: 'entry',
      claim: nothingCached,
    },
    'host-returns-without-cached-segments': {
      says: 'After the exit, no translation is cached that an SLB entry made before it was overwritten: none is left of a segment of the guest.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt'),
        isa('III-S', 'SLB Management Instructions'),
      ],
      over: 'exit',
      claim: nothingCached,
    },
    'stale-translations-are-dropped': {
      says: 'The guest starts with no translation that was cached while its vcpu, or its partition on this CPU, ran elsewhere.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'KVM_LAST_VCPU'),
        isa('III-S', 'TLB Management Instructions'),
      ],
      over: 'entry',
      claim: each(equal(now('TLB[0]'), literal(0n)), equal(now('TLB[1]'), literal(0n))),
    },
    'where-the-vcpu-ran-is-recorded': {
      says: 'When the guest starts, vcpu.last_cpu is this CPU, which is the first thread of a core that kvm.last_vcpu has an element for, and that element is this vcpu.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU')],
      over: 'entry',
      claim: each(
        equal(now('vcpu.last_cpu'), was('paca.paca_index')),
        oneOf(was('paca.paca_index'), FIRST_THREADS.map(BigInt)),
        ...FIRST_THREADS.map((cpu) =>
          given(
            same(was('paca.paca_index'), literal(BigInt(cpu))),
            equal(now(`kvm.last_vcpu[${cpu}]`), was('vcpu.vcpu_id')),
          ),
        ),
      ),
    },
    'real-mode-reaches-what-it-touches': {
      says: 'With translation off, hypervisor code loads and stores through no vmalloc address: such an address is valid only with translation on. Addresses of the linear mapping mean the same either way.',
      cite: [
        message('real-mode-reaches-memory'),
        message('vcpu-is-contiguous'),
        kernel('book3s_hv.c', 'kvmppc_core_vcpu_create'),
        isa('III-S', 'Real Addressing Mode'),
      ],
      over: 'switch',
      claim: realModeAddressable,
    },
    'loads-find-something': {
      says: 'Hypervisor code loads only from memory in which something is: a field of a structure, a constant of the program, or what it has stored. So a table is not read beyond its end, and an address that may be 0 is not used before it is tested.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'hcall_real_table_end'),
        kernel('book3s_hv_rmhandlers.S', 'VCPU_VPA'),
      ],
      over: 'switch',
      claim: readsWhatIsThere,
    },
  },
);
