// The JSON of what is listed and searched: the contract, faults, the kill matrix, and the states of threads.
import {
  flag,
  type JsonSchema,
  list,
  orNull,
  parts,
  text,
  whole,
} from '../../input/json-schema.ts';
import { texts, told } from './counterexample-schema.ts';

/** spec. */
export const specReport: JsonSchema = parts({
  schema: { const: 'hvspec.spec/1' },
  chapters: list(
    parts({
      title: text,
      about: text,
      clauses: list(
        parts({
          name: text,
          says: text,
          over: told(text, 'the stretches of a run that it is judged on'),
          cite: texts,
          claim: told(texts, 'the formula, a line for each part'),
        }),
      ),
    }),
  ),
  assumptions: list(
    parts({
      name: text,
      says: text,
      cite: texts,
      neededBy: told(
        orNull(parts({ clause: text, falls: text })),
        'a clause that does not hold without it',
      ),
    }),
  ),
  registers: list(
    parts(
      {
        name: text,
        spr: told(whole(0, 1023), 'the number in mtspr'),
        width: { enum: [32, 64] },
        privilege: { enum: ['user', 'supervisor', 'hypervisor'] },
        scope: { enum: ['thread', 'core'] },
        abi: { enum: ['volatile', 'nonvolatile'] },
        is: text,
        host: told(text, "what becomes of the host's"),
        guest: told(text, "what becomes of the guest's"),
      },
      ['spr', 'abi'],
    ),
  ),
});

/** faults. */
export const faultsReport: JsonSchema = parts({
  schema: { const: 'hvspec.faults/1' },
  defects: told(
    list(parts({ name: text, says: text, breaks: texts, cite: texts, fixed: text })),
    'recorded defects of Linux 3.1',
  ),
  faults: list(
    parts({
      name: text,
      slip: told(text, 'its kind'),
      site: text,
      text,
      breaks: told(orNull(texts), 'null where that was not tried'),
    }),
  ),
});

const fate = {
  fate: { enum: ['killed', 'equivalent', 'unreached', 'excused', 'survived'] },
  by: told(texts, 'clauses that catch it'),
  why: text,
  from: { enum: ['form', 'list', 'terms'] },
  but: { enum: ['time', 'ledger'] },
  at: told(text, 'the step that no history comes to'),
  same: flag,
  refuted: parts({
    was: text,
    why: text,
    seed: { type: 'integer' },
    number: whole(0),
    place: text,
  }),
};

/** faults --kill. */
export const killReport: JsonSchema = parts({
  schema: { const: 'hvspec.kill/1' },
  model: text,
  seed: { type: 'integer' },
  faults: whole(0),
  tried: whole(0),
  killed: whole(0),
  equivalent: whole(0),
  unreached: whole(0),
  excused: whole(0),
  survived: whole(0),
  refuted: whole(0),
  needless: texts,
  outdated: texts,
  unexplained: texts,
  results: list(
    parts({ fault: text, slip: text, site: text, text, ...fate }, [
      'by',
      'why',
      'from',
      'but',
      'at',
      'same',
      'refuted',
    ]),
  ),
  rules: told(
    list(parts({ level: text, fault: text, text, breaks: texts, by: texts, killed: flag })),
    'faults of other levels',
  ),
  clauses: list(
    parts({
      clause: text,
      kills: whole(0),
      alone: told(orNull(text), 'a fault that it alone kills'),
      fallsWith: texts,
      kept: orNull(text),
    }),
  ),
});

const searched = {
  complete: told(flag, 'whether every state was visited'),
  states: whole(0),
  transitions: whole(0),
  depth: whole(0),
  bytes: whole(0),
  elapsedMs: whole(0),
};

const judged = (move: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  list(
    parts({
      clause: text,
      verdict: { enum: ['holds', 'violated', 'vacuous', 'not-enough'] },
      assurance: parts({ class: { const: 'exhaustive' }, runs: whole(0), met: whole(0) }),
      history: told(list(parts({ ...move, site: text, text })), 'the shortest that breaks it'),
    }),
  );

/** explore. */
export const exploreReport: JsonSchema = parts({
  schema: { const: 'hvspec.explore/1' },
  cores: whole(1),
  threads: whole(1),
  partitions: whole(2),
  vcpus: whole(1),
  without: orNull(text),
  fault: orNull(text),
  symmetric: flag,
  unreduced: told(whole(0), 'states without symmetry'),
  ...searched,
  statesPerSecond: whole(0),
  results: judged({ core: whole(0), thread: whole(0) }),
});

/** explore --path and --kernel. */
export const protocolReport: JsonSchema = parts({
  schema: { const: 'hvspec.explore-protocol/1' },
  subject: text,
  fault: orNull(text),
  threads: whole(1),
  rounds: whole(1),
  strays: whole(0),
  givesUp: flag,
  symmetric: flag,
  ...searched,
  results: judged({ thread: whole(0) }),
});
