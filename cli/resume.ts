// The file in which a campaign keeps what it knows, so that it can be gone on with or merged.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  type Blob,
  blobFrom,
  blobText,
  difference,
  type Question,
} from '../properties/campaign/blob.ts';
import type { Known } from '../properties/campaign/campaign.ts';
import { reason } from './io.ts';
import { UsageError } from './usage.ts';

/** Reads a file that a campaign has written. Throws UsageError, or Unreadable. */
export function readBlob(file: string): Blob {
  try {
    return blobFrom(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UsageError(`'${file}' cannot be read: ${reason(error)}`);
    throw error;
  }
}

/** What the file knows of a campaign, if there is one yet. */
export const earlierIn = (file: string | undefined): Blob | undefined =>
  file === undefined || !existsSync(file) ? undefined : readBlob(file);

/** Refuses to go on with another campaign than the file's. */
export function checkSame(file: string, kept: Question, asked: Question): void {
  const part = difference(kept, asked);
  if (part !== undefined)
    throw new UsageError(
      `'${file}' is of another campaign: its ${part} differ; give what it was begun with, or another file`,
    );
}

/** Writes what is known; a file is whole at every moment. */
export function writeBlob(file: string, question: Question, known: Known): void {
  try {
    writeFileSync(`${file}.new`, blobText({ question, known }));
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new UsageError(
      `--resume cannot write '${file}': ${reason(error)}; name a file in a folder that exists`,
    );
  }
}
