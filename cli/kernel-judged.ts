// Kernel source judged: histories of all clauses are drawn, and beside that, on a thread of its own, the clauses are proved.
//
// They are drawn of what is proved too: a whole campaign on source is over before its proof, and what it violates is explained by
// its histories meanwhile. So what is known of violations is the same with the proof and without it.
import type { LoweredProgram } from '../asm/lower/lower.ts';
import type { CampaignRequest } from '../properties/campaign/conduct.ts';
import type { Subject } from '../properties/campaign/evaluators.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { type ReportedSite, sitesOfResults } from '../properties/causes/of-results.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import type { Finding } from '../properties/levels/level.ts';
import { proofCounterexample } from '../properties/report/proof-counterexample.ts';
import { campaign } from './campaign.ts';
import { beginProof, type ProofPlan } from './first-proof.ts';
import type { Io } from './io.ts';
import { withProofs } from './proved.ts';

/** The verdicts, the counterexamples of those that have one, and where the source is guilty of these. */
interface Judgement<O = Outcome> {
  readonly outcome: O;
  readonly shown: ReadonlyMap<Result, Counterexample>;
  readonly sites: ReadonlyMap<Result, readonly ReportedSite[]>;
}

/** Judges source, and proves what there is a plan for. */
export async function judgedBeside(
  asked: CampaignRequest,
  plan: ProofPlan | undefined,
  lowered: LoweredProgram,
  io: Io,
): Promise<Judgement> {
  const begun = io.now();
  const proof = plan && beginProof(plan, io);
  try {
    const drawn = await campaign(asked, io);
    const [subject = { name: '' }] = asked.subjects;
    const explained = explanations(drawn, drawn.results, subject, lowered);
    if (proof === undefined) return judgedBy(drawn, explained);
    const united = withProofs(drawn, asked, await proof.told, io);
    const outcome = { ...united, elapsedMs: Math.round(io.now() - begun) };
    const more = outcome.results.filter(({ finding }) => finding && !explained.has(finding));
    return judgedBy(
      outcome,
      new Map([...explained, ...explanations(outcome, more, subject, lowered)]),
    );
  } finally {
    proof?.end();
  }
}

/** What a finding comes to. */
interface Explanation {
  readonly shown: Counterexample;
  /** Undefined where none were looked for. */
  readonly sites: readonly ReportedSite[] | undefined;
}

/** What the findings of a subject come to. */
export function explanations(
  { cut }: Pick<Outcome, 'cut'>,
  results: readonly Result[],
  subject: Pick<Subject, 'name'>,
  { program }: LoweredProgram,
): ReadonlyMap<Finding, Explanation> {
  const shown = new Map(
    results.flatMap((result): [Result, Counterexample][] => {
      const { finding } = result;
      const one = finding && proofCounterexample(finding, [], cut ? 'steps' : 'life');
      return one === undefined ? [] : [[result, one]];
    }),
  );
  const sites = sitesOfResults(program, subject.name, shown);
  return new Map(
    [...shown].flatMap(([result, one]): [Finding, Explanation][] =>
      result.finding === undefined
        ? []
        : [[result.finding, { shown: one, sites: sites.get(result) }]],
    ),
  );
}

/** The verdicts with what their findings come to. */
export function judgedBy<O extends Pick<Outcome, 'results'>>(
  outcome: O,
  explained: ReadonlyMap<Finding, Explanation>,
): Judgement<O> {
  const shown = new Map<Result, Counterexample>();
  const sites = new Map<Result, readonly ReportedSite[]>();
  for (const result of outcome.results) {
    const one = result.finding && explained.get(result.finding);
    if (one === undefined) continue;
    shown.set(result, one.shown);
    if (one.sites !== undefined) sites.set(result, one.sites);
  }
  return { outcome, shown, sites };
}
