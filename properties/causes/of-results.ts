// The guilty sites of every clause that kernel source violates, and what recorded defects cause them, at every level.
import type { DefectName } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { type ProtocolDefect, protocolDefects } from '../../model/protocol/path.ts';
import type { StepRecord, Trace } from '../../spec/vocabulary/machine.ts';
import type { Result } from '../campaign/results.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { encodeToken } from '../counterexample/token.ts';
import { interruptionHistory } from '../levels/interruption/history.ts';
import { playInterruption } from '../levels/interruption/play.ts';
import type { Finding } from '../levels/level.ts';
import { levelOf } from '../levels/levels.ts';
import { type PairHistory, pairHistory } from '../levels/noninterference/history.ts';
import { beginnings, playPair } from '../levels/noninterference/play.ts';
import { protocolHistory } from '../levels/protocol/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { playFrom, roundsOf } from '../levels/switch/play.ts';
import { quick, stage } from '../mutation/pool.ts';
import { causesOf, mended, mendingEdits, suspectsOf, waysOf } from './causes.ts';
import type { Way } from './executed-steps.ts';
import { causesOfProtocol, protocolMend } from './protocol.ts';
import { repairTexts } from './repair-text.ts';
import { guiltySites, type Inquiry, inquiry, traceOf } from './sites.ts';

/** A recorded defect that source may have: of the switch, or of the protocol between threads. */
export type CauseName = DefectName | ProtocolDefect;

/** A guilty site, as it is reported. */
export interface ReportedSite {
  readonly place: string;
  readonly lastWriter: StepRecord | undefined;
  readonly ended: StepRecord | undefined;
  readonly causes: readonly CauseName[];
  readonly once: readonly DefectName[];
  /** What puts it right, a change each, as it was tried: the repair of the first cause; nothing where no cause is known. */
  readonly repair: readonly string[];
  readonly token: string;
}

/** A site whose repair is still to be said. */
export type FoundSite = Omit<ReportedSite, 'repair'>;

/** For each violated clause its sites, that of the counterexample first; `subject` is what tokens call the program. */
export function sitesOfResults<R extends Pick<Result, 'clause' | 'finding'>>(
  program: Program,
  subject: string,
  shown: ReadonlyMap<R, Counterexample>,
): ReadonlyMap<R, readonly ReportedSite[]> {
  const asked = inquiry(program, stage);
  const repairOf = repairsIn(asked);
  return new Map(
    [...shown].flatMap(([result, one]): [R, readonly ReportedSite[]][] => {
      if (one.verdict !== 'violated') return [];
      const sites = sitesOfResult(asked, subject, result, one);
      return [[result, sites.map((site) => ({ ...site, repair: repairOf(site.causes) }))]];
    }),
  );
}

/** The repair of a cause in a program, in words: looked for once for each. */
function repairsIn(asked: Inquiry): (causes: readonly CauseName[]) => readonly string[] {
  const known = new Map<CauseName, readonly string[]>();
  return ([cause]) => {
    if (cause === undefined) return [];
    const edits = () =>
      isOfProtocol(cause)
        ? protocolMend(cause, asked.program)
        : mendingEdits(cause, quickWays(asked));
    const repair = known.get(cause) ?? repairTexts(edits());
    known.set(cause, repair);
    return repair;
  };
}

const isOfProtocol = (cause: CauseName): cause is ProtocolDefect =>
  protocolDefects.some((one) => one === cause);

/** The ways of the histories that take every way. */
const quickWays = (asked: Inquiry): readonly Way[] =>
  quick().flatMap((one) => waysOf(asked.program, traceOf(asked, asked.program, one)));

function sitesOfResult(
  asked: Inquiry,
  subject: string,
  result: Pick<Result, 'clause' | 'finding'>,
  shown: Counterexample,
): readonly FoundSite[] {
  const level = result.finding?.level ?? levelOf(result.clause).name;
  const found = level === 'switch' ? ofSwitch(asked, subject, result) : [];
  if (found.length > 0) return found;
  const causes = causesAt(level, asked, result, shown);
  const { place, lastWriter, ended, token } = shown;
  return [{ place, lastWriter, ended, causes, once: [], token }];
}

/** At another level than the switch; and of a switch that came to no end nothing is tried. */
function causesAt(
  level: string,
  asked: Inquiry,
  result: Pick<Result, 'clause' | 'finding'>,
  shown: Counterexample,
): readonly CauseName[] {
  if (level === 'protocol')
    return causesOfProtocol(
      asked.program,
      result.clause,
      protocolHistory.read(result.finding?.history),
    );
  if (level === 'pair') return ofPair(asked.program, result, shown);
  if (level === 'interruption') return ofInterruption(asked, result, shown);
  return level === 'text' ? ofText(asked, result, shown) : [];
}

/** The guilty sites of a clause of the switch. */
export function ofSwitch(
  asked: Inquiry,
  subject: string,
  {
    clause,
    finding,
  }: Pick<Result, 'clause'> & {
    readonly finding?: Pick<Finding, 'history'> | undefined;
  },
): readonly FoundSite[] {
  return guiltySites(asked, clause, switchHistory.read(finding?.history)).map((site): FoundSite => {
    const { place, lastWriter, ended } = site.fault;
    const { causes, once } = site;
    const kept = switchHistory.write(site.history);
    const token = encodeToken({ subject, clause: clause.name, level: 'switch', history: kept });
    return { place, lastWriter, ended, causes, once, token };
  });
}

function ofPair(
  program: Program,
  { clause, finding }: Pick<Result, 'clause' | 'finding'>,
  { place }: Counterexample,
): readonly DefectName[] {
  const pair = pairHistory.read(finding?.history);
  const plays = (other: Program) => playPair(other, pair, stage);
  return causesOf(program, clause, place, plays, firstRun(program, pair));
}

/** Where the switch is to be put right is seen on its ways when nothing interrupts it. */
function ofInterruption(
  asked: Inquiry,
  { clause, finding }: Pick<Result, 'clause' | 'finding'>,
  { place }: Counterexample,
): readonly DefectName[] {
  const history = interruptionHistory.read(finding?.history);
  const plays = (other: Program) => playInterruption(other, history, stage);
  const { program } = asked;
  const whole = quick().map((one) => traceOf(asked, program, one));
  const spans = whole.flatMap((trace) => trace.spans);
  const switches: Trace = { spans, unfinished: [], ending: { end: 'returned' } };
  return causesOf(program, clause, place, plays, switches);
}

/** The first of the two runs, with its switches. */
function firstRun(program: Program, pair: PairHistory): Trace {
  const [first] = beginnings(pair, stage, program.layout);
  const rounds = roundsOf([new BigUint64Array(), pair.rounds]);
  return playFrom(first, program, rounds, stage).trace;
}

/** Of the text, a vector is put right by being made to ask. */
function ofText(
  asked: Inquiry,
  { clause }: Pick<Result, 'clause'>,
  { place }: Counterexample,
): readonly DefectName[] {
  if (place !== 'vector[0x100].asks') return [];
  const ways = quickWays(asked);
  return suspectsOf(clause).filter((defect) => mended(asked.program, defect, ways) !== undefined);
}
