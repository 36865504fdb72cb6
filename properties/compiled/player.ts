// The compiled reader of histories: plays a history on a program and judges every clause, in generated code.
//
// It says what spec/judging/judge.ts would say of each clause and nothing of why: who wants evidence plays the history again with
// the plain reader, and where the two disagree one of them is wrong.

import { type Compiler, compilerFor } from '../../model/compiled/compiler.ts';
import { type CompiledEnding, runner } from '../../model/compiled/dispatch.ts';
import { inHypervisor } from '../../model/compiled/machine-buffer.ts';
import { InterpreterOnly } from '../../model/compiled/memory-access.ts';
import { type Layout, VMALLOC } from '../../model/layout.ts';
import { ENTRY } from '../../model/paths/published.ts';
import { spanEnding, spansOpen } from '../../model/phases.ts';
import type { Program } from '../../model/program.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import { type Structure, structures } from '../../spec/vocabulary/structures.ts';
import type { SwitchKind } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { roundsOf, type Stage } from '../levels/switch/play.ts';
import type { Watcher } from '../levels/switch/watcher.ts';
import { SEVERITY } from '../severity.ts';
import { heed } from '../work/interruption.ts';
import { actsIn } from './acts.ts';
import { type Beginning, beginningOn } from './beginning.ts';
import { type Judging, judging, type Moment } from './judging.ts';
import { plainPlayer } from './plain-player.ts';

/** What a history shows: of each clause a verdict by its number in GRAVITY. The array is used again for the next history. */
interface Judged {
  readonly switches: number;
  readonly ending: CompiledEnding;
  readonly verdicts: Uint8Array;
}

/** Plays and judges histories on one program. */
export interface CompiledPlayer {
  /** Judges; the watcher is shown the board. */
  judge(history: History, watcher?: Watcher<Int32Array>): Judged;
  /** Steps that compiled code has taken. */
  ran(): number;
}

/** A workshop with the judges of some clauses in it; programs with one layout share it. */
interface Bench {
  readonly workshop: Compiler;
  readonly judges: Judging;
  readonly acts: ReturnType<typeof actsIn>;
  readonly beginnings: Map<string, Beginning>;
}

const benches = new WeakMap<readonly Clause[], WeakMap<Layout, Bench>>();

/** The compiled reader of a program and of clauses. */
export function compiledPlayer(
  program: Program,
  clauses: readonly Clause[],
  stage: Stage,
): CompiledPlayer {
  if (isInVmalloc(program.layout)) return plainPlayer(program, clauses, stage);
  const { workshop: shop, judges, acts, beginnings } = benchFor(clauses, program.layout);
  const { buffer } = shop;
  const key = [...stage.without].sort().join(' ');
  const beginning = beginnings.get(key) ?? beginningOn(buffer, stage.without);
  beginnings.set(key, beginning);
  const { run, steps } = runner(shop, program);
  let last: Moment = 'call';
  let watching: Watcher<Int32Array> | undefined;
  const end = (kind: SwitchKind) => {
    judges.end(kind);
    watching?.ends(kind, buffer.halves);
  };
  const moments = {
    entered: () => {
      end(spanEnding(last, 'entered'));
      last = 'guest';
      judges.begin('guest');
    },
    interrupted: () => {
      end(spanEnding(last, 'interrupted'));
      last = 'vector';
      watching?.interrupts?.(buffer.halves);
      judges.begin('vector');
    },
  };
  const call = (): void => {
    last = 'call';
    watching?.calls?.(buffer.halves);
    judges.begin('call');
    if (!inHypervisor(buffer.halves)) judges.begin('guest');
  };
  const player: CompiledPlayer = {
    ran: steps,
    judge(history, watcher) {
      heed();
      watching = watcher;
      watching?.begins();
      judges.verdicts.fill(0);
      let switches = 0;
      let ending: CompiledEnding = 'returned';
      for (const { changes, delays, guest } of roundsOf(history)) {
        if (switches++ === 0) beginning.first(history[0]);
        else beginning.again(changes);
        call();
        const round = { pauses: delays, act: (i: number) => acts(guest[i]), prompt: stage.prompt };
        ending = run(ENTRY, round, moments);
        if (ending !== 'returned') {
          unfinished(clauses, judges.verdicts, last, ending);
          break;
        }
        end(spanEnding(last, 'returned'));
        end('switch');
      }
      watching?.over?.();
      return { switches, ending, verdicts: judges.verdicts };
    },
  };
  return whereItCan(player, () => plainPlayer(program, clauses, stage));
}

/** The player, with another for histories that lead it where it cannot follow. */
function whereItCan(player: CompiledPlayer, plain: () => CompiledPlayer): CompiledPlayer {
  return {
    ran: player.ran,
    judge(history, watcher) {
      try {
        return player.judge(history, watcher);
      } catch (error) {
        if (!(error instanceof InterpreterOnly)) throw error;
        return plain().judge(history, watcher);
      }
    },
  };
}

/** Whether a structure lies where the compiled reader does not follow. */
const isInVmalloc = ({ addressOf }: Layout): boolean =>
  (Object.keys(structures) as Structure[]).some((structure) => addressOf(structure) >= VMALLOC);

function benchFor(clauses: readonly Clause[], layout: Layout): Bench {
  const byLayout = benches.get(clauses) ?? new WeakMap<Layout, Bench>();
  benches.set(clauses, byLayout);
  const bench = byLayout.get(layout) ?? benchOf(clauses, layout);
  byLayout.set(layout, bench);
  return bench;
}

function benchOf(clauses: readonly Clause[], layout: Layout): Bench {
  let judges: Judging | undefined;
  const shop = compilerFor(layout, (board) => {
    judges = judging(clauses, board);
    return judges.weaving;
  });
  if (judges === undefined) throw new Error('the workshop has no judges');
  return { workshop: shop, judges, acts: actsIn(shop), beginnings: new Map() };
}

/** Clauses over what was under way can say nothing, unless they are violated already. */
function unfinished(
  clauses: readonly Clause[],
  verdicts: Uint8Array,
  last: Moment,
  ending: Exclude<CompiledEnding, 'returned'>,
): void {
  for (const [i, { over, claim }] of clauses.entries()) {
    if (!spansOpen(last).includes(over) || verdicts[i] === SEVERITY.violated) continue;
    if (ending !== 'nowhere') verdicts[i] = SEVERITY[ending];
    else verdicts[i] = demandsReturn(claim) ? SEVERITY.violated : SEVERITY.stuck;
  }
}

/** Whether a claim is broken by a run that comes to where nothing is. */
const demandsReturn = (claim: Claim): boolean =>
  (claim.claim === 'predicate' && claim.name === 'returns-to-caller') ||
  (claim.claim === 'each' && claim.claims.some(demandsReturn));
