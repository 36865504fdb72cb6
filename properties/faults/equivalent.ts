// Why a fault that leads to the same machine on every history of the pool always does.
//
// An argument follows from the form of the steps, for every machine (`model/faults/independent.ts`), or it is written here,
// under the name of the fault or of several alike. A fault for which neither is said counts as a survivor.
import { footprintOf } from '../../model/faults/footprint.ts';
import type { Fault } from '../../model/faults/generated.ts';
import { commute, isIdempotent } from '../../model/faults/independent.ts';
import type { Program, Sited } from '../../model/program.ts';
import { mayBeDropped } from '../seeded/may-be-dropped.ts';
import { excused } from './excused.ts';

/** An argument, and whether it follows from the form of the steps or is written down. */
export interface Argument {
  readonly why: string;
  readonly from: 'form' | 'list';
}

const APART = 'one is in the PACA, the other in the vcpu or the VM: they do not overlap';
const BARRIER = 'an isync or hrfid that waits for both follows before anything depends on either';
const SLBIA = 'what slbia and slbmte 0 make invalid does not depend on the order or the number';
const NO_LE = 'POWER7 has no bit 0 in MSR: it reads as 0';
const UNUSED_BIT = 'the bit is not set in any word that comes here';
const HIGH_HALF = 'the address of a VPA, in the linear mapping, is 0 just where its high half is';
const HOSTS_OWN = 'the host of the model takes no such interrupt, so its handler is not reached';

/** Patterns of names (a star is any text), with the argument for each. */
export const listedArguments: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(mayBeDropped)
      .map(([site, reason]) => [`${site}:dropped`, reason] as const)
      .filter(([name]) => excused[name] === undefined),
  ),
  ...Object.fromEntries(
    ['100', '980', 'c00', 'e00', 'e20', 'e40'].flatMap((vector) => [
      [`vector-${vector}.ask.host:reads-r13-for-r10`, HOSTS_OWN],
      [`vector-${vector}.host.*`, HOSTS_OWN],
    ]),
  ),
  'guest.arrive.return-address:swapped': APART,
  'guest.sprs.sprg3:swapped': APART,
  'guest.tlb.last-cpu:*': APART,
  'guest.tlb.last-vcpu:twice': APART,
  'guest.go.in-guest:swapped': APART,
  'exit.gprs.*:swapped': APART,
  'exit.gprs.*:twice': APART,
  'exit.interrupted.*:swapped': APART,
  '*.slb-clear.*': SLBIA,
  '*.partition.*:swapped': BARRIER,
  'save-fp.msr*:swapped': 'rfid brings the MSR of the host back, with FP, VEC and VSX off',
  'guest.tlb.ptesync-before:swapped': 'nothing was stored to the page table since the last ptesync',
  'guest.rest.run-latch:twice': 'the second time RUN is off already',
  'exit.slb.save:twice': 'it changes neither the SLB nor where the list begins',
  'guest.go.r*:reads-r9-for-r4': 'every way here has the vcpu in r9 too',
  '*:loads-4-of-8': HIGH_HALF,
  'exit.partition.lpidr:loads-2-of-4': "the host's LPID is 0",
  'entry.msr.ee-off:0x8001-for-0x8000': NO_LE,
  'trampoline.ri-off:0x3-for-0x2': NO_LE,
  'trampoline.srr1:0xffffffffffffffce-for-0xffffffffffffffcf': NO_LE,
  'exit.go.ri-off:0x3-for-0x2': NO_LE,
  'exit.mediated.masked:0x8001-for-0x8000': NO_LE,
  'vector-*.guest.tag:*': "the tag's bit 0 is cleared before the vector is used",
  'exit.interrupted.*:0x3-for-0x2': "no vector sets the tag's bit 0",
  'exit.interrupted.untag:0x2-for-0x3': "no vector sets the tag's bit 0",
  '*.freeze:0x80000001-for-0x80000000': UNUSED_BIT,
  'guest.partition.lpcr:*': UNUSED_BIT,
};

/** Why a fault changes nothing; undefined where nothing is known. */
export function argumentFor(fault: Fault, program: Program): Argument | undefined {
  const form = fromForm(fault, program);
  if (form !== undefined) return { why: form, from: 'form' };
  const pattern = patternFor(fault.name);
  const why = pattern && listedArguments[pattern];
  return why === undefined ? undefined : { why, from: 'list' };
}

/** The pattern of the list that stands for a fault. */
export const patternFor = (name: string): string | undefined =>
  Object.keys(listedArguments).find((pattern) => matches(pattern, name));

function fromForm({ slip, site }: Fault, program: Program): string | undefined {
  if (slip !== 'twice' && slip !== 'swapped') return undefined;
  const [sited, next] = stepsAt(program, site);
  if (sited === undefined) return undefined;
  if (slip === 'twice')
    return isIdempotent(footprintOf(sited.step)) ? 'it reads nothing that it writes' : undefined;
  if (next === undefined) return undefined;
  return commute(footprintOf(sited.step), footprintOf(next.step))
    ? 'neither reads or writes what the other writes'
    : undefined;
}

/** The step at a site, and the one behind it in its passage. */
function stepsAt({ routines }: Program, site: string): readonly (Sited | undefined)[] {
  for (const { passages } of routines)
    for (const { steps } of passages) {
      const at = steps.findIndex((one) => one.site === site);
      if (at >= 0) return [steps[at], steps[at + 1]];
    }
  return [];
}

/** Whether a name is one of those that a pattern stands for. */
export const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.[\]+()|]/gu, '\\$&').replaceAll('*', '.*')}$`, 'u').test(
    name,
  );
