// A campaign as a file: what was asked, which blocks have been played, what is known. One goes on from it, or adds it to others.
import { Unreadable } from '../kernel-source.ts';
import { version } from '../report/version.ts';
import type { Subject } from './bench-room.ts';
import type { Known } from './campaign.ts';
import { BLOCK, type Series } from './plan.ts';
import { packed, unpacked } from './progression.ts';

const SCHEMA = 'hvspec.campaign/1';

/** What makes two parts parts of the same campaign. */
export interface Question {
  readonly subjects: readonly Subject[];
  /** Names, in order. */
  readonly clauses: readonly string[];
  readonly series: Series;
  /** Whether coverage is counted. */
  readonly coverage: boolean;
}

export interface Blob {
  readonly question: Question;
  readonly known: Known;
}

/** The text of the file. */
export const blobText = ({ question, known }: Blob): string =>
  `${JSON.stringify({
    schema: SCHEMA,
    version,
    block: BLOCK,
    question,
    known: {
      ...known,
      done: Object.fromEntries(
        Object.entries(known.done).map(([level, blocks]) => [level, packed(blocks)]),
      ),
    },
  })}\n`;

/** Reads the text of a file. Throws Unreadable. */
export function blobFrom(text: string, file: string): Blob {
  const { schema, version: made, block, question, known } = parsed(text, file);
  if (schema !== SCHEMA) throw new Unreadable(`'${file}' is no campaign: its schema is ${schema}`);
  if (made !== version || block !== BLOCK)
    throw new Unreadable(
      `'${file}' is of version ${made}, and this is ${version}: play it anew, or use that version`,
    );
  const done = Object.entries(known.done).map(([level, blocks]) => [level, unpacked(blocks)]);
  return { question, known: { ...known, done: Object.fromEntries(done) } };
}

/** The file as it is written, whole or not at all. */
interface Written {
  readonly schema: string;
  readonly version: string;
  readonly block: number;
  readonly question: Question;
  readonly known: Omit<Known, 'done'> & {
    readonly done: Readonly<Record<string, ReturnType<typeof packed>>>;
  };
}

function parsed(text: string, file: string): Written {
  try {
    const value: unknown = JSON.parse(text);
    if (isWritten(value)) return value;
  } catch {
    throw new Unreadable(`'${file}' is no campaign: it is no JSON`);
  }
  throw new Unreadable(`'${file}' is no campaign: name what --resume FILE has written`);
}

const isWritten = (value: unknown): value is Written =>
  typeof value === 'object' &&
  value !== null &&
  'schema' in value &&
  'question' in value &&
  'known' in value &&
  typeof value.known === 'object' &&
  value.known !== null &&
  'done' in value.known &&
  'tallies' in value.known &&
  Array.isArray(value.known.tallies);

/** What keeps two parts from being parts of one campaign; undefined where nothing does. */
export function difference(a: Question, b: Question): string | undefined {
  const parts = ['subjects', 'clauses', 'series', 'coverage'] as const;
  return parts.find((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
}
