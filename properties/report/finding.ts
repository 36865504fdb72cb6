// What a report finds: one finding for each cause, with the clauses that it breaks, what is lost, and what repairs it. Every format
// tells the same findings.
import type { Clause } from '../../spec/clause.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';

/** What one cause breaks. */
export interface CauseFinding {
  readonly model: string;
  /** The recorded defects that cause it; none where no record explains it. */
  readonly causes: readonly string[];
  /** File and line, or the name of a step; of what no step does, the place. */
  readonly site: string;
  /** The source line, or what the step does; empty where no step does it. */
  readonly text: string;
  readonly place: string;
  /** The clause that shows it best comes first. */
  readonly clauses: readonly [Clause, ...Clause[]];
  readonly lost: string;
  /** What puts it right, a change each; nothing where that is not known. */
  readonly repair: readonly string[];
  /** Whether it is expected: a recorded defect, in the model that has it. */
  readonly isExpected: boolean;
  /** Where it shows, if at another step. */
  readonly shows: StepRecord | undefined;
  readonly shown: Counterexample | undefined;
  /** Replays it; empty where there is none. */
  readonly token: string;
}

/** Whether no recorded defect explains it. */
export const isNew = ({ causes }: CauseFinding): boolean => causes.length === 0;

/** What no record explains comes first. */
export const newFirst = (findings: readonly CauseFinding[]): readonly CauseFinding[] => [
  ...findings.filter(isNew),
  ...findings.filter((one) => !isNew(one)),
];

/** What is wrong in a place, on one line. */
export function lostText({ place, expected, found, life = [] }: Counterexample): string {
  const fact = (what: (typeof life)[number]['what']) => life.find((one) => one.what === what)?.text;
  const [wanted, address, holds] = [fact('wanted'), fact('address'), fact('found')];
  if (address !== undefined) return `${holds ?? `${place} is stored to`}, and ${address}`;
  if (wanted !== undefined && holds !== undefined)
    return `${place} should hold ${wanted}, and holds ${holds}`;
  if (expected.startsWith('so that')) return `${place} is ${found}, and should be ${expected}`;
  if (/^0x/u.test(expected) && holds !== undefined && holds !== place)
    return `${place} should be ${expected}, and holds ${holds}`;
  return expected === 'no store'
    ? `${place} is stored to, and should not be`
    : `${place} is ${found}, and should be ${expected}`;
}

/** The report's findings for scripts. */
export const findingJson = (finding: CauseFinding): object => ({
  cause: finding.causes.length === 0 ? null : finding.causes.join(' '),
  model: finding.model,
  site: finding.site,
  place: finding.place,
  clauses: finding.clauses.map(({ name }) => name),
  lost: finding.lost,
  repair: finding.repair,
  new: isNew(finding),
  token: finding.token,
});
