// The kernel verb as a script meets it, on the project's own assembly.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { OWN_FILE, OWN_TREE, repairName } from '../properties/fixtures.ts';
import { hvspec } from './hand-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-kernel-'));
const repaired = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');

/** A file with this text. */
function source(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('bad input', () => {
  it.each([
    ['kernel nowhere.S', /'nowhere\.S' cannot be read: give a kernel tree, or \.S files/u],
    ['kernel asm', /'asm' is no kernel tree with this switch: it has no arch/u],
    [`kernel ${OWN_FILE} asm`, /'asm' is a folder: give one kernel tree alone, or files/u],
    [`kernel ${OWN_FILE} --define 9`, /--define is '9', and must be NAME or NAME=VALUE/u],
    [`kernel ${OWN_FILE} --entry nobody`, /no label is called nobody: name the routine/u],
    [`kernel ${OWN_FILE} --clause nothing`, /no clause is called 'nothing'/u],
    [
      `kernel ${source('word.S', 'foo r1, r2\n')}`,
      /word\.S:1: foo is not an instruction that is known here/u,
    ],
    [
      `kernel ${source('spr.S', '__kvmppc_vcore_entry: mfspr r3, 1008\n')}`,
      /spr\.S:1: no register of the specification can be read as SPR 1008/u,
    ],
    [
      `kernel ${source('name.S', '__kvmppc_vcore_entry: ld r3, VCPU_NOTHING(r4)\n')}`,
      /name\.S:1: VCPU_NOTHING has no value here/u,
    ],
    [
      `kernel ${source('wide.S', '__kvmppc_vcore_entry: addi r3, r3, 70000\n')}`,
      /operand 3 of addi is 70000 and must be -32768 to 32767/u,
    ],
    [
      `kernel ${source('odd.S', '__kvmppc_vcore_entry: ld r3, 2(r4)\n')}`,
      /operand 2 of ld is 2 and must be a multiple of 4/u,
    ],
  ])('%s is one line and exit code 2', async (line, complaint) => {
    const { code, out, err } = await hvspec(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('lists every error at once', async () => {
    const file = source('errors.S', '__kvmppc_vcore_entry:\n\tfoo r1\n\tnop\n\tbar r2\n');
    expect((await hvspec(`kernel ${file}`)).err).toMatch(/errors\.S:2: foo.*\n.*errors\.S:4: bar/u);
  });
});

describe('a kernel tree', () => {
  it('exits 1 and says file and line of what it loses', async () => {
    const { code, out } = await hvspec(`kernel ${OWN_TREE} --runs 200 --seed 1`);
    expect(code).toBe(1);
    expect(out).toMatch(
      /violated {2}stores-stay-home \(as in dscr-saved-through-its-value\)\n.*rmhandlers\.S:\d+/u,
    );
    expect(out).toContain('the primary thread only');
    for (const line of out.split('\n').filter((text) => !text.startsWith('replay')))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  it('exits 0 when everything holds', async () => {
    const { code, out } = await hvspec(`kernel ${OWN_TREE} --runs 1500 --seed 2011 ${repaired}`);
    expect(out).toContain('no clause is violated');
    expect(code).toBe(0);
  });

  it('writes the report for scripts, whose tokens replay while the source stays as it was', async () => {
    const copy = source('alone.S', readFileSync(OWN_FILE, 'utf8'));
    const { code, out } = await hvspec(
      `kernel ${copy} --clause host-cr-fields-return --runs 50 --json -`,
    );
    const report = JSON.parse(out) as { results: { counterexample: { token: string } }[] };
    expect(code).toBe(1);
    expect(report).toMatchObject({
      schema: 'hvspec.report/1',
      source: { threads: 'primary only', answeredArbitrarily: [] },
      results: [
        {
          model: 'kernel',
          verdict: 'violated',
          expected: null,
          counterexample: { place: 'CR', ended: { text: 'blr' } },
        },
      ],
    });
    const token = report.results[0]?.counterexample.token ?? '';
    const replayed = await hvspec(`counterexample --kernel ${copy} --replay ${token}`);
    expect(replayed.code).toBe(0);
    expect(replayed.out).toContain('host-cr-fields-return: violated');
    writeFileSync(copy, `${readFileSync(OWN_FILE, 'utf8')}\tnop\n`);
    expect((await hvspec(`counterexample --kernel ${copy} --replay ${token}`)).err).toContain(
      'has changed since',
    );
  });
});

describe('a file alone', () => {
  it('says what it takes from the reference path', async () => {
    const { code, out } = await hvspec(`kernel ${OWN_FILE} --runs 100 --seed 1`);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(
      'from the reference path: kvmppc_hv_entry_trampoline, kvmppc_hv_entry,',
    );
    expect(out).toMatch(/violated {2}host-cr-fields-return \(as in cr-not-kept\)\n.*alone\.S:\d+/u);
  });

  it('that never gets anywhere is one reason, with the clauses that it leaves open', async () => {
    const file = source('lost.S', '__kvmppc_vcore_entry:\n\tld r3, 0(r0)\n\tblr\n');
    const { code, out } = await hvspec(`kernel ${file} --runs 20 --seed 1`);
    expect(code).toBe(1);
    expect(out.match(/^stuck: /gmu)).toHaveLength(1);
    expect(out).toMatch(/^ {2}\d+ clauses: host-nonvolatile-gprs-return,/mu);
    expect(out).toMatch(/^vacuous {3}never met: .*More --runs may meet them\./msu);
    expect(out.split('\n').length).toBeLessThan(280);
  });

  it('may be called by another name', async () => {
    const renamed = readFileSync(OWN_FILE, 'utf8').replaceAll('__kvmppc_vcore_entry', 'enter');
    const { code, out } = await hvspec(
      `kernel ${source('other.S', renamed)} --entry enter --clause host-dscr-returns --runs 50`,
    );
    expect({ code, holds: out.includes('no clause is violated') }).toEqual({
      code: 0,
      holds: true,
    });
  });
});
