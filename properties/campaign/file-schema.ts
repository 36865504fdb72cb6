// The shape of a campaign's file, as a schema. It may come from another machine, or from no campaign at all: nothing of it is
// believed unseen. Whether its numbers add up is seen in sums.ts.
import { Ajv } from 'ajv';
import {
  flag,
  type JsonSchema,
  list,
  named,
  orNull,
  parts,
  text,
  whole,
} from '../input/json-schema.ts';
import { levels } from '../levels/levels.ts';
import type { CampaignProgress } from './campaign.ts';
import type { CampaignSpec, Share } from './file.ts';
import type { packed } from './progression.ts';

/** The file as it is written. */
export interface FileContent {
  readonly schema: string;
  readonly version: string;
  readonly block: number;
  readonly question: CampaignSpec;
  readonly share: Share;
  readonly known: Omit<CampaignProgress, 'done'> & {
    readonly done: Readonly<Record<string, ReturnType<typeof packed>>>;
  };
}

const anyLevel: JsonSchema = { enum: levels.map(({ name }) => name) };
const counts: JsonSchema = named(text, whole(0));

const worst: JsonSchema = parts({
  verdict: { enum: ['violated', 'stuck', 'not-enough'] },
  weight: whole(0),
  index: whole(0),
  level: anyLevel,
  history: {},
});

const schema: JsonSchema = parts({
  schema: text,
  version: text,
  block: whole(1),
  question: parts({
    subjects: list(parts({ model: text, name: text }), { minItems: 1, maxItems: 10 }),
    clauses: list(text, { minItems: 1, maxItems: 1000, uniqueItems: true }),
    series: parts(
      {
        seed: whole(-(2 ** 31), 2 ** 31 - 1),
        runs: whole(1),
        only: whole(0),
        level: anyLevel,
      },
      ['only', 'level'],
    ),
    coverage: flag,
  }),
  share: parts({ index: orNull(whole(1)), of: whole(1) }),
  known: parts({
    done: named(anyLevel, list(list(whole(0), { minItems: 3, maxItems: 3 }))),
    switches: whole(0),
    tallies: list(
      parts({ model: text, clause: text, runs: whole(0), met: whole(0), worst: orNull(worst) }),
    ),
    coverage: named(text, parts({ cells: counts, pairs: counts })),
  }),
});

const ajv = new Ajv({ allowUnionTypes: true });
const isShaped = ajv.compile<FileContent>(schema);

/** Whether a value has the shape of such a file. */
export const isWritten = (value: unknown): value is FileContent => isShaped(value);

/** Where the value that was looked at last has not that shape, and why not. */
export const shapeless = (): string => {
  const [error] = isShaped.errors ?? [];
  const { instancePath: path = '', propertyName: name, message = 'is not right' } = error ?? {};
  const where = path.slice(1) || 'it';
  return name === undefined ? `${where} ${message}` : `the name '${name}' in ${where} ${message}`;
};

/** Whether a value is an object with names. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
