// The file in which a campaign keeps what it knows, so that it can be gone on with or merged.
import { existsSync, lstatSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { CAMPAIGN, textWithin } from '../input/bounded-reading.ts';
import { reason, Unreadable } from '../input/unreadable.ts';
import type { CampaignProgress } from './campaign.ts';
import { type CampaignFile, campaignFrom, campaignText, difference, type Share } from './file.ts';
import type { Shard } from './plan.ts';

/** Reads a file that a campaign has written. Throws Unreadable. */
export function readCampaignFile(file: string): CampaignFile {
  try {
    return campaignFrom(textWithin(file, CAMPAIGN.bytes), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new Unreadable(`'${file}' cannot be read: ${reason(error)}`);
    throw error;
  }
}

/** What the file knows of a campaign, if there is one yet. */
export function earlierIn(file: string | undefined): CampaignFile | undefined {
  if (file === undefined) return undefined;
  realOf(file);
  return existsSync(file) ? readCampaignFile(file) : undefined;
}

/** The file that is written for this name. Throws Unreadable where none can be. */
function realOf(file: string): string {
  try {
    return linkedFrom(file);
  } catch (error) {
    throw unwritable(file, error);
  }
}

const unwritable = (file: string, error: unknown): Unreadable =>
  new Unreadable(
    `--resume cannot write '${file}': ${reason(error)}; name a file in a folder that exists`,
  );

/** Refuses to go on with another campaign than the file's, or with another shard of it. */
export function checkSame(
  file: string,
  kept: CampaignFile,
  asked: Omit<CampaignFile, 'known'>,
): void {
  const why =
    difference(kept.question, asked.question) ??
    (JSON.stringify(kept.share) === JSON.stringify(asked.share)
      ? undefined
      : `shards differ (${shareText(kept.share)}, ${shareText(asked.share)})`);
  if (why !== undefined)
    throw new Unreadable(
      `'${file}' belongs to another campaign: its ${why}; use the options it was begun with, or another file`,
    );
}

const shareText = ({ index, of }: Share): string => `${index ?? 'several'} of ${of}`;

/** The shard that goes on with a file: its own; what was united is gone on with as a whole. */
export const shardOfFile = ({ share: { index, of } }: CampaignFile): Shard =>
  index === null ? { index: 1, of: 1 } : { index, of };

/** How long after the first second what is known is kept for the second time, in milliseconds; then twice as long, up to the last. */
const [SOON_MS, LATE_MS] = [1000, 60_000];

/** Says when what is known is to be kept again: often at first, every minute later. */
export function keeping(now: () => number): () => boolean {
  let wait = SOON_MS;
  let due = now() + wait;
  return () => {
    if (now() < due) return false;
    wait = Math.min(2 * wait, LATE_MS);
    due = now() + wait;
    return true;
  };
}

/** Writes what is known; a file is whole at every moment, whoever is killed and whenever the power goes. */
export function writeCampaignFile(
  file: string,
  { question, share }: Omit<CampaignFile, 'known'>,
  known: CampaignProgress,
) {
  const real = realOf(file);
  const beside = `${real}.${hostname()}-${process.pid}.new`;
  try {
    writeFileSync(beside, campaignText({ question, share, known }), { flush: true });
    renameSync(beside, real);
  } catch (error) {
    removeIfThere(beside);
    throw unwritable(file, error);
  }
}

/** Links that lead to links; as many as the system follows. */
const MOST_LINKS = 40;

/** The file that a link leads to, whether it is there yet or not: a link stays one. Throws where that is something else than a file. */
function linkedFrom(file: string): string {
  let real = resolve(file);
  for (let links = 0; links < MOST_LINKS; links++) {
    const stats = lstatSync(real, { throwIfNoEntry: false });
    if (stats === undefined || stats.isFile()) return real;
    if (!stats.isSymbolicLink()) throw new Error('it is not a regular file');
    real = resolve(dirname(real), readlinkSync(real));
  }
  throw new Error('its links form a loop');
}

/** What went wrong before is what is to be told. */
function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It was not made, or cannot be removed for the reason that is told.
  }
}
