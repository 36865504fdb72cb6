// hvspec explore --path, --kernel: every order in which the threads of a core can take the path's own steps, or those of kernel source.

import { protocolFaultNames, protocolFaults } from '../properties/levels/protocol/faults.ts';
import {
  type ProtocolEvent,
  protocolEvents,
  protocolHistoryAlong,
} from '../properties/levels/protocol/history.ts';
import {
  hostCodeFor,
  kernelProtocol,
  lacksForThreads,
} from '../properties/levels/protocol/kernel-threads.ts';
import { type ProtocolFindings, searchProtocol } from '../properties/levels/protocol/search.ts';
import {
  CHECKED_PROTOCOL,
  type ProtocolCode,
  type ProtocolSize,
  protocolModels,
  protocolOf,
} from '../properties/levels/protocol/subjects.ts';
import { readKernel } from '../properties/subjects/kernel-source.ts';
import { treeFiles } from '../properties/subjects/source-files.ts';
import { type ModelName, modelNames } from '../properties/subjects/variants.ts';
import { contract } from '../spec/contract.ts';
import type { ExploreFlags } from './explore.ts';
import { protocolJson, protocolText } from './explore-protocol-report.ts';
import { type ClauseVerdict, searchExit } from './explore-verdicts.ts';
import { checkWritable, deliver, type Io } from './io.ts';
import { tellErrors } from './kernel.ts';
import { progressBar } from './progress.ts';
import { positive, UsageError, unknown } from './usage.ts';

/** A clause, what the search says of it, and the shortest history that breaks it. */
interface ProtocolResult extends ClauseVerdict {
  readonly events: readonly ProtocolEvent[];
}

/** What was searched, and what was found. */
export interface ProtocolReport {
  readonly subject: string;
  readonly fault: string | undefined;
  readonly size: ProtocolSize;
  readonly symmetric: boolean;
  readonly found: Omit<ProtocolFindings, 'findings' | 'coresOf'>;
  readonly elapsedMs: number;
  readonly judged: readonly ProtocolResult[];
}

/** States after which a search is given up, where nothing else is said. */
const LIMIT = 5_000_000;

/** Runs the verb where it is asked of a path, and returns its exit code. */
export function exploreProtocol(flags: ExploreFlags, io: Io): number {
  checkWritable(flags.json);
  refuseOthers(flags);
  const size = sizeFrom(flags);
  const limit = flags.limit === undefined ? LIMIT : positive('--limit', flags.limit);
  const subject = subjectFrom(flags, io);
  if (subject === undefined) return 2;
  const symmetric = flags.symmetry !== false;
  const begun = io.now();
  const { found, judged } = searched(subject.code, size, { symmetric, limit }, io);
  const report: ProtocolReport = {
    subject: subject.name,
    fault: flags.fault,
    size,
    symmetric,
    found,
    elapsedMs: io.now() - begun,
    judged,
  };
  const isDelivered = deliver(io, flags.json, {
    json: () => protocolJson(report),
    text: () => protocolText(report, io.colors),
  });
  return searchExit({ complete: found.complete, limit, isDelivered, judged }, io);
}

/** Searches, and says what that says of each clause. */
function searched(
  code: ProtocolCode,
  size: ProtocolSize,
  { symmetric, limit }: { readonly symmetric: boolean; readonly limit: number },
  io: Io,
): Pick<ProtocolReport, 'found' | 'judged'> {
  const clauses = contract.filter(({ over }) => over.includes('protocol'));
  const bar = progressBar(io.progress, limit, 'explore', 'states');
  const { findings, coresOf, ...found } = searchProtocol({
    protocol: protocolOf(code, size),
    threads: size.threads,
    clauses,
    symmetric,
    limit,
    stop: io.interrupted,
    progress: (states) => bar.update(states, states),
  });
  bar.end();
  const judged = clauses.map((clause, i): ProtocolResult => {
    const { met = 0, way } = findings[i] ?? {};
    if (way !== undefined) {
      const events = protocolEvents(code, protocolHistoryAlong(code, size, coresOf(way)));
      return { clause, verdict: 'violated', met, events };
    }
    const none = met === 0 ? 'vacuous' : 'holds';
    return { clause, verdict: found.complete ? none : 'not-enough', met, events: [] };
  });
  return { found, judged };
}

/** What the abstract cores have, and a path has not. */
function refuseOthers(flags: ExploreFlags): void {
  for (const name of ['cores', 'partitions', 'vcpus', 'without'] as const)
    if (flags[name] !== undefined)
      throw new UsageError(
        `--${name} is about cores of micro-steps: omit it, or omit --path and --kernel`,
      );
}

const sizeFrom = ({ threads, rounds, strays, givesUp }: ExploreFlags): ProtocolSize => ({
  threads: within('--threads', threads, CHECKED_PROTOCOL.threads, 2, 4),
  rounds: within('--rounds', rounds, CHECKED_PROTOCOL.rounds, 1, 4),
  strays: within('--strays', strays, CHECKED_PROTOCOL.strays, 0, 4),
  givesUp: givesUp === true,
});

function within(
  option: string,
  text: string | undefined,
  usual: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return usual;
  const number = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`${option} is ${text}, and must be ${least} to ${most}`);
  return number;
}

interface NamedCode {
  readonly name: string;
  readonly code: ProtocolCode;
}

/** The protocol that is asked for; undefined where source was told not to be readable. */
function subjectFrom(flags: ExploreFlags, io: Io): NamedCode | undefined {
  const { kernel, fault } = flags;
  const named = flags.path === undefined ? undefined : pathFrom(flags.path);
  if (kernel !== undefined) {
    if (fault !== undefined)
      throw new UsageError('--fault is planted in --path repaired: omit --kernel');
    return fromSource(kernel, flags, named, io);
  }
  const path = named ?? 'repaired';
  if (fault === undefined) return { name: `path ${path}`, code: protocolModels[path] };
  const name = protocolFaultNames.find((known) => known === fault);
  if (name === undefined) return unknown('fault of the protocol', fault, protocolFaultNames);
  if (path !== 'repaired') throw new UsageError('--fault is planted in --path repaired');
  return { name: 'path repaired', code: protocolFaults[name].make() };
}

function pathFrom(text: string): ModelName {
  return modelNames.find((known) => known === text) ?? unknown('path', text, modelNames);
}

function fromSource(
  paths: readonly string[],
  { define = [], tree }: ExploreFlags,
  path: ModelName | undefined,
  io: Io,
): NamedCode | undefined {
  const reading = readKernel(
    { paths, defines: define, ...(tree === undefined ? {} : { tree }) },
    treeFiles,
  );
  if (!reading.ok) {
    tellErrors(reading.errors, io);
    return undefined;
  }
  const { program } = reading.lowered;
  const lacking = lacksForThreads(program);
  if (lacking.length > 0)
    throw new UsageError(
      `${paths.join(' ')} has no ${lacking.join(', ')}, so no secondary thread can run: give a kernel tree with the vectors`,
    );
  const c = path ?? hostCodeFor(program);
  return {
    name: `${paths.join(' ')}, with the C code of path ${c}`,
    code: kernelProtocol(program, c),
  };
}
