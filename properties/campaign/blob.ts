// A campaign as a file: what was asked, which shard of it this is, which blocks have been played, what is known. One goes on
// from it, or adds it to others.
import { Unreadable } from '../kernel-source.ts';
import { version } from '../report/version.ts';
import type { Subject } from './bench-room.ts';
import type { Known } from './campaign.ts';
import { BLOCK, type Series } from './plan.ts';
import { packed, unpacked } from './progression.ts';
import { isRecord, isWritten, type Written } from './written.ts';

const SCHEMA = 'hvspec.campaign/2';

/** What makes two parts parts of the same campaign. */
export interface Question {
  readonly subjects: readonly Subject[];
  /** Names, in order. */
  readonly clauses: readonly string[];
  readonly series: Series;
  /** Whether coverage is counted. */
  readonly coverage: boolean;
}

/** Which of so many shards; null where several were united. */
export interface Share {
  readonly index: number | null;
  readonly of: number;
}

export interface Blob {
  readonly question: Question;
  readonly share: Share;
  readonly known: Known;
}

/** The text of the file. */
export const blobText = ({ question, share, known }: Blob): string =>
  `${JSON.stringify({
    schema: SCHEMA,
    version,
    block: BLOCK,
    question,
    share,
    known: {
      ...known,
      done: Object.fromEntries(
        Object.entries(known.done).map(([level, blocks]) => [level, packed(blocks)]),
      ),
    },
  })}\n`;

/** Reads the text of a file. Throws Unreadable. */
export function blobFrom(text: string, file: string): Blob {
  const { question, share, known } = parsed(text, file);
  const done = Object.entries(known.done).map(([level, blocks]) => [level, unpacked(blocks)]);
  return { question, share, known: { ...known, done: Object.fromEntries(done) } };
}

function parsed(text: string, file: string): Written {
  const value = jsonFrom(text, file);
  if (!isRecord(value) || value.schema === undefined)
    throw new Unreadable(`'${file}' is no campaign: name what --resume FILE has written`);
  if (value.schema !== SCHEMA)
    throw new Unreadable(`'${file}' is no campaign of this version: its schema is ${value.schema}`);
  if (value.version !== version || value.block !== BLOCK)
    throw new Unreadable(
      `'${file}' is of version ${value.version}, and this is ${version}: play it anew, or use that version`,
    );
  if (!isWritten(value)) throw new Unreadable(`'${file}' is damaged: play it anew`);
  return value;
}

function jsonFrom(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(`'${file}' is no campaign: it is no JSON`);
  }
}

/** What keeps two parts from being parts of one campaign; undefined where nothing does. */
export function difference(a: Question, b: Question): string | undefined {
  const { seed, runs } = a.series;
  if (seed !== b.series.seed) return `seeds differ (${hexOf(seed)}, ${hexOf(b.series.seed)})`;
  if (runs !== b.series.runs) return `runs differ (${runs}, ${b.series.runs})`;
  if (a.coverage !== b.coverage) return 'coverage differs (--coverage and --json count it)';
  const parts = ['subjects', 'clauses', 'series'] as const;
  const part = parts.find((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  return part && `${part} differ`;
}

const hexOf = (seed: number): string => `0x${(seed >>> 0).toString(16)}`;
