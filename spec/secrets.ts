// Secrets: everything in which two hosts, or two guests, may differ without the other side being able to tell.
//
// All state of the host is a secret of the host, and everything in the vcpu is a secret of the guest, except what decides which
// path the switch takes, or when. The exceptions are listed here, each with its reason: the lists are short, and nothing else is
// exempt. Places that an assumption fixes are the same in both runs anyway.
import { ledger } from './ledger.ts';
import type { Place } from './vocabulary/machine.ts';
import { placesOf, type Register } from './vocabulary/registers.ts';
import { fieldsOf, type Structure } from './vocabulary/structures.ts';

/** Whose secrets two runs differ in. */
export type Side = 'hosts' | 'guests';

/** What is the same for two hosts, and why. */
export const openOfHosts: Readonly<Partial<Record<Place, string>>> = {
  TB: 'time is the same for both, and any program can read it',
  DEC: "it says when the host wants the CPU back, and so when the guest ends: the guest's own clock shows that",
  'lppaca.pmcregs_in_use': 'the entry takes longer where it has counters to save',
  'paca.paca_index':
    'the number of the CPU decides whether translations may be stale, and they are then dropped',
  ANSWER: 'not a register: what C code answers to the guest',
  RESERVE:
    'not a register: a guest can tell a reservation of the host by its own store conditionals only if it is on its memory, which has a clause of its own',
  LOST: 'not a register: stores of other processors take a reservation away, and an update is then tried again',
};

/** What is the same for two guests, and why. */
export const openOfGuests: Readonly<Partial<Record<Place, string>>> = {
  'vcpu.gpr[3]':
    'the number of a hypercall, which decides whether a handler or user space answers it',
  'vcpu.msr': 'EE decides whether a mediated interrupt comes, PR what an instruction does',
  'vcpu.srr1': 'rfid makes it the MSR',
  'vcpu.slb_max': 'the number of segments decides how long it takes to load and to save them',
  'vcpu.vpa': 'if there is a VPA, counting in it takes a few instructions',
  'vcpu.pending_exceptions': 'what devices of the host have raised',
  'vcpu.vcpu_id': 'which vcpu it is',
  'vcpu.last_cpu': 'where the host last ran it',
};

/**
 * What two runs have alike whenever a switch is called, if they are to be compared in it: what is open, and the time. Two that have come
 * to differ in it differ in more than secrets.
 */
export const openOf = (side: Side): readonly Place[] => {
  const open = side === 'hosts' ? openOfHosts : openOfGuests;
  return [...new Set([...(Object.keys(open) as Place[]), 'TB', 'DEC'] as const)];
};

/** Structures that are the host's alone. The VM's (kvm, vcore) say what it is, and are known to both. */
const OF_HOST: readonly Structure[] = ['paca', 'hstate', 'lppaca', 'slb_shadow', 'frame', 'caller'];

/** Fields in which a vector or an exit saves a register only while it needs the register; what they hold later belongs to neither side. */
export const scratch: Readonly<Partial<Record<Place, string>>> = {
  'hstate.host_r2': "the guest's r9, on the way to the vcpu",
  'hstate.scratch0': "the guest's r12, on the way to the vcpu",
  'hstate.scratch1': "the guest's CR, on the way to the vcpu",
  'paca.exgen[0]': 'r9 of the interrupted code; every vector writes it before it reads it',
  'paca.exgen[1]': 'r10, likewise',
  'paca.exmc[0]': 'r9 of the code that a machine check interrupted, likewise',
  'paca.exmc[1]': 'r10, likewise',
  ...Object.fromEntries(
    ['exgen', 'exmc'].flatMap((area) => [
      [`paca.${area}[10]`, 'CFAR, likewise, in kernels that save it there'],
      [`paca.${area}[11]`, 'PPR, likewise'],
      [`paca.${area}[12]`, 'CTR, likewise'],
    ]),
  ),
};

/** All places in which two hosts may differ. */
export const secretsOfHosts: readonly Place[] = [
  ...(Object.keys(ledger) as Register[]).flatMap(placesOf),
  ...OF_HOST.flatMap(fieldsOf),
  ...fieldsOf('kvm').filter((field) => field.startsWith('kvm.host_')),
].filter((place) => openOfHosts[place] === undefined);

/** All places in which two guests may differ. */
export const secretsOfGuests: readonly Place[] = fieldsOf('vcpu').filter(
  (place) => openOfGuests[place] === undefined,
);

/** All places in which two hosts, or two guests, may differ. */
export const secretsOf = (side: Side): readonly Place[] =>
  side === 'hosts' ? secretsOfHosts : secretsOfGuests;

/** Memory that is not in the vcpu, not the guest's own, and not scratch. */
export const memoryOfOthers: readonly Place[] = [
  ...OF_HOST,
  ...(['kvm', 'vcore', 'toc'] satisfies Structure[]),
]
  .flatMap(fieldsOf)
  .filter((place) => scratch[place] === undefined);
