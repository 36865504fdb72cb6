// What is told to machines of a judged contract, whatever the format: the findings, the other verdicts, and how to name things.
import type { Clause } from '../../../spec/clause.ts';
import type { Verdict } from '../../../spec/judging/judge.ts';
import type { CauseFinding } from '../finding.ts';
import { replayCommand } from '../replay-command.ts';

/** A clause on a model, and what was expected of it. */
export interface ClauseVerdict {
  readonly model: string;
  readonly clause: Clause;
  readonly verdict: Verdict['verdict'];
  readonly isExpected: boolean;
  /** Why there is no better verdict; empty where there is nothing to say. */
  readonly why: string;
}

export interface MachineReport {
  readonly findings: readonly CauseFinding[];
  readonly verdicts: readonly ClauseVerdict[];
  readonly seed: string;
  readonly seconds: number;
  /** When the command began. */
  readonly begun: Date;
  /** Whether every verdict was to be decided, and was. */
  readonly complete: boolean;
  /** Whether it is one shard of several, which decides only what it sees. */
  readonly isPart: boolean;
  /** The path of a file that a site names, relative to where the command runs or to the tree; undefined where it is in none that was read. */
  pathOf(file: string): string | undefined;
}

/** A line of source. */
export interface SourceLine {
  readonly path: string;
  readonly line: number | undefined;
  /** Whether the path is of a file that was read; else the last name of one of Linux 3.1. */
  readonly isRead: boolean;
}

/** The line that a site names; undefined where it is the step of a model, or a place. */
export function lineOf({ pathOf }: MachineReport, site: string): SourceLine | undefined {
  const [, file, line] = /^([^\s:]+\.\w+):(\d+)(?:\.\d+)?$/u.exec(site) ?? [];
  if (file === undefined) {
    const isFile = /^[\w-]+\.[chS]$/u.test(site);
    return isFile ? { path: site, line: undefined, isRead: false } : undefined;
  }
  const path = pathOf(file);
  return { path: path ?? file, line: Number(line), isRead: path !== undefined };
}

/** The verdicts that say something is wrong and that no finding tells. */
export const otherFailures = ({ verdicts }: MachineReport): readonly ClauseVerdict[] =>
  verdicts.filter(({ isExpected, verdict }) => !isExpected && verdict !== 'violated');

/** What a finding is called: its first clause, and the record of its cause or the place. */
export const titleOf = ({ clauses: [first], causes, place }: CauseFinding): string =>
  `${first.name}: ${causes.length > 0 ? causes.join(', ') : place}`;

/** What is said of a finding, a paragraph each. */
export function paragraphs(finding: CauseFinding): readonly string[] {
  const { clauses, causes, lost, repair, site, text, shows, token } = finding;
  const [first, ...others] = clauses;
  return [
    first.says,
    `Lost: ${lost}.`.replace(/\.\.$/u, '.'),
    ...(site === '' ? [] : [`At: ${site}${text === '' ? '' : `: ${text}`}.`]),
    ...(shows === undefined ? [] : [`It shows at ${shows.site}: ${shows.text}.`]),
    ...(others.length === 0
      ? []
      : [`The same cause breaks ${others.map(({ name }) => name).join(', ')}.`]),
    ...(causes.length === 0 ? [] : [`As the recorded defect ${causes.join(', ')} of Linux 3.1.`]),
    ...(repair.length === 0 ? [] : [`Repair: ${repair.join('; ')}.`]),
    ...(token === '' ? [] : [`Replay: ${replayCommand(token)}`]),
  ];
}
