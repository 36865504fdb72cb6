// What is secret: all that two hosts, or two guests, may differ in without the other side being able to tell.
//
// Everything that is the host's is a secret of the host's, and everything of the vcpu one of the guest's, but for what decides
// where the switch goes or when. That is listed here, each with its reason: the lists are short, and nothing else is exempt.
// What an assumption settles is the same in both runs anyway.
import { ledger } from './ledger.ts';
import type { Place } from './vocabulary/machine.ts';
import { placesOf, type Register } from './vocabulary/registers.ts';
import { fieldsOf, type Structure } from './vocabulary/structures.ts';

/** Whose secrets two runs differ in. */
export type Side = 'hosts' | 'guests';

/** What two hosts have alike, and why. */
export const openOfHosts: Readonly<Partial<Record<Place, string>>> = {
  TB: 'time is the same for both, and everybody can read it',
  DEC: "it says when the host wants the CPU back, and so when the guest ends: the guest's own clock shows that",
  'lppaca.pmcregs_in_use': 'the entry takes longer where it has counters to save',
  'paca.paca_index':
    'the number of the CPU decides whether translations may be stale, and they are then dropped',
  ANSWER: 'no register: what C code answers to the guest',
};

/** What two guests have alike, and why. */
export const openOfGuests: Readonly<Partial<Record<Place, string>>> = {
  'vcpu.gpr[3]': 'the number of a hypercall, which decides who answers it',
  'vcpu.msr': 'EE decides whether a mediated interrupt comes, PR what an instruction does',
  'vcpu.srr1': 'rfid makes it the MSR',
  'vcpu.slb_max': 'how many segments there are is how long it takes to load and to save them',
  'vcpu.vpa': 'where there is a VPA its count takes a few instructions',
  'vcpu.pending_exceptions': 'what devices of the host have raised',
  'vcpu.vcpu_id': 'which vcpu it is',
  'vcpu.last_cpu': 'where the host last ran it',
};

/** Structures that are the host's alone. The VM's (kvm, vcore) say what it is, and are known to both. */
const OF_HOST: readonly Structure[] = ['paca', 'hstate', 'lppaca', 'slb_shadow', 'frame', 'caller'];

/** Where a run keeps what the host puts aside only while a vector or an exit needs a register; what it holds is nobody's. */
export const scratch: Readonly<Partial<Record<Place, string>>> = {
  'hstate.host_r2': "the guest's r9, on the way to the vcpu",
  'hstate.scratch0': "the guest's r12, on the way to the vcpu",
  'hstate.scratch1': "the guest's CR, on the way to the vcpu",
  'paca.exgen[0]': 'r9 of whom an interrupt came to; every vector writes it before it reads it',
  'paca.exgen[1]': 'r10, likewise',
  'paca.exmc[0]': 'r9 of whom a machine check came to, likewise',
  'paca.exmc[1]': 'r10, likewise',
};

/** All that two hosts may differ in. */
export const secretsOfHosts: readonly Place[] = [
  ...(Object.keys(ledger) as Register[]).flatMap(placesOf),
  ...OF_HOST.flatMap(fieldsOf),
  ...fieldsOf('kvm').filter((field) => field.startsWith('kvm.host_')),
].filter((place) => openOfHosts[place] === undefined);

/** All that two guests may differ in. */
export const secretsOfGuests: readonly Place[] = fieldsOf('vcpu').filter(
  (place) => openOfGuests[place] === undefined,
);

/** All that two of a side may differ in. */
export const secretsOf = (side: Side): readonly Place[] =>
  side === 'hosts' ? secretsOfHosts : secretsOfGuests;

/** Memory that is not the vcpu's, not the guest's own, and no scratch. */
export const memoryOfOthers: readonly Place[] = [
  ...OF_HOST,
  ...(['kvm', 'vcore', 'toc'] satisfies Structure[]),
]
  .flatMap(fieldsOf)
  .filter((place) => scratch[place] === undefined);
