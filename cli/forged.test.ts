// Campaign files that no campaign has written: each is refused with one line that says why, and none comes out green.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAUSES, forgeries } from './testing/forgeries.ts';
import { hvspec } from './testing/run-cli.ts';
import { sealed } from './testing/sealed.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-forged-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sound = join(folder, 'sound');
const forged = join(folder, 'forged');
beforeAll(async () => {
  await hvspec(
    `check ${CLAUSES.join(' ')} --runs 600 --seed 3 --resume ${sound} --json ${join(folder, 'x')}`,
  );
});

/** What merge says of the file that was changed so, and sealed anew. */
async function merged(from: string | RegExp, to: string) {
  const text = readFileSync(sound, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(forged, sealed(changed));
  return hvspec(`merge ${forged}`);
}

describe('a file with', () => {
  it.each(forgeries)('%s is refused', async (_name, from, to, complaint) => {
    const { code, out, err } = await merged(from, to);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^hvspec: '[^\n]*forged' is damaged \([^\n]*\): run it again\n$/u);
    expect(err).toMatch(complaint);
  });

  it('nothing changed is taken', async () => {
    expect((await hvspec(`merge ${sound}`)).code).toBe(0);
  });

  it.each([
    ['a digit that changed', /"seed":3/u, '"seed":2', 'its digest is another'],
    ['no digest', /,"digest":"[0-9a-f]*"/u, '', 'it has no digest'],
  ])('%s is refused', async (_name, from, to, why) => {
    writeFileSync(forged, readFileSync(sound, 'utf8').replace(from, to));
    const { code, err } = await hvspec(`merge ${forged}`);
    expect([code, err]).toEqual([2, `hvspec: '${forged}' is damaged (${why}): run it again\n`]);
  });

  it('a violation that is left out is not gone on with', async () => {
    const text = readFileSync(sound, 'utf8');
    writeFileSync(forged, sealed(text.replace(/"worst":\{.*?"level":"switch"\}/u, '"worst":null')));
    const line = `check ${CLAUSES.join(' ')} --resume ${forged} --json ${join(folder, 'x')}`;
    const { code, err } = await hvspec(line);
    expect([code, err]).toEqual([2, expect.stringContaining('is violated, not holds, in block 0')]);
  });
});
