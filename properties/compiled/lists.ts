// The claim that the SLB and a table in the vcpu say the same, over halves: what spec/judging/lists.ts judges, without the evidence.
import { slbSlot, slotNamed } from '../../model/places.ts';
import { SLB_INDEX, SLB_VALID } from '../../spec/vocabulary/bits.ts';

const ENTRIES = 32;
const INDEX = Number(SLB_INDEX);
const VALID = Number(SLB_VALID);
const LENGTH = 2 * slotNamed('vcpu.slb_max');
const TABLE = Array.from({ length: ENTRIES }, (_, i) => ({
  esid: 2 * slotNamed(`vcpu.slb[${i}].esid`),
  vsid: 2 * slotNamed(`vcpu.slb[${i}].vsid`),
}));
const NONE = { esid: -1, vsid: -1 };

/** Which element of the table lists each entry. */
const listed = new Int32Array(ENTRIES);

/** Whether the valid SLB entries of one state are those that the table in another lists. */
export function lists(slb: Int32Array, table: Int32Array): boolean {
  const length = (table[LENGTH] ?? 0) >>> 0;
  if (length > ENTRIES) return false;
  listed.fill(-1);
  for (let i = 0; i < length; i++) {
    const index = (table[(TABLE[i] ?? NONE).esid] ?? 0) & INDEX;
    if (index < ENTRIES) listed[index] = i;
  }
  for (let i = 0; i < ENTRIES; i++) if (!agrees(slb, table, i, listed[i] ?? -1)) return false;
  return true;
}

function agrees(slb: Int32Array, table: Int32Array, i: number, element: number): boolean {
  const esid = 2 * (slbSlot + 2 * i);
  const low = slb[esid] ?? 0;
  if (((low & VALID) !== 0) !== element >= 0) return false;
  if (element < 0) return true;
  const at = TABLE[element] ?? NONE;
  return (
    (low | i) === table[at.esid] &&
    slb[esid + 1] === table[at.esid + 1] &&
    slb[esid + 2] === table[at.vsid] &&
    slb[esid + 3] === table[at.vsid + 1]
  );
}
