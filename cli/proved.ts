// What a proof has settled and what histories have shown, as one outcome: of each clause the verdict that rests on the most.
import type { CampaignRequest } from '../properties/campaign/conduct.ts';
import type { Subject } from '../properties/campaign/evaluators.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { isJudgedAt, levelOf, levels } from '../properties/levels/levels.ts';
import { Disagreement } from '../properties/levels/switch/disagreement.ts';
import { switchLevel } from '../properties/levels/switch/level.ts';
import { stageWithout } from '../properties/levels/switch/play.ts';
import { minimalResult, type ProofSubject, proofResult } from '../properties/proof/report.ts';
import type { Settlement } from '../properties/proof/work.ts';
import { isBroken } from '../properties/severity.ts';
import { subjectNamed } from '../properties/subjects/subject.ts';
import type { Clause } from '../spec/clause.ts';
import { campaign } from './campaign.ts';
import { beginProof, type ProofPlan, type ProofVerdicts, toldKey } from './first-proof.ts';
import type { Io } from './io.ts';
import { phase } from './phase.ts';

/** Proves, and then draws histories of what was not settled. */
export async function provedFirst(
  asked: CampaignRequest,
  plan: ProofPlan,
  io: Io,
): Promise<Outcome> {
  const begun = io.now();
  const told = await beginProof(plan, io).told;
  const rest = restOf(asked, told);
  const outcome = rest.clauses.length === 0 ? nothingDrawn(asked) : await campaign(rest, io);
  const united = withProofs(outcome, asked, told, io);
  return { ...united, asked: asked.question, elapsedMs: Math.round(io.now() - begun) };
}

/** What is still asked of histories: the clauses that are not settled on every subject, and those that another level judges too. */
function restOf(asked: CampaignRequest, told: ProofVerdicts): CampaignRequest {
  const { subjects, question } = asked;
  const isOpen = (clause: Clause): boolean =>
    subjects.some(({ model }) => !isSettled(told.get(toldKey(model, clause))));
  const clauses = asked.clauses.filter(
    (clause) => isOpen(clause) || (isOfMore(clause) && question.series.level === undefined),
  );
  const isSwitchOpen = clauses.some((clause) => isOpen(clause) && isJudgedAt(switchLevel, clause));
  const series = isSwitchOpen ? question.series : { ...question.series, except: switchLevel.name };
  return {
    ...asked,
    clauses,
    question: { ...question, clauses: clauses.map(({ name }) => name), series },
  };
}

const isSettled = (settled: Settlement | undefined): boolean =>
  settled !== undefined && settled.verdict.verdict !== 'not-settled';

/** Whether more than one level judges it: what is proved of it is of the switch only. */
const isOfMore = (clause: Clause): boolean =>
  levels.filter((level) => isJudgedAt(level, clause)).length > 1;

/** The outcome of no histories at all. */
const nothingDrawn = ({ question, share, file }: CampaignRequest): Outcome => ({
  results: [],
  known: { done: {}, switches: 0, tallies: [], coverage: {} },
  asked: question,
  share,
  runs: 0,
  elapsedMs: 0,
  corpus: undefined,
  lost: [],
  cut: false,
  file,
  ended: false,
});

/** An outcome with what a proof has settled. Throws Disagreement where a history contradicts that. */
export function withProofs(
  outcome: Outcome,
  { subjects, clauses, seconds }: CampaignRequest,
  told: ProofVerdicts,
  io: Io,
): Outcome {
  const late = (): boolean => seconds !== undefined && io.now() > seconds * 1000;
  const bases = new Map(outcome.results.map((one) => [toldKey(one.model, one.clause), one]));
  let shrinks = false;
  const results = subjects.flatMap((subject) =>
    clauses.flatMap((clause) => {
      const key = toldKey(subject.model, clause);
      const [base, settled] = [bases.get(key), told.get(key)];
      const kept = settled === undefined ? base : united(base, settled, clause, subject.model);
      if (kept !== undefined || settled === undefined) return kept ?? [];
      shrinks = true;
      return shownBy(subject, clause, settled, late, io);
    }),
  );
  const cut = outcome.cut || (shrinks && (io.interrupted() || late()));
  return { ...outcome, results, cut, first: true };
}

/** A verdict that needs no history beside those that were drawn; undefined where the history of the proof is what shows it. */
function united(
  base: Result | undefined,
  proof: Settlement,
  clause: Clause,
  model: string,
): Result | undefined {
  const { verdict } = proof;
  if (verdict.verdict === 'not-settled') return base && { ...base, proof };
  if (verdict.verdict === 'refuted') return base?.finding === undefined ? undefined : base;
  if (base !== undefined && isShown(base, proof)) return base;
  const holds = verdict.verdict === 'vacuous' ? 'vacuous' : 'holds';
  const { runs, met } = base ?? { runs: 0, met: 0 };
  const { extent } = levelOf(clause);
  return { model, clause, verdict: holds, runs, met, extent, finding: undefined, proof };
}

/** Whether histories have shown what a proof of the switch says nothing of. Throws Disagreement where they contradict it. */
function isShown({ clause, verdict, finding, met }: Result, proof: Settlement): boolean {
  const isOfProof = finding?.level === 'switch' || finding?.level === 'pair';
  const trusts = proof.verdict.verdict === 'proved' ? proof.verdict.caveats : [];
  const isVacuous = proof.verdict.verdict === 'vacuous';
  if (isVacuous ? met > 0 : isOfProof && trusts.length === 0)
    throw new Disagreement(
      `two readers of the model disagree: ${clause.name} is ${isVacuous ? 'vacuous' : 'proved'}, and a history ${isVacuous ? 'meets' : 'breaks'} it`,
    );
  return finding !== undefined || (isBroken(verdict) && isOfMore(clause));
}

/** A refutation by the history of the proof, which is played once more, and made minimal. */
function shownBy(
  { model, name }: Subject,
  clause: Clause,
  proof: Settlement,
  late: () => boolean,
  io: Io,
): Result {
  const subject: ProofSubject = {
    model,
    name,
    program: subjectNamed(name).program,
    stage: stageWithout(new Set()),
  };
  const refuted = proofResult(subject, clause, proof);
  const { verdict, finding } =
    phase(io, 'minimise', () => minimalResult(subject, refuted), late) ?? refuted;
  const { extent } = levelOf(clause);
  return { model, clause, verdict, runs: 1, met: 1, extent, finding, proof };
}
