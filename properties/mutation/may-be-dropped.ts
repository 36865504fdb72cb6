// Steps of the repaired path without which no clause breaks, each with the reason why that is right.
//
// The kill matrix drops each of them, and fails where a clause notices: so the list cannot rot.
import { VECTOR } from '../../spec/vocabulary/bits.ts';

const SYNCHRONISED = 'rfid and hrfid synchronise the context, and nothing depends on it before';
const NEXT_PTESYNC = 'the ptesync of the partition switch comes before anything depends on it';
const NOT_THE_HOSTS =
  'the host of the model takes no such interrupt, so whether a guest ran need not be asked';

/** Vectors that only a guest takes in the model. */
const GUEST_ONLY = [
  VECTOR.HV_DECREMENTER,
  VECTOR.SYSTEM_CALL,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
].map(nameOf);

/** Vectors through which the host handles an interrupt of its own on the way out. */
const BOTH = [VECTOR.MACHINE_CHECK, VECTOR.EXTERNAL].map(nameOf);

/** Sites, with the reason for each. */
export const mayBeDropped: Readonly<Record<string, string>> = {
  'guest.pmu.freeze':
    'the counters have been frozen since entry.freeze; secondary threads come here without that',
  'guest.data.isync-on': SYNCHRONISED,
  'exit.host-pmu.isync': SYNCHRONISED,
  'h-set-dabr.isync-on': SYNCHRONISED,
  'guest.slb-clear.ptesync': NEXT_PTESYNC,
  'exit.slb-clear.ptesync': NEXT_PTESYNC,
  'guest.partition.isync': 'the isync after LPCR and RMOR follows, with no translation between',
  'guest.partition.isync-lpcr': SYNCHRONISED,
  'exit.partition.isync': 'the isync after LPCR follows, with no translation between',
  'exit.partition.isync-lpcr': SYNCHRONISED,
  'exit.partition.hdec': 'the host does not use HDEC, and the next entry loads it',
  'guest.tlb.same':
    'without the short cut, translations are dropped that could have stayed: slower, not wrong',
  'guest.tlb.ptesync-before':
    'nothing was stored to the page table since the ptesync of the partition switch',
  'save-fp.msr-back': 'rfid brings the MSR of the host back, with FP, VEC and VSX off',
  'save-fp.isync-back': SYNCHRONISED,
  ...Object.fromEntries(
    [...GUEST_ONLY, ...BOTH].map((name) => [
      `${name}.host.handle`,
      "with which MSR the host's handler runs is the host's business",
    ]),
  ),
  ...Object.fromEntries(
    GUEST_ONLY.flatMap((name) => [
      [`${name}.ask.host`, NOT_THE_HOSTS],
      [`${name}.host.${name === 'vector-c00' ? 'rfid' : 'hrfid'}`, NOT_THE_HOSTS],
    ]),
  ),
  ...Object.fromEntries(
    ['ask.host', 'host.cr', 'host.r9', 'host.r10', 'host.handle', 'host.r13', 'host.rfid'].map(
      (step) => [`${nameOf(VECTOR.SYSTEM_RESET)}.${step}`, NOT_THE_HOSTS],
    ),
  ),
};

function nameOf(vector: bigint): string {
  return `vector-${vector.toString(16)}`;
}
