// The exit code of the kernel verb, on one clause and few runs, and what is said where there is nothing to judge.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { streams } from './io.ts';
import { definitions, sourceOf, tellErrors } from './kernel.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

const silent = {
  ...streams(() => {}, false),
  env: {},
  progress: false,
  columns: 80,
  now: () => 0,
  interrupted: () => false,
};
const repaired = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');
const few = '--runs 20 --seed 1';
const holds = `kernel ${OWN_TREE} ${repaired} --clause host-cr-fields-return ${few}`;
const broken = `kernel ${OWN_TREE} --clause host-cr-fields-return ${few}`;

describe('definitions', () => {
  it('are names, with a value or without, as they are given', () => {
    const given = ['A', '_b1=2', 'C=', 'D=x=y', 'A'];
    expect(definitions(given)).toBe(given);
    expect(definitions()).toEqual([]);
  });
  it.each(['', '1A', 'A-B', '=1', 'A B=1', '-DA'])("may not be '%s'", (text) => {
    expect(() => definitions([text])).toThrow(
      `--define is '${text}', and must be NAME or NAME=VALUE`,
    );
  });
  it('of one name may not be two', () => {
    expect(() => definitions(['A=1', 'B', 'A=2'])).toThrow(
      '--define A=1 would be ignored: --define A=2 is given too',
    );
    expect(() => definitions(['A', 'A='])).toThrow('would be ignored');
  });
  it('are not asked for a tree where a tree is given', async () => {
    const { code, err } = await hvspec(`kernel ${OWN_TREE} --tree ${OWN_TREE}`);
    expect(code).toBe(2);
    expect(err).toContain('is a tree itself');
  });
});

describe('the source that is asked for', () => {
  it('has what is given, and no more', () => {
    expect(sourceOf(['a.S'], {})).toStrictEqual({ paths: ['a.S'], defines: [] });
    const all = { entry: 'e', define: ['A', 'B=1'], tree: 't' };
    expect(sourceOf(['a.S', 'b.S'], all)).toStrictEqual({
      paths: ['a.S', 'b.S'],
      entry: 'e',
      defines: ['A', 'B=1'],
      tree: 't',
    });
  });

  it('is a tree by itself only where it is one folder', () => {
    expect(() => sourceOf([OWN_TREE], { tree: OWN_TREE })).toThrow(
      `--tree would be ignored: '${OWN_TREE}' is a tree itself`,
    );
    const file = `${OWN_TREE}/Makefile`;
    for (const paths of [[], [OWN_TREE, OWN_TREE], [file]])
      expect(sourceOf(paths, { tree: OWN_TREE })).toMatchObject({ paths, tree: OWN_TREE });
    expect(sourceOf([OWN_TREE], {})).toMatchObject({ paths: [OWN_TREE] });
  });
});

describe('errors of a source', () => {
  /** What is said of so many errors, each with a cause of its own, or all with one. */
  function said(count: number, text: string, message?: string): readonly string[] {
    const lines: string[] = [];
    const at = { file: 'a.S', line: 7, through: [], text };
    const errors = Array.from({ length: count }, (_, i) => ({ at, message: message ?? `no${i}` }));
    tellErrors(errors, { ...silent, err: (line) => void lines.push(line) });
    return lines;
  }

  it('are told with their line, and what stands there, if anything does', () => {
    expect(said(1, 'nosuch r1', 'no')).toEqual(['hvspec: a.S:7: no: nosuch r1\n']);
    expect(said(1, '', 'no')).toEqual(['hvspec: a.S:7: no\n']);
    expect(said(1, '', 'x'.repeat(300))[0]).toMatch(/x\.\.\. \(300 letters\)\n$/u);
  });

  it('of one cause are one line, with how many there are', () => {
    expect(said(3, 'ld r3, X(r4)', 'X has no value here')).toEqual([
      'hvspec: a.S:7: X has no value here: ld r3, X(r4) (and 2 more like it)\n',
    ]);
    expect(said(2, '', 'this is data, and it is come to as code, from a.S:9')[0]).toMatch(
      /from a\.S:9 \(and 1 more like it\)/u,
    );
  });

  it('are a hundred at most, and the rest a number', () => {
    expect(said(100, '')).toHaveLength(100);
    expect(said(101, '')).toHaveLength(101);
    expect(said(103, '').at(-1)).toBe('hvspec: and 3 more errors: fix these first\n');
  });
});

describe('the exit code of the kernel verb', () => {
  it.each<[string, number, string]>([
    ['a clause holds', 0, holds],
    [
      'a clause is never met',
      1,
      `kernel ${OWN_TREE} --clause some-exit-is-machine-check --runs 1 --seed 1`,
    ],
    ['a shard decides nothing', 0, `${holds} --shard 1/2`],
    ['a shard sees a violation', 1, `${broken} --shard 1/1`],
  ])('where %s is %i', async (_what, expected, line) => {
    expect((await hvspec(line)).code).toBe(expected);
  });

  it.runIf(triesAll)(
    'is 1 where a shard of several sees a violation, and says that it is done',
    async () => {
      const { code, err } = await hvspec(
        `${broken.replace('--runs 20', '--runs 500')} --shard 1/2`,
      );
      expect(code).toBe(1);
      expect(err).toContain('shard 1 of 2 is done, 1 of 1 verdicts are decided');
    },
  );

  it('is 4 where the user interrupts', async () => {
    const { code, err } = await hvspec(holds, true);
    expect(code).toBe(4);
    expect(err).toBe('hvspec: interrupted before the source was read\n');
  });

  it('is 4 where the report cannot be delivered', async () => {
    const { code, err } = await hvspec(`${holds} --json /dev/full`);
    expect(code).toBe(4);
    expect(err).toContain("--json cannot write '/dev/full'");
  });

  it('is 2 for source with errors, each with file and line, a hundred at most', async () => {
    const file = join(folder, 'errors.S');
    const lines = Array.from({ length: 103 }, (_, i) => `\tnosuch${i} r1\n`).join('');
    writeFileSync(file, `__kvmppc_vcore_entry:\n${lines}\tblr\n`);
    const { code, out, err } = await hvspec(`kernel ${file} ${few}`);
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n').length).toBe(102);
    expect(err).toMatch(/^hvspec: .*errors\.S:2: .*: nosuch0 r1\n/u);
    expect(err).toContain('hvspec: and 3 more errors: fix these first\n');
  });
});

describe('the report', () => {
  it('of a violation tells scripts what was read, and shows each counterexample; the exit code is 1', async () => {
    const { code, out } = await hvspec(`${broken} --json -`);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      complete: true,
      corpus: null,
      source: { threads: 'primary only', answeredArbitrarily: expect.anything() },
      results: [{ verdict: 'violated', expected: null, sites: [expect.anything()] }],
    });
    expect(report.source.read.length).toBeGreaterThan(1);
    expect(report.source.instructions).toBeGreaterThan(100);
    expect(report.source).toHaveProperty('reached');
    expect(report.source).toHaveProperty('fromReferencePath');
    expect(report.source).toHaveProperty('hostHandlers');
  });
});
