// The shape of a campaign's file. It may come from another machine, or from no campaign at all: nothing of it is believed unseen.
import type { Question, Share } from './blob.ts';
import type { Known } from './campaign.ts';
import type { packed } from './progression.ts';

/** The file as it is written. */
export interface Written {
  readonly question: Question;
  readonly share: Share;
  readonly known: Omit<Known, 'done'> & {
    readonly done: Readonly<Record<string, ReturnType<typeof packed>>>;
  };
}

/** Whether a value has the shape of such a file. */
export const isWritten = (value: unknown): value is Written =>
  has(value, { question: isQuestion, share: isShare, known: isKnown });

type Check = (value: unknown) => boolean;

const isQuestion: Check = (value) =>
  has(value, {
    subjects: listOf((subject) => has(subject, { model: isText, name: isText })),
    clauses: listOf(isText),
    series: (series) =>
      has(series, {
        seed: isNumber,
        runs: isCount,
        level: (level) => level === undefined || isText(level),
      }),
    coverage: (coverage) => typeof coverage === 'boolean',
  });

const isShare: Check = (value) =>
  has(value, { index: (index) => index === null || isCount(index), of: isCount });

const isKnown: Check = (value) =>
  has(value, {
    done: (done) => isRecord(done) && Object.values(done).every(listOf(listOf(isNumber))),
    switches: isNumber,
    tallies: listOf((tally) =>
      has(tally, {
        model: isText,
        clause: isText,
        runs: isNumber,
        met: isNumber,
        worst: (worst) =>
          worst === null || has(worst, { verdict: isText, weight: isNumber, level: isText }),
      }),
    ),
    coverage: (coverage) =>
      isRecord(coverage) &&
      Object.values(coverage).every((one) => has(one, { cells: isRecord, pairs: isRecord })),
  });

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => Number.isSafeInteger(value);
const isCount: Check = (value) => isNumber(value) && Number(value) >= 1;

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const has = (value: unknown, parts: Readonly<Record<string, Check>>): boolean =>
  isRecord(value) && Object.entries(parts).every(([name, check]) => check(value[name]));

/** Whether a value is an object with names. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
