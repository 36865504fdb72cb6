// faults --kill as a script meets it, on a few sites.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { switchContract } from '../properties/levels/switch/contract.ts';
import { kept } from '../properties/mutation/redundant-clauses.ts';
import { OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { hvspec, hvspecIn } from './testing/run-cli.ts';

describe('faults --kill', () => {
  it('prints what became of the faults of a site, and exits 0 when none survives', async () => {
    const { code, out } = await hvspec('faults --kill entry.msr.save');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ of \d+ faults of repaired tried\n {2}killed +\d+\n/u);
    expect(out).toMatch(/score +100\.00 %/u);
  });

  it('gives the matrix to scripts, and to the report of mutation-testing-elements', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'hvspec-kill-')), 'elements.json');
    const { out } = await hvspec(`faults --kill entry.freeze.isync --json - --elements ${file}`);
    const matrix: unknown = JSON.parse(out);
    expect(matrix).toMatchObject({ schema: 'hvspec.kill/1', model: 'repaired', survived: 0 });
    expect(matrix).toHaveProperty('results.0.fault', 'entry.freeze.isync:dropped');
    expect(matrix).toHaveProperty(
      'results.0.by',
      expect.arrayContaining(['counters-are-frozen-while-switched']),
    );
    expect(matrix).toHaveProperty('clauses.length', switchContract.length);
    const elements: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(elements).toMatchObject({
      schemaVersion: '2',
      files: { __kvmppc_vcore_entry: { language: 'text' } },
    });
    expect(elements).toHaveProperty(
      ['files', '__kvmppc_vcore_entry', 'mutants', '0', 'status'],
      'Killed',
    );
  });

  it('tries what is not killed on fresh histories: it prints their seed, and takes one', async () => {
    const { code, out } = await hvspec('faults --kill entry.msr.save:twice --seed 0x12 --runs 5');
    expect(code).toBe(0);
    expect(out).toContain('tried on fresh histories (seed 18): none refuted');
    const drawn = await hvspec('faults --kill entry.msr.save:twice --runs 1');
    expect(drawn.out).toMatch(/fresh histories \(seed \d+\): none refuted/u);
    expect(await hvspec('faults --kill --seed many')).toMatchObject({ code: 2 });
  });

  it('says of what no history comes to what would', async () => {
    const { code, out } = await hvspec('faults --kill vector-c00.host.r11 --json -');
    expect(code).toBe(0);
    const matrix: unknown = JSON.parse(out);
    expect(matrix).toMatchObject({ killed: 0, survived: 0, refuted: 0 });
    expect(matrix).toHaveProperty(
      'results.0',
      expect.objectContaining({ fate: 'unreached', why: expect.stringContaining('system call') }),
    );
  });

  it('tries the instructions of kernel source as well', async () => {
    const defines = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');
    const { code, out } = await hvspec(
      `faults --kill book3s_hv_interrupts.S:39 --kernel ${OWN_TREE} ${defines}`,
    );
    expect(out).toMatch(/^\d+ of \d+ faults of kernel tried\n {2}killed +[1-9]\d*\n/u);
    expect([0, 1]).toContain(code);
  });

  it('wants a reference path or kernel source, one of them', async () => {
    const { code, err } = await hvspec(`faults --kill --model repaired --kernel ${OWN_TREE}`);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'hvspec: give either --model or --kernel\n',
    });
  });

  it('stops when it is interrupted, with what is known', async () => {
    let looks = 0;
    const { code, out, err } = await hvspecIn(['faults', '--kill', 'entry.msr'], {
      interrupted: () => ++looks > 600,
    });
    expect(code).toBe(4);
    expect(out).toMatch(/^\d+ of \d+ faults of repaired tried\n/u);
    expect(err).toMatch(
      /^hvspec: interrupted after \d+ of \d+ faults; the results so far are above\n$/u,
    );
  });

  it('knows no fault of another name', async () => {
    const { code, err } = await hvspec('faults --kill entry.sprs.dscx');
    expect(code).toBe(2);
    expect(err).toMatch(/no fault is called 'entry\.sprs\.dscx'; (?:the nearest is|see)/u);
  });
});

it('every clause that is kept for a reason is one of the switch', () => {
  const names: readonly string[] = switchContract.map(({ name }) => name);
  expect(Object.keys(kept).filter((name) => !names.includes(name))).toEqual([]);
});
