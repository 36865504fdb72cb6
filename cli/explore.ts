// hvspec explore: every state that threads and cores can reach, and the shortest history of what breaks a clause.

import { rulesWithout, sound } from '../model/core/rules.ts';
import { explore, type Search, type SearchResult } from '../properties/levels/threads/explore.ts';
import {
  type ThreadsFaultName,
  threadsFaultNames,
  threadsFaults,
} from '../properties/levels/threads/faults.ts';
import { happenings, historyAlong, type MoveEvent } from '../properties/levels/threads/history.ts';
import { localsOf, type Size } from '../properties/levels/threads/local.ts';
import { assumptions } from '../spec/assumptions.ts';
import { contract } from '../spec/contract.ts';
import { exploreProtocol } from './explore-protocol.ts';
import { exploreJson, exploreText } from './explore-report.ts';
import { type ClauseVerdict, searchExit } from './explore-verdicts.ts';
import { checkWritable, deliver, type Io } from './io.ts';
import { progressBar } from './progress.ts';
import { positive, UsageError, unknown } from './usage.ts';

export interface ExploreFlags {
  readonly cores?: string;
  readonly threads?: string;
  readonly partitions?: string;
  readonly vcpus?: string;
  readonly without?: string;
  readonly fault?: string;
  readonly limit?: string;
  readonly symmetry?: boolean;
  readonly json?: string;
  readonly path?: string;
  readonly kernel?: readonly string[];
  readonly define?: readonly string[];
  readonly tree?: string;
  readonly rounds?: string;
  readonly strays?: string;
  readonly givesUp?: boolean;
}

/** A clause, what the search says of it, and the shortest history that breaks it. */
interface ClauseResult extends ClauseVerdict {
  readonly history: readonly MoveEvent[];
}

/** What was explored, and what was found. */
export interface Report {
  readonly size: Size;
  readonly without: string | undefined;
  readonly fault: string | undefined;
  readonly symmetric: boolean;
  readonly explored: SearchResult;
  readonly elapsedMs: number;
  readonly judged: readonly ClauseResult[];
}

/** States after which a search is given up, where nothing else is said. */
const LIMIT = 20_000_000;

/** Runs the verb and returns its exit code. */
export function exploreVerb(flags: ExploreFlags, io: Io): number {
  if (flags.path !== undefined || flags.kernel !== undefined) return exploreProtocol(flags, io);
  checkWritable(flags.json);
  refuseProtocols(flags);
  const size = sizeFrom(flags);
  const fault = faultFrom(flags.fault);
  const rules = rulesWithout(withoutFrom(flags.without), fault && threadsFaults[fault].rules);
  const symmetric = flags.symmetry !== false;
  const limit = flags.limit === undefined ? LIMIT : positive('--limit', flags.limit);
  const begun = io.now();
  const { explored, judged } = searched({ rules, size, symmetric, limit }, io);
  const elapsedMs = io.now() - begun;
  const report = { size, without: flags.without, fault, symmetric, explored, elapsedMs, judged };
  const isDelivered = deliver(io, flags.json, {
    json: () => exploreJson(report),
    text: () => exploreText(report, io.colors),
  });
  return searchExit({ complete: explored.complete, limit, isDelivered, judged }, io);
}

/** Searches, and says what that says of each clause. */
function searched(
  asked: Pick<Search, 'rules' | 'size' | 'symmetric'> & { readonly limit: number },
  io: Io,
): Pick<Report, 'explored' | 'judged'> {
  const { rules, size, symmetric, limit } = asked;
  const clauses = contract.filter(({ over }) => over.includes('core'));
  const bar = progressBar(io.progress, limit, 'explore', 'states');
  const locals = localsOf(rules, size, clauses, symmetric);
  const explored = explore(
    {
      ...asked,
      clauses,
      stop: io.interrupted,
      progress: (states) => bar.update(states, states),
    },
    locals,
  );
  bar.end();
  const judged = clauses.map((clause, i): ClauseResult => {
    const { met = 0, way } = explored.findings[i] ?? {};
    const none = met === 0 ? 'vacuous' : 'holds';
    if (way === undefined)
      return { clause, verdict: explored.complete ? none : 'not-enough', met, history: [] };
    const history = happenings(rules, historyAlong(rules, locals, size, way, symmetric));
    return { clause, verdict: 'violated', met, history };
  });
  return { explored, judged };
}

function sizeFrom({ cores, threads, partitions, vcpus }: ExploreFlags): Size {
  return {
    cores: within('--cores', cores, 2, 1, 4),
    threads: within('--threads', threads, 4, 1, 4),
    partitions: within('--partitions', partitions, 3, 2, 4),
    vcpus: within('--vcpus', vcpus, 1, 1, 4),
  };
}

function within(
  option: string,
  text: string | undefined,
  usual: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return usual;
  const number = positive(option, text);
  if (number < least || number > most)
    throw new UsageError(`${option} is ${text}, and must be ${least} to ${most}`);
  return number;
}

/** What a path has, and abstract cores have not. */
function refuseProtocols(flags: ExploreFlags): void {
  for (const name of ['define', 'tree', 'rounds', 'strays', 'givesUp'] as const)
    if (flags[name] !== undefined) {
      const option = name === 'givesUp' ? 'gives-up' : name;
      throw new UsageError(`--${option} needs --path or --kernel`);
    }
}

function faultFrom(name: string | undefined): ThreadsFaultName | undefined {
  if (name === undefined) return undefined;
  return (
    threadsFaultNames.find((known) => known === name) ??
    unknown('fault of cores', name, threadsFaultNames)
  );
}

/** Only an assumption that is about threads can be left out here. */
function withoutFrom(name: string | undefined): ReadonlySet<string> {
  if (name === undefined) return new Set();
  const names = assumptions.map((one) => one.name);
  if (!names.includes(name)) unknown('assumption', name, names);
  if (rulesWithout(new Set([name])) === sound)
    throw new UsageError(
      `${name} is not about threads; only no-sibling-comes-online can be dropped here`,
    );
  return new Set([name]);
}
