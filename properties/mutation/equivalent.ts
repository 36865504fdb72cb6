// Why a fault that leads to the same machine on every history of the pool always does.
//
// An argument follows from the form of the steps, for every machine (`model/faults/independent.ts`); or it is proved by terms that the
// programs end alike (`by-terms.ts`); or it is written down: here, where terms do not show it in reasonable time, and where a step may be
// dropped, since a reader asks why the path has it. A fault for which nothing is said counts as a survivor. What is only never reached is
// no argument (`unreached.ts`).
import { footprintOf } from '../../model/faults/footprint.ts';
import type { Fault } from '../../model/faults/generated.ts';
import { type Alike, doneTwice, inEitherOrder } from '../../model/faults/independent.ts';
import type { Program, StepAtSite } from '../../model/program.ts';
import { excused } from './accepted.ts';
import { alikeByTerms } from './by-terms.ts';
import { mayBeDropped } from './may-be-dropped.ts';
import { patternIn } from './names.ts';
import { reachedBy, showsAt } from './unreached.ts';

/** An argument, and whether it follows from the form of the steps, is written down, or was proved by terms. */
export interface Argument {
  readonly why: string;
  readonly from: 'form' | 'list' | 'terms';
  /** How far it goes, where it does not come from the list. */
  readonly alike?: Alike;
}

const WRITTEN_ALIKE =
  'the second time each entry is written as it is, and slbia has emptied all that was cached';
const STILL = 'nothing counts or samples there, so DABR holds what is written, each time';
const INTERRUPTED_IS_A_GUEST =
  'at this level a guest is interrupted, and has HV off; the level of interruptions has hypervisor code interrupted';
const FROM_THE_HOST =
  'an exit enters the vector as if the host had been interrupted, in virtual mode and with RI on: the level of interruptions has the others';
const PACA_ALREADY =
  'an exit enters the vector with the PACA in r13, so it is in HSPRG1 and r10 too';

/** Patterns of names (a star is any text), with the argument for each. */
export const listedArguments: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(mayBeDropped)
      .filter(([site]) => patternIn(reachedBy, site) === undefined)
      .map(([site, reason]) => [`${site}:dropped`, reason] as const)
      .filter(([name]) => excused[name] === undefined && patternIn(showsAt, name) === undefined),
  ),
  ...Object.fromEntries(
    ['guest.data.dabr', 'h-set-dabr.dabr', 'exit.dec.host-dabr'].map((site) => [
      `${site}:twice`,
      STILL,
    ]),
  ),
  'guest.arrive.in-guest:0x5-for-0x4': 'the vectors ask only whether it is 0',
  ...each(
    [
      'exit.gprs.interrupted:reads-HSRR1-for-SRR1',
      'exit.gprs.interrupted:0x3-for-0x2',
      'exit.gprs.hypervisor:reads-*-for-r9',
      'exit.gprs.hypervisor:0x0-for-0x1000000000000000',
    ],
    (name) => [name, INTERRUPTED_IS_A_GUEST],
  ),
  'vector-200.host.in-a-vector:*': FROM_THE_HOST,
  'vector-200.host.msr:swapped': FROM_THE_HOST,
  ...each(['200', '500'], (vector) => [`vector-${vector}.host.r13:reads-*`, PACA_ALREADY]),
  ...each(['200.host.rfid', '500.host.hrfid'], (back) => [
    `vector-${back}:inverted`,
    "with which MSR the host's handler runs is the host's business",
  ]),
  'guest.slb.load:twice': WRITTEN_ALIKE,
  'exit.bolted.load:twice': WRITTEN_ALIKE,
  'exit.slb.save:twice': 'it changes neither the SLB nor where the list begins',
};

/** A line of the list for each of several names that are alike. */
function each(
  keys: readonly string[],
  line: (key: string) => readonly [string, string],
): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map(line));
}

/** Why a fault changes nothing, by the form of its steps, by the list or by terms; undefined where nothing is known. */
export function argumentFor(
  fault: Fault,
  program: Program,
  from: Argument['from'],
): Argument | undefined {
  if (from === 'form') return fromForm(fault, program);
  if (from === 'terms') {
    const alike = alikeByTerms(program, fault);
    return alike && { why: BY_TERMS[alike], from, alike };
  }
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

const BY_TERMS: Readonly<Record<Alike, string>> = {
  always: 'over terms, both programs end alike for all machines and guests',
  'but-time':
    'over terms, both programs end alike for all machines and guests, as if the time between two steps had passed at another side of both',
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
