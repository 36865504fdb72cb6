// Faults that no history can show, since none comes to the step: which those are, and what would bring one there.
//
// They are no equivalents: a kernel that gets there is another machine. Whether a step is reached is found by trying; what would
// reach it is written here, and a line that stands for no fault fails the run.
import type { Fault } from '../../model/faults/generated.ts';
import { replace, withEdits } from '../../model/mutate.ts';
import type { Program } from '../../model/program.ts';
import { goTo } from '../../model/steps/branch.ts';
import type { History } from '../levels/switch/history.ts';
import type { Stage } from '../levels/switch/play.ts';
import { endsOnPool } from './beside.ts';
import { patternIn } from './names.ts';
import { anytime, pool, stage, timely } from './pool.ts';
import { evaluatorOn } from './trial.ts';

/** Sites, by pattern, with what would bring a run there: all of them are of interrupts that the model's host does not take. */
export const reachedBy: Readonly<Record<string, string>> = {
  'vector-100.host.*': 'a system reset of a thread on which no guest runs',
  'vector-980.host.*':
    "a hypervisor decrementer interrupt of the host's own: HDEC is negative and LPCR[HDICE] set where no guest runs",
  'vector-c00.host.*': "a system call of the host's own: sc in a task or in the kernel",
  'vector-e00.host.*':
    'a hypervisor data storage interrupt of a guest that this switch did not enter, so that hstate.in_guest is 0',
  'vector-e20.host.*':
    'a hypervisor instruction storage interrupt of a guest that this switch did not enter, so that hstate.in_guest is 0',
  'vector-e40.host.*':
    "a hypervisor emulation assistance interrupt of the host's own: an illegal instruction in a task or in the kernel",
  'vector-e60.host.*':
    "a hypervisor maintenance interrupt of the host's own: something of the machine is to be seen to, and no guest runs",
};

/** Faults of steps that are reached, by pattern, which show only after a branch that no run takes: the site that it leads to. */
export const showsAt: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['100', '980', 'c00', 'e00', 'e20', 'e40', 'e60'].map((vector) => [
      `vector-${vector}.ask.host:*`,
      `vector-${vector}.host.r11`,
    ]),
  ),
};

/** Where a fault would show. */
interface UnreachedFault {
  readonly at: string;
  /** What would bring a run there, if that is known. */
  readonly why?: string;
}

/**
 * Whether no history of the pool comes to the step of a fault, with time in between or without: what is played is the sound program
 * then. It is not asked of faults of history, which are at several steps.
 */
export function isNeverMet({ site, slip }: Fault, program: Program): boolean {
  if (slip === 'historical') return false;
  const after = slip === 'swapped' ? siteAfter(program, site) : undefined;
  return [site, ...(after === undefined ? [] : [after])].every(
    (one) => !isOnTheWay(program, one) && !isOnTheWayAtOnce(program, one),
  );
}

/** The site where a fault of a program would show, if no history of the pool comes there; undefined where one does. */
export function unreachedBy(
  { name, site, slip }: Fault,
  program: Program,
): UnreachedFault | undefined {
  const pattern = patternIn(showsAt, name);
  const at = (pattern && showsAt[pattern]) ?? site;
  const after = slip === 'swapped' ? siteAfter(program, site) : undefined;
  if (isOnTheWay(program, at) || (after !== undefined && isOnTheWay(program, after)))
    return undefined;
  const listed = patternIn(reachedBy, at);
  const why = listed && reachedBy[listed];
  return why === undefined ? { at } : { at, why };
}

function siteAfter({ steps }: Program, site: string): string | undefined {
  return steps[steps.findIndex((one) => one.site === site) + 1]?.site;
}

const sites = new WeakMap<Program, Map<string, boolean>>();

/** Whether a history of the pool comes to a step; asked once for each. */
function isOnTheWay(program: Program, site: string): boolean {
  const known = sites.get(program) ?? new Map<string, boolean>();
  sites.set(program, known);
  const ends = endsOnPool(program);
  const reached =
    known.get(site) ??
    arrival(program, site, timely(), (history) => ends(history).ending) !== undefined;
  known.set(site, reached);
  return reached;
}

const atOnce = new WeakMap<Program, Map<string, boolean>>();

/** The same where time passes as the histories say. */
function isOnTheWayAtOnce(program: Program, site: string): boolean {
  const known = atOnce.get(program) ?? new Map<string, boolean>();
  atOnce.set(program, known);
  const reached =
    known.get(site) ??
    arrival(program, site, pool(), endingOn(program, stage), stage) !== undefined;
  known.set(site, reached);
  return reached;
}

/** The number of the first history that comes to a step: it is one that gets stuck when there is no going on from there. */
export function arrival(
  program: Program,
  site: string,
  histories: readonly History[],
  endingOf: (history: History) => string = endingOn(program),
  on: Stage = anytime,
): number | undefined {
  const evaluator = evaluatorOn(withEdits(program, [replace(site, goTo(NOWHERE))]), on);
  const number = histories.findIndex(
    (history) => evaluator.judge(history).ending === 'stuck' && endingOf(history) !== 'stuck',
  );
  return number < 0 ? undefined : number;
}

const endingOn =
  (program: Program, on: Stage = anytime) =>
  (history: History): string =>
    evaluatorOn(program, on).judge(history).ending;

/** A label that no program has. */
const NOWHERE = 'nowhere';
