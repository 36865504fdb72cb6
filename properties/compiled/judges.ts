// Clauses as code: functions that judge them at the end of a span, and the monitors of claims about steps.

import type { Instrumentation } from '../../model/compiled/compiler.ts';
import { counter, type MachineBuffer } from '../../model/compiled/machine-buffer.ts';
import { compileFunction, type Scope, scopeOf } from '../../model/compiled/scope.ts';
import { type Phase, phaseOf } from '../../model/phases.ts';
import { slots } from '../../model/places.ts';
import type { Clause, TraceClaim } from '../../spec/clause.ts';
import { readsOf } from '../../spec/judging/claim-reads.ts';
import { type SwitchKind, switchKindsOf } from '../levels/switch/contract.ts';
import type { ClaimContext } from './claim-code.ts';
import { hooksOf, type MonitorCode, storeCalls, watchedSlots } from './instrumentation.ts';
import { judgeFunctions, numbered } from './judge-text.ts';
import { bodiesOf, type CompiledMonitor, findingOf, monitorsIn } from './monitors.ts';
import { slbMatchesList } from './slb-and-list.ts';

/** The judges of one set of clauses on one machine buffer. */
export interface Judges {
  /** What steps must be compiled with, so that the monitors see what is written. */
  readonly instrumentation: Instrumentation;
  /** Of each clause, the severity of what was found so far; to be cleared before a history. */
  readonly verdicts: Uint8Array;
  /** A phase begins, and with it spans: the buffer is as it is at this moment. */
  begin(phase: Phase): void;
  /** A span of this kind ends. */
  end(kind: SwitchKind): void;
}

const PHASES: readonly Phase[] = ['call', 'guest', 'vector'];

const byPhase = <T>(make: (phase: Phase) => T): Readonly<Record<Phase, T>> => ({
  call: make('call'),
  guest: make('guest'),
  vector: make('vector'),
});

const byKind = <T>(make: (kind: SwitchKind) => T): Readonly<Record<SwitchKind, T>> => ({
  switch: make('switch'),
  entry: make('entry'),
  guest: make('guest'),
  exit: make('exit'),
  resume: make('resume'),
  refusal: make('refusal'),
});

/** The phase with which spans of a kind begin: a whole switch begins when it is called. */
const beginOf = (kind: SwitchKind): Phase => phaseOf(kind) ?? 'call';

/** Makes the judges of clauses. Throws if a claim cannot be judged on a switch, or a clause is over a span that no switch has. */
export function judgesOf(clauses: readonly Clause[], buffer: MachineBuffer): Judges {
  const monitors = monitorsIn(clauses);
  const verdicts = new Uint8Array(clauses.length);
  const before = byPhase(() => new Int32Array(2 * slots));
  const scope: Scope = {
    ...scopeOf(buffer),
    ...Object.fromEntries(PHASES.map((phase) => [wasIn(phase), before[phase]])),
    M: new Int32Array(2 * monitors.length),
    V: verdicts,
    slbMatchesList,
  };
  const contextOf = contextsOf(monitors, buffer);
  const codes = monitors.map((monitor) => codeOf(monitor, scope, contextOf(monitor.over)));
  const begins = beginnings(monitors, { ...scope, ...named(codes) }, contextOf);
  const ends = endings(clauses, scope, contextOf);
  const readsWas = phasesLookedBackTo(clauses);
  return {
    instrumentation: instrumentationOf(monitors, codes, buffer),
    verdicts,
    begin(phase) {
      buffer.counters[counter.phase] = PHASES.indexOf(phase);
      if (readsWas.has(phase)) before[phase].set(buffer.halves);
      begins[phase]();
    },
    end(kind) {
      for (const judge of ends[kind]) judge();
    },
  };
}

const instrumentationOf = (
  monitors: readonly CompiledMonitor[],
  codes: readonly MonitorCode[],
  { stored }: MachineBuffer,
): Instrumentation => ({
  host: hooksOf(monitors, 'Host'),
  others: hooksOf(monitors, 'Others'),
  watched: watchedSlots(monitors),
  scope: { ...named(codes), ...storeCalls(codes, stored) },
});

/** What the claims over spans of a kind are compiled in. */
type Contexts = (over: SwitchKind) => ClaimContext;

const contextsOf =
  (monitors: readonly CompiledMonitor[], { layout }: MachineBuffer): Contexts =>
  (over) => ({
    was: wasIn(beginOf(over)),
    now: 'R',
    prior: 'prior',
    address: layout.addressOf,
    trace: (claim) => findingOf(monitorFor(monitors, over, claim)),
  });

/** The name of the array with the words at the beginning of a phase. */
const wasIn = (phase: Phase): string => `was_${phase}`;

/** The phases whose first state some clause reads. */
const phasesLookedBackTo = (clauses: readonly Clause[]): ReadonlySet<Phase> =>
  new Set(
    clauses
      .filter(({ claim }) => readsOf(claim).some(({ term }) => term === 'was'))
      .flatMap((clause) => switchKindsOf(clause).map(beginOf)),
  );

function monitorFor(
  monitors: readonly CompiledMonitor[],
  over: SwitchKind,
  claim: TraceClaim,
): CompiledMonitor {
  const found = monitors.find((one) => one.claim === claim && one.over === over);
  if (found === undefined) throw new Error('a claim about steps has no monitor');
  return found;
}

/** The functions of a monitor. Those of a part of the switch do nothing in another. */
function codeOf(monitor: CompiledMonitor, scope: Scope, context: ClaimContext): MonitorCode {
  const { index, over } = monitor;
  const phase = PHASES.indexOf(beginOf(over));
  const elsewhere = over === 'switch' ? '' : `if(S[${counter.phase}]!==${phase})return;`;
  const bodies = bodiesOf(monitor, context);
  const made = (name: 'wait' | 'look') =>
    compileFunction<() => void>(scope, `${name}${index}()`, elsewhere + bodies[name]);
  return { monitor, wait: made('wait'), look: made('look') };
}

/** The functions of monitors by the names that texts call them by. */
const named = (codes: readonly MonitorCode[]): Scope =>
  Object.fromEntries(
    codes.flatMap(({ monitor: { index }, wait, look }) => [
      [`wait${index}`, wait],
      [`look${index}`, look],
    ]),
  );

/** What begins the spans of each phase. */
const beginnings = (
  monitors: readonly CompiledMonitor[],
  scope: Scope,
  contextOf: Contexts,
): Readonly<Record<Phase, () => void>> =>
  byPhase((phase) => {
    const texts = monitors
      .filter(({ over }) => beginOf(over) === phase)
      .map((monitor) => bodiesOf(monitor, contextOf(monitor.over)).begin);
    return compileFunction(scope, `begin_${phase}()`, texts.join(''));
  });

/** The functions that judge the clauses of each kind of span. */
const endings = (
  clauses: readonly Clause[],
  scope: Scope,
  contextOf: Contexts,
): Readonly<Record<SwitchKind, readonly (() => void)[]>> =>
  byKind((kind) => {
    const some = numbered(clauses).filter(({ clause }) => switchKindsOf(clause).includes(kind));
    return judgeFunctions<() => void>(some, scope, `judge_${kind}`, '', contextOf(kind));
  });
