// The JSON of a source that is compared with another: findings as they are held to each other.
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
import { comparable } from './comparable-schema.ts';
import { texts, told } from './counterexample-schema.ts';
import { level, sourceRead } from './report-schema.ts';

const finding = parts({
  cause: orNull(text),
  repair: texts,
  new: told(flag, 'whether the base lacks it'),
  ...comparable,
});

/** kernel with --base or --patch. */
export const comparisonReport: JsonSchema = parts({
  schema: { const: 'hvspec.comparison/1' },
  version: text,
  seed: { type: 'string', pattern: '^0x[0-9a-f]{1,8}$' },
  runsPerClause: whole(0),
  complete: told(flag, 'whether every verdict was to be decided, and was'),
  level,
  verdicts: told(named(text, text), 'of the source, by clause'),
  findings: told(list(finding), 'of the source'),
  gone: told(list(finding), 'of the base, and no more in the source'),
  base: text,
  patch: orNull(parts({ changed: texts, read: texts, absent: texts, inexact: texts })),
  source: sourceRead,
});
