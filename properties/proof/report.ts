// What a proof comes to for a clause on a subject, as it is reported: the verdict that a check would give, and the history that shows it.
//
// The history of a refutation is played and judged here once more, by the interpreter, whoever has told of it.
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge, type Verdict } from '../../spec/judging/judge.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import { InvalidHistory } from '../input/json.ts';
import { type Finding, NO_STATE } from '../levels/level.ts';
import { checkHistory, levelNamed } from '../levels/levels.ts';
import { minimise, simplest } from '../levels/minimise.ts';
import { type PairHistory, pairHistories, pairHistory } from '../levels/noninterference/history.ts';
import { pairs } from '../levels/noninterference/level.ts';
import { playPair } from '../levels/noninterference/play.ts';
import { Disagreement } from '../levels/switch/disagreement.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { switchRun } from '../levels/switch/level.ts';
import { play, type Stage } from '../levels/switch/play.ts';
import { undisturbed } from '../work/interruption.ts';
import type { ProofVerdict } from './prove.ts';
import type { Settlement } from './work.ts';

/** What is known of one clause on one subject. */
export interface ProofResult {
  readonly model: string;
  readonly clause: Clause;
  /** `holds` where it is proved, or where a witness was reached; `not-enough` where it is not settled. */
  readonly verdict: Verdict['verdict'];
  /** Undefined where the proof was ended before it came to this clause. */
  readonly settled: Settlement | undefined;
  /** The history that breaks the clause, minimal where there was time for that. */
  readonly finding: Finding | undefined;
}

/** What a proof is of, and how its histories are played. */
export interface ProofSubject {
  /** As reports call it. */
  readonly model: string;
  /** As a token knows it. */
  readonly name: string;
  readonly program: Program;
  readonly stage: Stage;
}

/** The result of a clause, from what was told of it. Throws Disagreement where a history does not show what is said of it. */
export function proofResult(
  subject: ProofSubject,
  clause: Clause,
  settled: Settlement | undefined,
): ProofResult {
  const { model } = subject;
  const verdict = verdictOf(settled?.verdict);
  const common = { model, clause, verdict, settled, finding: undefined };
  if (settled === undefined || !('history' in settled.verdict)) return common;
  const { history } = settled.verdict;
  const found = undisturbed(() => judge(clause, traceOf(subject, history))).verdict;
  if (found !== verdict)
    throw new Disagreement(
      `two readers of the model disagree: on ${clause.name} the proof says ${verdict}, the plain one ${found}`,
    );
  return verdict === 'holds' ? common : { ...common, finding: findingOf(subject, clause, history) };
}

/** The same with a history of which nothing can be left out. */
export function minimalResult(subject: ProofSubject, result: ProofResult): ProofResult {
  const { settled, clause, finding } = result;
  if (finding === undefined || settled === undefined || !('history' in settled.verdict))
    return result;
  const history = minimalHistory(subject, clause, settled.verdict.history);
  return { ...result, finding: findingOf(subject, clause, history) };
}

/** A history of one run, or of two. */
type Shown = History | PairHistory;

const isPair = (history: Shown): history is PairHistory => 'side' in history;

const traceOf = ({ program, stage }: ProofSubject, history: Shown): Trace =>
  isPair(history) ? playPair(program, history, stage) : play(program, history, stage).trace;

function minimalHistory(subject: ProofSubject, clause: Clause, history: Shown): Shown {
  const { program, stage } = subject;
  if (!isPair(history)) return minimise(program, clause, history, stage, histories);
  const verdictOn = (one: PairHistory) => judge(clause, traceOf(subject, one)).verdict;
  const verdict = undisturbed(() => verdictOn(history));
  return simplest(pairHistories, history, (one) => verdictOn(one) === verdict);
}

function findingOf(subject: ProofSubject, clause: Clause, history: Shown): Finding {
  const { name, program, stage } = subject;
  const common = { subject: name, clause };
  if (!isPair(history))
    return {
      ...common,
      level: 'switch',
      history: switchHistory.write(history),
      replay: () => switchRun({ program, history, stage }),
    };
  const lines = pairs.told(history);
  return {
    ...common,
    level: pairs.name,
    history: pairHistory.write(history),
    replay: () => ({ trace: traceOf(subject, history), begin: NO_STATE, lines }),
  };
}

/** Whether a token can hold the history of a finding: it has bounds that a proof does not have. */
export function fitsToken({ level, history }: Finding): boolean {
  try {
    checkHistory(levelNamed(level), history);
    return true;
  } catch (error) {
    if (error instanceof InvalidHistory) return false;
    throw error;
  }
}

function verdictOf(settled: ProofVerdict | undefined): ProofResult['verdict'] {
  switch (settled?.verdict) {
    case 'proved':
    case 'reached':
      return 'holds';
    case 'refuted':
      return settled.found;
    case 'vacuous':
      return 'vacuous';
    case 'not-settled':
    case undefined:
      return 'not-enough';
  }
}
