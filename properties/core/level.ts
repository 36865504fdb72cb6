// The level of threads and cores: not sampled but explored, so that a clause is judged in every state that can be reached.
import { coreFaults, faultNames } from '../../model/core/faults.ts';
import { type Rules, rulesWithout, sound } from '../../model/core/rules.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judge.ts';
import type { Machine } from '../../spec/machine.ts';
import type { Bench, BlockCounts, Count, Json, Level, LevelFault } from '../levels/level.ts';
import { jsonOf } from '../levels/sampled.ts';
import { modelNames } from '../models.ts';
import { takenApart } from '../report/shown.ts';
import { encodeToken } from '../report/token.ts';
import { explore } from './explore.ts';
import { FAULTY, shows } from './faults.ts';
import { type CoreHistory, happenings, historyAlong, type Made, playCore } from './history.ts';
import { lanes } from './lanes.ts';
import { localsOf, type Size } from './local.ts';

/** What a check explores: two cores, so that vcpus are fought over. */
const CHECKED: Size = { cores: 2, threads: 4, partitions: 3, vcpus: 1 };

export const coreLevel: Level = {
  name: 'core',
  model: 'model/core/',
  kinds: ['core'],
  extent: 'exhaustive',
  everyBlock: 1,
  faults: Object.fromEntries(
    faultNames.map((name): [string, LevelFault] => [
      name,
      { text: coreFaults[name].text, breaks: shows[name].breaks },
    ]),
  ),
  open(subject, clauses, { without }) {
    const isSound = modelNames.some((name) => name === subject);
    const fault = faultNames.find((name) => name === subject);
    if (!isSound && fault === undefined) return undefined;
    const rules = rulesWithout(without, fault === undefined ? sound : coreFaults[fault].rules);
    return benchOf(subject, rules, sizeFor(fault, without), clauses);
  },
};

function sizeFor(fault: keyof typeof coreFaults | undefined, without: ReadonlySet<string>): Size {
  if (fault !== undefined) return shows[fault].size ?? FAULTY;
  return without.size === 0 ? CHECKED : FAULTY;
}

function benchOf(subject: string, rules: Rules, size: Size, clauses: readonly Clause[]): Bench {
  const verdictOf = (clause: Clause, kept: Json) =>
    judge(clause, playCore(rules, coreHistoryFrom(kept)));
  return {
    play: () => explored(rules, size, clauses),
    judge: verdictOf,
    minimal: (_clause, history) => history,
    show(clause, kept) {
      const token = encodeToken({ subject, clause: clause.name, level: 'core', history: kept });
      const shown = takenApart(clause, verdictOf(clause, kept), token, NO_STATE);
      const all = happenings(rules, coreHistoryFrom(kept));
      const happens = all.map(
        ({ core, move }) => `core ${core}, thread ${move.thread}: ${move.text}`,
      );
      return shown && { ...shown, happens, lanes: lanes(all) };
    },
  };
}

/** A run of cores begins where all do; nobody asks what that held when it came to no end. */
const NO_STATE: Machine = { word: () => 0n, address: () => 0n };

/** Everything that can be reached, as counts of one block: a run is a state. */
function explored(rules: Rules, size: Size, clauses: readonly Clause[]): BlockCounts {
  const locals = localsOf(rules, size, clauses, true);
  const { states, findings } = explore({ rules, size, clauses, symmetric: true }, locals);
  const counts = findings.map(({ met, way }): Count => {
    if (way === undefined) return { met, worst: undefined };
    const history = jsonOf(historyAlong(rules, locals, size, way, true));
    return { met, worst: { verdict: 'violated', weight: way.length, index: 0, history } };
  });
  return { runs: states, switches: 0, counts };
}

/** A history that JSON kept. Throws where it is none. */
function coreHistoryFrom(kept: unknown): CoreHistory {
  if (!isRecord(kept) || !isRecord(kept.size) || !Array.isArray(kept.moves)) throw damaged();
  const { cores, threads, partitions, vcpus } = kept.size;
  const size = {
    cores: whole(cores),
    threads: whole(threads),
    partitions: whole(partitions),
    vcpus: whole(vcpus),
  };
  return { size, moves: kept.moves.map(madeFrom) };
}

function madeFrom(value: unknown): Made {
  if (!isRecord(value) || typeof value.site !== 'string') throw damaged();
  const { core, thread, site, vm } = value;
  return { core: whole(core), thread: whole(thread), site, vm: whole(vm) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 64)
    throw damaged();
  return value;
}

const damaged = (): Error => new Error('this history of cores is damaged: copy it again, whole');
