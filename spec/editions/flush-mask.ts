// A mask of the CPUs on which translations of a partition may be stale, in place of a record of where each vcpu ran.
import { isa } from '../cite.ts';
import { each, equal, literal, now, unchanged } from '../terms.ts';
import { edition, since } from './edition.ts';

export const flushMask = edition({
  name: 'a-mask-of-stale-cpus',
  says: 'kvm.need_tlb_flush has a bit for each CPU on which translations of the partition may be stale; the entry drops them where the bit of its CPU is set. C code sets the bits, when a vcpu moves and when an entry of the hashed page table is removed.',
  seenIn: '3.12.9',
  why: 'A vcpu that comes back to a CPU need not drop what is still right there, and an entry that was removed with tlbiel alone is known to be stale elsewhere.',
  cite: [
    since('3.12', 'book3s_hv_rmhandlers.S', 'KVM_NEED_FLUSH'),
    since('3.12', 'book3s_hv_rm_mmu.c', 'need_tlb_flush'),
  ],
  follows: [isa('III-S', 'TLB Management Instructions')],
  signs: [{ sign: 'names', name: 'KVM_NEED_FLUSH' }],
  clauses: {
    'where-the-vcpu-ran-is-recorded': {
      says: 'When the guest starts, the entry has dropped every translation that was cached of its partition on this CPU, whose bit was set, and has left vcpu.last_cpu as it was: C code keeps that.',
      claim: each(
        equal(now('TLB[0]'), literal(0n)),
        equal(now('TLB[1]'), literal(0n)),
        unchanged('vcpu.last_cpu'),
      ),
    },
  },
  unsaid: [
    {
      clause: 'stale-translations-are-dropped',
      why: 'it stands as it is, with the bit of every CPU set; that the bit of this CPU is cleared, and that of no other, is not said',
    },
  ],
});
