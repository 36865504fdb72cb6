// A command that the user or the clock ends, in each of its phases: what is known is told, and the exit code says that it is not all.
//
// Loops are counted, not timed: the user interrupts at the look of some number, and the clock goes on with each look.
import { describe, expect, it } from 'vitest';
import { OWN_TREE } from '../properties/subjects/fixtures.ts';
import { few } from '../properties/testing/rows.ts';
import { hvspecIn } from './testing/run-cli.ts';

/** Yes from the look of this number on, and how often it was looked. */
function user(looks: number) {
  let looked = 0;
  return { interrupted: () => ++looked > looks, looked: () => looked };
}

const words = (line: string): readonly string[] => line.split(' ');

/** Checks for an interruption after it that a user would not notice. */
const FEW = 400;

describe('an interrupted check', () => {
  const line =
    'check --sample host-cr-fields-return --model published --runs 600 --seed 1 --workers 1';

  it('is left within a block, of which nothing counts', async () => {
    const { interrupted, looked } = user(70);
    const { code, out, err } = await hvspecIn(words(line), { interrupted });
    expect(code).toBe(4);
    expect(out).toContain('0 runs a path');
    expect(err).toMatch(/the budget ended after 0 of 600 runs; the results so far are above\n$/u);
    expect(looked()).toBeLessThan(70 + FEW);
  });

  it('is left while a counterexample is made minimal, and shows what it has', async () => {
    const whole = user(Number.POSITIVE_INFINITY);
    const json = `${line} --json -`;
    const { out: minimal } = await hvspecIn(words(json), whole);
    const { interrupted, looked } = user(610);
    const cut = await hvspecIn(words(json), { interrupted });
    expect(cut.code).toBe(4);
    expect(cut.err).toContain('before every counterexample was minimal');
    const [short, long] = [minimal, cut.out].map((text) => JSON.parse(text).results[0]);
    expect([long.verdict, short.verdict]).toEqual(['violated', 'violated']);
    const size = ({ counterexample: { initial } }: typeof long) => Object.keys(initial).length;
    expect(size(long)).toBeGreaterThan(size(short));
    expect(whole.looked()).toBeGreaterThan(looked());
  });
});

describe('time', () => {
  const timed = (line: string) => {
    let now = 0;
    return hvspecIn(words(`${line} --seed 1 --workers 1`), { now: () => now++ });
  };

  it('is all of the command, and leaves a part of it to counterexamples', async () => {
    const { code, out, err } = await timed(
      'check --sample host-cr-fields-return --model published --time 1 --runs 100000',
    );
    expect(code).toBe(4);
    expect(err).toContain('of 100000 runs');
    expect(err).not.toContain('minimal');
    expect(out).toMatch(/violated, known/u);
  });

  it('that is over while a counterexample is made minimal is enough for the verdict', async () => {
    let looks = 0;
    const { code, err } = await hvspecIn(
      words(
        'check --sample host-cr-fields-return --model published --time 1 --runs 600 --seed 1 --workers 1',
      ),
      { now: () => (looks++ < 620 ? 0 : 2000) },
    );
    expect(err).toBe('hvspec: the budget ended before every counterexample was minimal\n');
    expect(code).toBe(0);
  });

  it('that is over before anything was played is told as such', async () => {
    const { code, out } = await hvspecIn(
      words('check --sample host-dscr-returns --time 1 --runs 500'),
      {
        now: () => 1_000_000,
      },
    );
    expect([code, out.includes('NOT-ENOUGH')]).toEqual([4, true]);
  });
});

describe('an interrupted counterexample', () => {
  it('that was not found is told as such', async () => {
    const { interrupted } = user(0);
    const { code, out, err } = await hvspecIn(words('counterexample cr-not-kept'), { interrupted });
    expect([code, out, err]).toEqual([
      4,
      '',
      'hvspec: interrupted before a counterexample was found\n',
    ]);
  });

  it('is shown as far as it is explained', async () => {
    const { interrupted, looked } = user(400);
    const { code, out, err } = await hvspecIn(words('counterexample cr-not-kept'), { interrupted });
    expect(code).toBe(4);
    expect(out).toMatch(/^host-cr-fields-return: violated\n/u);
    expect(out).not.toContain('then every clause holds');
    expect(err).toMatch(/^hvspec: interrupted: .*\n$/u);
    expect(looked()).toBeLessThan(400 + FEW);
  });
});

describe('interrupted too are', () => {
  it.each(
    few(
      [
        ['faults --kill entry.msr', 1, /interrupted before any fault was tried/u],
        ['faults --kill entry.msr', 600, /interrupted after \d+ of \d+ faults/u],
        ['faults exit.fault.ctr:dropped', 5, /interrupted after 0 of 1 faults/u],
        ['explore --cores 3', 1, /interrupted; the results so far are above/u],
        [`kernel ${OWN_TREE} --runs 500 --seed 1`, 1, /interrupted before the source was read/u],
        [`kernel ${OWN_TREE} --runs 500 --seed 1`, 90, /the budget ended after 0 of 500 runs/u],
      ],
      3,
    ),
  )('%s, at look %i', async (line, looks, complaint) => {
    const { interrupted, looked } = user(looks);
    const { code, err } = await hvspecIn(words(line), { interrupted });
    expect(code).toBe(4);
    expect(err).toMatch(complaint);
    expect(looked()).toBeLessThan(looks + FEW);
  });
});
