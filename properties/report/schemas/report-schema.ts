// The JSON of reports on the contract: check and merge, kernel, and prove.
import {
  flag,
  type JsonSchema,
  list,
  named,
  orNull,
  parts,
  text,
  whole,
} from '../../input/json-schema.ts';
import { levels } from '../../levels/levels.ts';
import { comparableFinding } from './comparable-schema.ts';
import { counterexample, finding, site, texts, told } from './counterexample-schema.ts';

const seconds: JsonSchema = { type: 'number', minimum: 0 };

const assurance = told(
  parts(
    {
      class: { enum: ['proved', 'exhaustive', 'sampled', 'not-run'] },
      runs: told(whole(0), 'histories, or states where it is exhaustive'),
      met: told(whole(0), 'those that met the condition of the clause'),
      paths: told(whole(0), 'paths on which it is proved'),
      byRewriting: whole(0),
      bySolver: whole(0),
      caveats: told(texts, 'sites of stores that are taken to hit nothing that the switch reads'),
      assumptions: texts,
      seconds,
    },
    ['paths', 'byRewriting', 'bySolver', 'caveats', 'assumptions', 'seconds'],
  ),
  'what the verdict rests on; those after met are of a proof',
);

const result = {
  clause: text,
  model: { enum: ['published', 'repaired', 'kernel'] },
  verdict: { enum: ['holds', 'violated', 'vacuous', 'stuck', 'not-enough'] },
  expected: told({ enum: ['holds', 'violated', null] }, 'null of kernel source'),
  assurance,
  where: told(text, 'of a proof: the path on which it is refuted, or is not settled'),
  why: told(text, 'why a proof has not settled it'),
  term: text,
  counterexample: orNull(counterexample),
};
const OF_PROOF = ['where', 'why', 'term'];

const common = {
  schema: { const: 'hvspec.report/1' },
  seed: { type: 'string', pattern: '^0x[0-9a-f]{1,8}$' },
  runsPerClause: whole(0),
  elapsedMs: { type: 'number', minimum: 0 },
  switches: told(whole(0), 'world switches that were played'),
  complete: told(flag, 'whether every verdict was to be decided, and was'),
};

const corpus = orNull(
  parts({ folder: text, replayed: whole(0), pruned: whole(0), added: whole(0) }),
);

/** The only level that was played; null where all were. */
export const level: JsonSchema = orNull(text);

/** What of a kernel's source was judged. */
export const sourceRead: JsonSchema = parts({
  read: told(texts, 'files'),
  instructions: whole(0),
  reached: whole(0),
  fromReferencePath: told(texts, 'routines that the source lacks'),
  answeredArbitrarily: told(texts, 'C functions'),
  hostHandlers: texts,
  configuration: texts,
  otherFeatures: texts,
  editions: told(
    list(parts({ edition: text, site: text, by: text })),
    'what it does on purpose that the contract does not know, and where that is seen',
  ),
  fields: named(text, text),
  notUnderstood: texts,
  threads: text,
});

const counts = named(text, whole(0));

/** check and merge. */
export const checkReport: JsonSchema = parts({
  ...common,
  results: list(parts(result, OF_PROOF)),
  findings: list(finding),
  corpus,
  coverage: told(
    list(parts({ model: text, cells: counts, pairs: counts })),
    'how switches began and ended',
  ),
});

/** kernel. */
export const kernelReport: JsonSchema = parts({
  ...common,
  results: list(parts({ ...result, sites: list(site) }, OF_PROOF)),
  findings: list(finding),
  corpus,
  version: text,
  level,
  compared: told(
    orNull(list(comparableFinding)),
    'what --base compares, if this is kept; null where the time did not suffice',
  ),
  source: sourceRead,
});

/** prove; nothing is drawn, so seed and runs are 0. */
export const proveReport: JsonSchema = parts(
  {
    ...common,
    without: told(texts, 'assumptions that were dropped'),
    paths: told(
      named(text, parts({ steps: whole(0), merges: whole(0), paths: whole(0) }, [])),
      'by model, how much there was to run',
    ),
    results: list(parts({ ...result, level: { enum: levels.map(({ name }) => name) } }, OF_PROOF)),
    source: sourceRead,
  },
  ['source'],
);
