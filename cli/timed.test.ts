// Campaigns that time limits, on clocks that the tests bring along: what is judged by what was seen, and where nothing was seen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clockOf, hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-timed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);

describe('a campaign that time alone limits', () => {
  const timed = 'check --sample host-dscr-returns --time 1 --seed 1';
  const over = () => clockOf(2);

  it('is judged by what was seen, if nothing of a shard is missing', async () => {
    for (const i of [1, 2]) {
      const line = `${timed} --shard ${i}/2 --resume ${file(`timed-${i}`)}`;
      const { code } = await hvspec(line, false, {}, clockOf(0.001));
      expect(code).toBe(0);
    }
    const both = await hvspec(`merge ${file('timed-1')} ${file('timed-2')}`);
    expect([both.code, both.err]).toEqual([0, '']);
    const one = await hvspec(`merge ${file('timed-2')}`);
    expect([one.code, one.err]).toEqual([4, expect.stringContaining('shard 1 of 2 is missing')]);
  });

  it('has no verdict where the time was over before a clause was judged', async () => {
    const whole = await hvspec(timed, false, {}, over());
    expect([whole.code, whole.err]).toEqual([
      4,
      'hvspec: the budget ended after 0 runs; the results so far are above\n',
    ]);
    expect(whole.out).toContain('2 of 2 verdicts are not decided');
    const levels = 'check --sample host-dscr-returns each-exit-is-handled-once --time 1 --seed 1';
    const first = await hvspec(levels, false, {}, clockOf(0.15));
    expect(first.out).toMatch(/each-exit-is-handled-once +NOT-ENOUGH +NOT-ENOUGH/u);
    expect(first.code).toBe(4);
  });

  it('says of a shard that played nothing how it is gone on with', async () => {
    const line = `${timed} --shard 1/2 --resume ${file('starved')}`;
    const { code, err } = await hvspec(line, false, {}, over());
    expect([code, err]).toEqual([4, expect.stringContaining(`continue with --resume`)]);
  });
});
