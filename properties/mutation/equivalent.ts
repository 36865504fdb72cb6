// Why a fault that leads to the same machine on every history of the pool always does.
//
// An argument follows from the form of the steps, for every machine (`model/faults/independent.ts`), or it is written here,
// under the name of the fault or of several alike. A fault for which neither is said counts as a survivor. Arguments rest on what the
// path and the assumptions say; what is only never reached is no argument (`unreached.ts`).
import { footprintOf } from '../../model/faults/footprint.ts';
import type { Fault } from '../../model/faults/generated.ts';
import { type Alike, doneTwice, inEitherOrder } from '../../model/faults/independent.ts';
import type { Program, StepAtSite } from '../../model/program.ts';
import { excused } from './accepted.ts';
import { mayBeDropped } from './may-be-dropped.ts';
import { patternIn } from './names.ts';
import { reachedBy, showsAt } from './unreached.ts';

/** An argument, and whether it follows from the form of the steps or is written down. */
export interface Argument {
  readonly why: string;
  readonly from: 'form' | 'list';
  /** How far it goes, where it follows from the form. */
  readonly alike?: Alike;
}

const APART = 'one is in the PACA, the other in the vcpu or the VM: they do not overlap';
const FROZEN =
  'the counters are frozen when they are moved (counters-are-frozen-while-switched), so the time between does not show in them';
const SYNCHRONISED_LATER =
  'an isync, hrfid or rfid that waits for both follows before anything depends on either';
const INVALID_ANYWAY =
  'entry 0 is cleared and the others are made invalid, whichever comes first and however often';
const WRITTEN_ALIKE =
  'the second time each entry is written as it is, and slbia has emptied all that was cached';
const NEXT_PTESYNC =
  'the ptesync of the partition switch comes before anything depends on what slbia made invalid';
const BIG_ENDIAN =
  'MSR[LE] is 0 here already: the caller is a big-endian kernel (host-calls-in-virtual-mode)';
const BIG_ENDIAN_HANDLER =
  'MSR[LE] is 0 here already: an interrupt to the hypervisor turns it off, and a refused entry came with it off';
const FCHV =
  'MMCR0 bit 0 (FCHV) freezes nothing that FC does not, and MMCR0 is written anew before the counters run or are kept';
const STILL = 'nothing counts or samples there, so DABR holds what is written, each time';
const NO_VPA = 'the address of a VPA, in the linear mapping, is 0 just where its high half is';
const EVEN_TAG = "the tag's bit 0 is cleared before the vector is used, and bit 1 is what is asked";
const HDICE = 'kvm.lpcr has HDICE set already (vm-lpcr-lets-hdec-interrupt)';
const UNITS = 'rfid brings the MSR of the host back, with FP, VEC and VSX off';

/** Patterns of names (a star is any text), with the argument for each. */
export const listedArguments: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(mayBeDropped)
      .filter(([site]) => patternIn(reachedBy, site) === undefined)
      .map(([site, reason]) => [`${site}:dropped`, reason] as const)
      .filter(([name]) => excused[name] === undefined && patternIn(showsAt, name) === undefined),
  ),
  'guest.arrive.return-address:swapped': APART,
  'guest.sprs.sprg3:swapped': APART,
  'guest.tlb.last-cpu:swapped': APART,
  'guest.tlb.last-cpu:twice': APART,
  'guest.tlb.last-vcpu:twice': APART,
  'guest.go.in-guest:swapped': APART,
  ...each(['r8', 'r9-kept', 'r11', 'r12', 'cr'], (key) => [`exit.gprs.${key}:swapped`, APART]),
  ...each(['r9-kept', 'r12', 'cr'], (key) => [`exit.gprs.${key}:twice`, APART]),
  ...each(['guest.data.dabr', 'h-set-dabr.dabr', 'exit.dec.host-dabr'], (site) => [
    `${site}:twice`,
    STILL,
  ]),
  'exit.interrupted.lr:swapped': APART,
  'exit.interrupted.in-guest:swapped': APART,
  'exit.purr.spurr-kept:swapped': APART,
  ...each(['entry.pmu', 'guest.data', 'exit.pmu', 'exit.host-pmu'], (passage) => [
    `${passage}.pmc*:swapped`,
    FROZEN,
  ]),
  ...each(['guest', 'exit'], (side) => [`${side}.slb-clear.entry-0:swapped`, INVALID_ANYWAY]),
  ...each(['guest', 'exit'], (side) => [`${side}.slb-clear.entry-0:twice`, INVALID_ANYWAY]),
  ...each(['guest', 'exit'], (side) => [`${side}.slb-clear.slbia:twice`, INVALID_ANYWAY]),
  ...each(['guest', 'exit'], (side) => [`${side}.slb-clear.slbia:swapped`, NEXT_PTESYNC]),
  ...each(['lpidr', 'isync', 'rmor'], (key) => [
    `guest.partition.${key}:swapped`,
    SYNCHRONISED_LATER,
  ]),
  ...each(['lpidr', 'lpcr'], (key) => [`exit.partition.${key}:swapped`, SYNCHRONISED_LATER]),
  'guest.data.mmcr0:swapped': SYNCHRONISED_LATER,
  'exit.host-pmu.mmcr0:swapped': SYNCHRONISED_LATER,
  'save-fp.msr:swapped': UNITS,
  'save-fp.msr-back:swapped': UNITS,
  'guest.tlb.ptesync-before:swapped': 'nothing was stored to the page table since the last ptesync',
  'guest.rest.run-latch:twice': 'the second time RUN is off already',
  'guest.slb.load:twice': WRITTEN_ALIKE,
  'exit.bolted.load:twice': WRITTEN_ALIKE,
  'exit.slb.save:twice': 'it changes neither the SLB nor where the list begins',
  'exit.hcall.argument:reads-r3-for-r9': 'the vcpu is in r3 already',
  ...each(['guest.vpa.none', 'exit.vpa.none', 'exit.freeze.no-vpa'], (site) => [
    `${site}:loads-4-of-8`,
    NO_VPA,
  ]),
  'exit.partition.lpidr:loads-2-of-4':
    "the host's LPID is 0 (host-is-partition-zero), so either half of it is",
  'entry.msr.ee-off:0x8001-for-0x8000': BIG_ENDIAN,
  'trampoline.ri-off:0x3-for-0x2': BIG_ENDIAN,
  'trampoline.srr1:0xffffffffffffffce-for-0xffffffffffffffcf': BIG_ENDIAN,
  'exit.go.ri-off:0x3-for-0x2': BIG_ENDIAN_HANDLER,
  'vector-*.guest.tag:*': EVEN_TAG,
  'exit.interrupted.pc:0x3-for-0x2': EVEN_TAG,
  'exit.interrupted.msr:0x3-for-0x2': EVEN_TAG,
  'exit.interrupted.untag:0x2-for-0x3': "no vector sets the tag's bit 0",
  'entry.freeze.freeze:0x80000001-for-0x80000000': FCHV,
  'guest.pmu.freeze:0x80000001-for-0x80000000': FCHV,
  'h-set-dabr.freeze:0x80000001-for-0x80000000': FCHV,
  'h-set-dabr.mmcr0-back:swapped': SYNCHRONISED_LATER,
  'guest.partition.lpcr:0x801-for-0x800': HDICE,
  'guest.partition.lpcr:0x1-for-0x0': HDICE,
};

/** A line of the list for each of several names that are alike. */
function each(
  keys: readonly string[],
  line: (key: string) => readonly [string, string],
): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map(line));
}

/** Why a fault changes nothing, by the form of its steps or by the list; undefined where nothing is known. */
export function argumentFor(
  fault: Fault,
  program: Program,
  from: Argument['from'],
): Argument | undefined {
  if (from === 'form') return fromForm(fault, program);
  const pattern = patternFor(fault.name);
  const why = pattern && listedArguments[pattern];
  return why === undefined ? undefined : { why, from };
}

/** The pattern of the list that stands for a fault. */
const patternFor = (name: string): string | undefined => patternIn(listedArguments, name);

function fromForm({ slip, site }: Fault, program: Program): Argument | undefined {
  if (slip !== 'twice' && slip !== 'swapped') return undefined;
  const [sited, next] = stepsAt(program, site);
  if (sited === undefined) return undefined;
  const print = footprintOf(sited.step);
  if (slip === 'twice') return saying(doneTwice(print), TWICE);
  return next && saying(inEitherOrder(print, footprintOf(next.step)), SWAPPED);
}

type Justification = Readonly<Record<Alike, string>>;

const TWICE: Justification = {
  always: 'it reads nothing that it writes, nor any clock',
  'but-time':
    'it reads nothing that it writes: the second time undoes the first, as if the time between had passed before',
};
const SWAPPED: Justification = {
  always: 'neither reads or writes what the other writes, nor any clock',
  'but-time':
    'neither reads or writes what the other writes, and only one of them a clock, as if the time between had passed before or after both',
};

const saying = (alike: Alike | undefined, said: Justification): Argument | undefined =>
  alike && { why: said[alike], from: 'form', alike };

/** The step at a site, and the one after it in its passage. */
function stepsAt({ routines }: Program, site: string): readonly (StepAtSite | undefined)[] {
  for (const { passages } of routines)
    for (const { steps } of passages) {
      const at = steps.findIndex((one) => one.site === site);
      if (at >= 0) return [steps[at], steps[at + 1]];
    }
  return [];
}
