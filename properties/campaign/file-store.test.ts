// When a campaign keeps what it knows, and that nothing else is left of it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keeping, readCampaignFile, writeCampaignFile } from './file-store.ts';

it('is after a second, then after twice as long each time, then every minute', () => {
  let now = 0;
  const isDue = keeping(() => now);
  const due: number[] = [];
  for (; now < 300_000; now += 500) if (isDue()) due.push(now / 1000);
  expect(due).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243]);
});

it('leaves nothing beside a file that is written, and none where it cannot be', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-kept-'));
  const [model, clause] = ['published', 'host-dscr-returns'];
  const series = { seed: 1, runs: 750 };
  const tallies = [{ model, clause, runs: 500, met: 500, worst: null }];
  const blob = {
    question: { subjects: [{ model, name: model }], clauses: [clause], series, coverage: false },
    share: { index: 1, of: 2 },
    known: { done: { switch: [0, 2] }, switches: 503, tallies, coverage: {} },
  };
  writeCampaignFile(join(folder, 'kept'), blob, blob.known);
  expect(readCampaignFile(join(folder, 'kept'))).toEqual(blob);
  expect(() => writeCampaignFile(folder, blob, blob.known)).toThrow(/--resume cannot write/u);
  expect(readdirSync(folder)).toEqual(['kept']);
  rmSync(folder, { recursive: true });
});
