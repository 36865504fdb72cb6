// A campaign as a file: what was asked, which shard of it this is, which blocks have been played, what is known. One goes on
// from it, or adds it to others.
import { createHash } from 'node:crypto';
import { shortened } from '../../asm/shortened.ts';
import { CAMPAIGN, jsonWithin } from '../input/bounded-reading.ts';
import { Unreadable } from '../input/unreadable.ts';
import { version } from '../input/version.ts';
import type { CampaignProgress } from './campaign.ts';
import type { Subject } from './evaluators.ts';
import { type FileContent, isRecord, isWritten, shapeless } from './file-schema.ts';
import { BLOCK, type Series } from './plan.ts';
import { packed, unpacked } from './progression.ts';
import { faultIn } from './sums.ts';

const SCHEMA = 'hvspec.campaign/2';

/** What makes two parts parts of the same campaign. */
export interface CampaignSpec {
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

export interface CampaignFile {
  readonly question: CampaignSpec;
  readonly share: Share;
  readonly known: CampaignProgress;
}

/** The text of the file; after what it says, a digest of that tells damage. */
export function campaignText({ question, share, known }: CampaignFile): string {
  const done = Object.entries(known.done).map(([level, blocks]) => [level, packed(blocks)]);
  const said = {
    schema: SCHEMA,
    version,
    block: BLOCK,
    question,
    share,
    known: { ...known, done: Object.fromEntries(done) },
  };
  return `${JSON.stringify({ ...said, digest: digestOf(said) })}\n`;
}

/** The digest of what a file says: it tells damage, and nothing of who wrote it. */
export const digestOf = (said: object): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex');

/** Reads the text of a file, and sees whether it adds up. Throws Unreadable. */
export function campaignFrom(text: string, file: string): CampaignFile {
  const { question, share, known } = parsed(text, file);
  const done = Object.entries(known.done).map(([level, blocks]) => [level, unpacked(blocks)]);
  return { question, share, known: { ...known, done: Object.fromEntries(done) } };
}

/** The complaint about a file that cannot be what a campaign has written. */
export const damagedFile = (file: string, why: string): Unreadable =>
  new Unreadable(`'${file}' is damaged (${shortened(why)}): run it again`);

function parsed(text: string, file: string): FileContent {
  const value = jsonFrom(text, file);
  if (!isRecord(value) || value.schema === undefined)
    throw new Unreadable(`'${file}' is not a campaign: name what --resume FILE has written`);
  const { digest, ...said } = value;
  if (said.schema !== SCHEMA)
    throw new Unreadable(
      `'${file}' is not a campaign of this version: its schema is ${shown(said.schema)}`,
    );
  if (said.version !== version || said.block !== BLOCK)
    throw new Unreadable(
      `'${file}' is of version ${shown(said.version)}, and this is ${version}: run it again, or use that version`,
    );
  if (digest !== digestOf(said))
    throw damagedFile(file, digest === undefined ? 'it has no digest' : 'its digest is another');
  if (!isWritten(said)) throw damagedFile(file, shapeless());
  const why = faultIn(said);
  if (why !== undefined) throw damagedFile(file, why);
  return said;
}

const shown = (part: unknown): string =>
  shortened(typeof part === 'string' ? part : JSON.stringify(part));

function jsonFrom(text: string, file: string): unknown {
  try {
    return jsonWithin(text, CAMPAIGN);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unreadable(`'${file}' is not a campaign: ${why}`);
  }
}

/** What keeps two parts from being parts of one campaign; undefined where nothing does. */
export function difference(a: CampaignSpec, b: CampaignSpec): string | undefined {
  const { seed, runs } = a.series;
  if (seed !== b.series.seed) return `seeds differ (${hexOf(seed)}, ${hexOf(b.series.seed)})`;
  if (runs !== b.series.runs) return `runs differ (${runs}, ${b.series.runs})`;
  if (a.coverage !== b.coverage) return 'coverage differs (--coverage and --json count it)';
  const parts = ['subjects', 'clauses', 'series'] as const;
  const part = parts.find((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  return part && `${part} differ`;
}

const hexOf = (seed: number): string => `0x${(seed >>> 0).toString(16)}`;
