// Searching the SLB for the entry of a segment, Power ISA 2.06B, Book III-S 5.9.3.1, slbfee.: what kernels write as a bare word.
//
// Of several valid entries for one segment, where the ISA says nothing, the last counts.
import { SLB_VALID } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Meaning } from '../step.ts';

/** slbfee.: the VSID half of the valid entry that translates the segment that RB names, or 0; EQ of CR0 says whether there is one. */
export const slbFind =
  (rt: Gpr, rb: Gpr): Meaning =>
  (view, words) => {
    const none = words.literal(0n);
    let [value, found] = [none, none];
    for (const i of ALL) {
      const slb = words.literal(i);
      const esid = view.slb(slb, 'esid');
      const vsid = view.slb(slb, 'vsid');
      const differs = words.xor(esid, view.register(rb));
      const [large, small] = [words.shiftRight(differs, 40), words.shiftRight(differs, 28)];
      const same = words.equal(words.select(words.shiftRight(vsid, 62), large, small), none);
      const valid = words.equal(words.and(esid, words.literal(SLB_VALID)), none);
      const here = words.select(valid, none, same);
      value = words.select(here, vsid, value);
      found = words.or(found, here);
    }
    const overflow = words.and(words.shiftRight(view.register('XER'), 31), words.literal(1n));
    const field = words.or(words.shiftLeft(found, 29), words.shiftLeft(overflow, 28));
    const rest = words.and(view.register('CR'), words.literal(0x0fffffffn));
    return [
      { register: rt, value },
      { register: 'CR', value: words.or(rest, field) },
    ];
  };

/** The numbers of all entries. */
const ALL: readonly bigint[] = Array.from({ length: 32 }, (_, i) => BigInt(i));
