// What a caller of the library may hand in wrongly, and kernel source that it has as texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import {
  type Clause,
  check,
  drop,
  histories,
  isa,
  KernelSourceError,
  keeping,
  programFrom,
  repaired,
  terms,
  Unreadable,
  verdictOn,
  withEdits,
} from './library.ts';

const { equal, now, was } = terms;

const clauseAbout = (place: string, over: Clause['over'] = ['switch']): Clause => ({
  name: 'of-mine',
  says: 'A place holds what it held.',
  cite: [isa('I', 'Registers')],
  over,
  claim: equal(now(place as Place), was(place as Place)),
});

describe('a clause', () => {
  it.each([
    ['no-such-clause', "no clause is called 'no-such-clause'"],
    [clauseAbout('DSCX'), "no place is called 'DSCX'"],
    [clauseAbout('DSCR', ['run']), "'run', which no run of the switch has"],
  ])('that no switch is judged by is refused', async (clause, says) => {
    const error = expect.objectContaining({
      name: 'RangeError',
      message: expect.stringContaining(says),
    });
    expect(() => keeping(repaired, [clause])).toThrow(error);
    await expect(check(repaired, [clause])).rejects.toThrow(error);
  });

  it('says of one history what the command does', () => {
    const [history] = fc.sample(histories, { numRuns: 1, seed: 1 });
    if (history === undefined) throw new Error('nothing was drawn');
    const forgetful = withEdits(repaired, [drop('exit.sprs.host-dscr')]);
    expect(verdictOn(repaired, 'host-dscr-returns', history).verdict).toBe('holds');
    expect(verdictOn(forgetful, 'host-dscr-returns', history).verdict).toBe('violated');
  });
});

it('a history that shrinks prints as what matters of it', () => {
  const forgetful = withEdits(repaired, [drop('exit.sprs.host-dscr')]);
  const failed = fc.check(keeping(forgetful, ['host-dscr-returns']), { numRuns: 100, seed: 2 });
  expect(fc.stringify(failed.counterexample)).toBe('[{ vcpu.dscr = 0x1; guest: nothing }]');
});

it('a history goes on as an example, and what is none does not', () => {
  const [history] = fc.sample(histories, { numRuns: 1, seed: 3 });
  const tried = fc.check(keeping(repaired, ['host-dscr-returns']), {
    numRuns: 1,
    examples: history === undefined ? [] : [[history]],
  });
  expect(tried.failed).toBe(false);
  expect(histories.canShrinkWithoutContext([1, 2])).toBe(false);
});

describe('kernel source as texts', () => {
  const tree = join(import.meta.dirname, '../../asm/fixtures/tree');
  const paths = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[hS]$/u.test(path),
  );
  const files = Object.fromEntries(
    paths.map((path) => [relative('.', path), readFileSync(join(tree, path), 'utf8')]),
  );

  it('is the program that the command judges', async () => {
    const [result] = await check(programFrom({ files }), ['host-dscr-returns'], { runs: 50 });
    expect(result?.verdict).toBe('holds');
  });

  it('is refused line by line where it does not read', () => {
    const bad = { 'switch.S': '\tmflrr r0\n\tstdd r0,16(r1)\n' };
    expect(() => programFrom({ files: bad })).toThrow(KernelSourceError);
    expect(() => programFrom({ files: bad })).toThrow(/^switch\.S:1: .*\nswitch\.S:2: /u);
  });

  it('is refused where nothing of the switch is in it', () => {
    expect(() => programFrom({ files: { 'none.S': '\tblr\n' } })).toThrow(Unreadable);
    expect(() => programFrom({ files: {}, assemble: ['gone.S'] })).toThrow(/gone\.S/u);
  });
});
