// The SLB and the table in the vcpu over halves of words, for the predicate that they say the same.
import { slbSlot, slotNamed } from '../../model/places.ts';
import {
  ENTRIES,
  mismatch,
  type SlbAndList,
} from '../../spec/judging/predicates/slb-matches-list.ts';
import { SLB_INDEX, SLB_VALID } from '../../spec/vocabulary/bits.ts';

const INDEX = Number(SLB_INDEX);
const VALID = Number(SLB_VALID);
const LENGTH = 2 * slotNamed('vcpu.slb_max');
const ELEMENTS = Array.from({ length: ENTRIES }, (_, i) => ({
  esid: 2 * slotNamed(`vcpu.slb[${i}].esid`),
  vsid: 2 * slotNamed(`vcpu.slb[${i}].vsid`),
}));
const NONE = { esid: -1, vsid: -1 };

/** Whether the valid SLB entries of one state are those that the table in another lists. */
export const slbMatchesList = (slb: Int32Array, table: Int32Array): boolean =>
  mismatch(inHalves(slb, table)) === undefined;

const inHalves = (slb: Int32Array, table: Int32Array): SlbAndList => ({
  length: (table[LENGTH] ?? 0) >>> 0,
  isValid: (entry) => ((slb[esidOf(entry)] ?? 0) & VALID) !== 0,
  indexOf: (element) => (table[elementAt(element).esid] ?? 0) & INDEX,
  agree(entry, element) {
    const [at, { esid, vsid }] = [esidOf(entry), elementAt(element)];
    return (
      ((slb[at] ?? 0) | entry) === table[esid] &&
      slb[at + 1] === table[esid + 1] &&
      slb[at + 2] === table[vsid] &&
      slb[at + 3] === table[vsid + 1]
    );
  },
});

/** Where the ESID word of an entry is; its VSID word is next. */
const esidOf = (entry: number): number => 2 * (slbSlot + 2 * entry);

const elementAt = (element: number) => ELEMENTS[element] ?? NONE;
