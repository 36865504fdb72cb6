// Steps of the repaired path without which no clause breaks, each with the reason why that is right.
//
// The kill matrix drops each of them, and fails where a clause notices: so the list cannot rot.
import { HSRR_VECTORS, VECTOR } from '../../spec/vocabulary/bits.ts';

const SYNCHRONISED = 'rfid and hrfid synchronise the context, and nothing depends on it before';
const NEXT_PTESYNC = 'the ptesync of the partition switch comes before anything depends on it';
const NOT_THE_HOSTS =
  'the host of the model takes no such interrupt, so whether a guest ran need not be asked';

const NO_HYPERVISOR =
  'no interrupt comes in hypervisor code at this level: see interrupted-hypervisor-is-no-guest';

/** Of a vector: on to the host's handler, but for the return from interrupt that goes there. */
const HOST_STEPS = [
  ...['r11', 'r12', 'scratch', 'r13', 'address', 'msr', 'handler', 'kernel-msr'],
].map((key) => `host.${key}`);

/** Vectors that only a guest takes in the model. */
const GUEST_ONLY = [
  VECTOR.SYSTEM_RESET,
  VECTOR.HV_DECREMENTER,
  VECTOR.SYSTEM_CALL,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
  VECTOR.H_MAINTENANCE,
];

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
  'guest.partition.isync-lpcr': SYNCHRONISED,
  'exit.partition.lwsync':
    'what orders stores for other threads is judged at the level of the protocol, and a ptesync came before',
  'exit.partition.isync-lpcr': SYNCHRONISED,
  'exit.partition.hdec': 'the host does not use HDEC, and the next entry loads it',
  'guest.tlb.same':
    'without the short cut, translations are dropped that could have stayed: slower, not wrong',
  'guest.tlb.ptesync-before':
    'nothing was stored to the page table since the ptesync of the partition switch',
  'save-fp.msr-back': 'rfid brings the MSR of the host back, with FP, VEC and VSX off',
  'save-fp.isync-back': SYNCHRONISED,
  'exit.gprs.hypervisor': NO_HYPERVISOR,
  ...Object.fromEntries(
    BOTH.flatMap((name) => [
      [`${name}.host.r11`, 'r11 is volatile where an exit enters the vector'],
      [`${name}.host.kernel-msr`, "with which MSR the host's handler runs is the host's business"],
    ]),
  ),
  [`${nameOf(VECTOR.MACHINE_CHECK)}.host.in-a-vector`]:
    'an exit enters the vector from the host, which has RI on, and from no vector',
  ...Object.fromEntries(
    GUEST_ONLY.flatMap((vector) => {
      const name = nameOf(vector);
      const back = HSRR_VECTORS.includes(vector) ? 'hrfid' : 'rfid';
      const own = vector === VECTOR.SYSTEM_RESET ? ['host.in-a-vector'] : [];
      return ['ask.host', ...own, ...HOST_STEPS, `host.${back}`].map((step) => [
        `${name}.${step}`,
        NOT_THE_HOSTS,
      ]);
    }),
  ),
};

function nameOf(vector: bigint): string {
  return `vector-${vector.toString(16)}`;
}
