// The reports that a site tells of, read from files that the command wrote: the verdicts of a check, and the kill matrix.
import { Ajv } from 'ajv';
import { CAMPAIGN, jsonWithin, textWithin } from '../input/bounded-reading.ts';
import { reason, Unreadable } from '../input/unreadable.ts';
import { publishedSchema } from '../report/schemas/published.ts';

/** What a verdict rests on. */
interface Assurance {
  readonly class: 'proved' | 'exhaustive' | 'sampled' | 'not-run';
  readonly runs: number;
  readonly met: number;
  /** Of a proof: on how many paths; a witness that is reached has none. */
  readonly paths?: number;
}

/** A verdict of `hvspec check --json`. */
export interface Verdict {
  readonly clause: string;
  readonly model: string;
  readonly verdict: string;
  readonly assurance: Assurance;
}

/** What `hvspec check --json` wrote. */
export interface CheckReport {
  readonly seed: string;
  readonly runsPerClause: number;
  readonly results: readonly Verdict[];
}

/** What became of a fault of the path. */
export interface TriedFault {
  readonly fault: string;
  readonly slip: string;
  readonly site: string;
  readonly text: string;
  readonly fate: 'killed' | 'equivalent' | 'unreached' | 'excused' | 'survived';
  readonly by?: readonly string[];
  readonly why?: string;
}

/** What became of a fault of another level. */
export interface TriedRule {
  readonly level: string;
  readonly fault: string;
  readonly text: string;
  readonly by: readonly string[];
}

/** What `hvspec faults --kill --json` wrote. */
export interface KillReport {
  readonly model: string;
  readonly tried: number;
  readonly results: readonly TriedFault[];
  readonly rules: readonly TriedRule[];
  readonly clauses: readonly {
    readonly clause: string;
    readonly alone: string | null;
    readonly kept: string | null;
  }[];
}

/** Reads what `hvspec check --json` wrote. Throws Unreadable. */
export const checkReportIn = (file: string): CheckReport =>
  reportIn<CheckReport>(file, 'check', 'hvspec check --json FILE');

/** Reads what `hvspec faults --kill --json` wrote. Throws Unreadable. */
export const killReportIn = (file: string): KillReport =>
  reportIn<KillReport>(file, 'kill', 'hvspec faults --kill --json FILE');

function reportIn<Report>(file: string, schema: string, command: string): Report {
  const isReport = new Ajv({ allowUnionTypes: true }).compile<Report>(publishedSchema(schema));
  let content: unknown;
  try {
    content = jsonWithin(textWithin(file, CAMPAIGN.bytes), CAMPAIGN);
  } catch (error) {
    throw new Unreadable(`'${file}' cannot be read: ${reason(error)}; write it with ${command}`);
  }
  if (isReport(content)) return content;
  const [wrong] = isReport.errors ?? [];
  throw new Unreadable(
    `'${file}' is no such report (${wrong?.instancePath} ${wrong?.message}): write it with ${command}`,
  );
}
