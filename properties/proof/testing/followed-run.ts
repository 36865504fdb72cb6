// A plain run, and the assignment by which the same run over terms follows it: what each unknown was in it.
import type { Cells } from '../../../model/cells.ts';
import { ENTRY } from '../../../model/paths/published.ts';
import { slotNamed, slots } from '../../../model/places.ts';
import type { Program } from '../../../model/program.ts';
import { runSwitch, type Switch } from '../../../model/run.ts';
import { clockedSteps } from '../../../model/symbolic/ticks.ts';
import { ticksPlaceOf } from '../../../model/symbolic/ticks-names.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import type { History } from '../../levels/switch/history.ts';
import { beginning, roundsOf, type Stage } from '../../levels/switch/play.ts';

/** A run, and what the unknowns of a run over terms were in it. */
export interface FollowedRun {
  readonly ran: Switch;
  /** The interrupt that ended the last turn of the guest, by the vector; undefined where no guest ran. */
  readonly vector: Word | undefined;
  readonly resumed: boolean;
  /** The word of the unknown with this name. */
  unknown(name: string): Word;
}

/** Ticks, and by how much SPURR grew. */
interface TicksSeen {
  readonly all: Word;
  readonly halves: Word;
}

const NONE: TicksSeen = { all: 0n, halves: 0n };
const [TB, SPURR, MSR_SLOT, NIA] = (['TB', 'SPURR', 'MSR', 'NIA'] as const).map(slotNamed) as [
  number,
  number,
  number,
  number,
];
const HV = 1n << 60n;

/** What was seen of a run as it went. */
class Seen {
  /** Ticks by the place at which they count. */
  readonly ticks = new Map<string, TicksSeen>();
  pending: TicksSeen = NONE;
  firstEntered: Cells | undefined;
  entered: Cells | undefined;
  beforeInterrupt: Cells | undefined;
  phase = 'call';
  site = 'call';
  guestTicks: TicksSeen = NONE;
  beforeTicks: TicksSeen = NONE;
  sinceEntered: TicksSeen = NONE;
}

/** Runs the first switch of a history plainly. */
export function followed(program: Program, history: History, stage: Stage): FollowedRun {
  const begin = beginning(history, stage, program.layout);
  const [round = { changes: [], delays: [], guest: [] }] = roundsOf(history);
  const isClocked = clockedSteps(program.layout, program.code);
  const seen = new Seen();
  const ran = runSwitch(program, ENTRY, begin, {
    pauses: round.delays,
    guest: round.guest.map(stepOf),
    prompt: stage.prompt,
    watch(step, by, cells) {
      watch(seen, { step, by, cells, isClocked: by === 'host' && isClocked(step), program });
    },
  });
  noteTicks(seen, seen.site);
  return {
    ran,
    vector: seen.phase === 'vector' ? vectorOf(ran) : undefined,
    resumed: seen.entered !== seen.firstEntered,
    unknown: (name) => unknownOf(name, begin.cells, seen),
  };
}

const vectorOf = ({ spans }: Switch): Word | undefined =>
  spans.findLast(({ kind }) => kind === 'guest')?.after.word('NIA');

interface WatchedStep {
  readonly step: Parameters<ReturnType<typeof clockedSteps>>[0];
  readonly by: string;
  readonly cells: Cells;
  readonly isClocked: boolean;
  readonly program: Program;
}

/** A step is about to be taken; the cells are those before it, with NIA after it. */
function watch(seen: Seen, { step, by, cells, isClocked, program }: WatchedStep): void {
  const inGuest = (cells.word(MSR_SLOT) & HV) === 0n;
  if (inGuest && seen.phase !== 'guest') enter(seen, cells);
  if (!inGuest && seen.phase === 'guest') seen.phase = 'vector';
  if (inGuest) {
    seen.beforeInterrupt =
      by === 'guest'
        ? cells.with([{ slot: NIA, word: BigInt.asUintN(64, cells.word(NIA) - 4n) }])
        : cells;
    return;
  }
  if (by === 'host') {
    const index = program.steps.findIndex(
      (one) => one.step === step && one.next === cells.word(NIA),
    );
    const site = program.steps[index]?.site ?? '';
    if (isClocked) noteTicks(seen, site);
    seen.site = site;
  } else if (step.text.includes('tick')) {
    const all = BigInt(step.text.split(' ')[0] ?? '0');
    seen.pending = sum(seen.pending, { all, halves: all >> 1n });
  }
}

/** The guest is entered: what passed until then counts at the last step. */
function enter(seen: Seen, cells: Cells): void {
  noteTicks(seen, seen.site);
  seen.phase = 'guest';
  seen.firstEntered ??= cells;
  seen.entered = cells;
  for (const key of [...seen.ticks.keys()]) if (key.startsWith('vector')) seen.ticks.delete(key);
}

function noteTicks(seen: Seen, site: string): void {
  const key = `${seen.phase}|${site}`;
  seen.ticks.set(key, sum(seen.ticks.get(key) ?? NONE, seen.pending));
  seen.pending = NONE;
}

const sum = (a: TicksSeen, b: TicksSeen): TicksSeen => ({
  all: a.all + b.all,
  halves: a.halves + b.halves,
});

function unknownOf(name: string, begin: Cells, seen: Seen): Word {
  const place = ticksPlaceOf(name);
  if (place !== undefined) {
    const passed = seen.ticks.get(`${place.phase}|${place.site}`) ?? NONE;
    if (name.endsWith('.halves')) return passed.halves;
    return name.endsWith('.odd') ? passed.all - 2n * passed.halves : passed.all;
  }
  const [, before, of] = /^guest0( before)?\.(.*)$/u.exec(name) ?? [];
  if (of === undefined) return begin.word(slotNamed(name));
  return before === undefined ? ofGuest(of, seen) : ofTurn(of, seen);
}

function passedBetween(from: Cells | undefined, to: Cells | undefined, what: string): Word {
  const grown = (slot: number): Word =>
    BigInt.asUintN(64, (to?.word(slot) ?? 0n) - (from?.word(slot) ?? 0n));
  const halves = grown(SPURR);
  return what === 'ticks.halves' ? halves : BigInt.asUintN(64, grown(TB) - 2n * halves);
}

/** What the guest had done when the interrupt came. */
function ofGuest(of: string, { entered, beforeInterrupt }: Seen): Word {
  if (of.startsWith('ticks.')) return passedBetween(entered, beforeInterrupt, of);
  const word = (place: string, cells: Cells | undefined): Word =>
    cells?.word(slotNamed(place)) ?? 0n;
  if (of === 'sets CTRL') return 1n;
  if (of === 'synchronises')
    return word('UNSYNCED', entered) === word('UNSYNCED', beforeInterrupt) ? 0n : 1n;
  const [, entry] = /^sets (SLB\[\d+\])$/u.exec(of) ?? [];
  if (entry !== undefined)
    return (word(`${entry}.esid`, beforeInterrupt) & 0xfffn) === 0n ? 1n : 0n;
  return word(of, beforeInterrupt);
}

/** What the turn began with. */
const ofTurn = (of: string, { firstEntered, entered }: Seen): Word =>
  of.startsWith('ticks.')
    ? passedBetween(firstEntered, entered, of)
    : (entered?.word(slotNamed(of)) ?? 0n);

/** The words of all slots at the end of a run. */
export const wordsAfter = ({ after }: Switch): readonly Word[] =>
  Array.from({ length: slots }, (_, slot) => after.cells.word(slot));
