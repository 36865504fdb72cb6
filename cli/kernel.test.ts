// The kernel verb as a script meets it, on the project's own assembly.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { OWN_FILE, OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { contract } from '../spec/contract.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-kernel-'));
const repaired = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');

/** A file with this text. */
function source(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a kernel tree', () => {
  it('exits 1 and says file and line of what it loses', async () => {
    const { code, out } = await hvspec(
      `kernel ${OWN_TREE} --runs 200 --seed 1 --clause stores-stay-home --clause guest-cr-survives --cards`,
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /violated {2}stores-stay-home \(as in dscr-saved-through-its-value\)\n.*rmhandlers\.S:\d+/u,
    );
    expect(out).toContain('the primary thread only');
    for (const line of out.split('\n').filter((text) => !text.startsWith('replay')))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  it('is stuck where it comes to nowhere, and says what led there', async () => {
    const text = '__kvmppc_vcore_entry:\n\tli r5, 64\n\tmtctr r5\n\tbctr\n';
    const { code, out } = await hvspec(
      `kernel ${source('lost-branch.S', text)} --runs 20 --seed 1 --cards`,
    );
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(
      'stuck: after lost-branch.S:4: the run comes to 0x40, to which no caller returns: no instruction of the program lies there the last branches taken: lost-branch.S:4 (bctr)',
    );
    expect(out).toMatch(/violated {2}host-return-address-returns\n.*NIA is last changed at lost-/u);
  });

  const HALF = `kernel ${OWN_TREE} ${repaired} --define FAULT_HALF_OF_DSCR --runs 100 --seed 1 --clause guest-starts-from-vcpu`;

  it('blames no defect that is repaired in it, and tells scripts what was tried', async () => {
    const { out } = await hvspec(`${HALF} --json -`);
    const report = JSON.parse(out) as { results: { sites: object[] }[] };
    expect(report.results[0]?.sites).toMatchObject([{ place: 'DSCR', causes: [], once: [] }]);
  });

  it.runIf(triesAll)('names no defect that is repaired in it', async () => {
    const { out } = await hvspec(`${HALF} --cards`);
    expect(out).toMatch(/violated {2}guest-starts-from-vcpu\n/u);
  });

  it('has one screen with a line for each cause, and the card of one on request', async () => {
    const line = `kernel ${OWN_TREE} --runs 200 --seed 1 --clause stores-stay-home --clause guest-dscr-survives --clause host-cr-fields-return`;
    const { code, out } = await hvspec(`${line} --card 1`);
    expect(code).toBe(1);
    expect(out).toContain('3 clauses: 3 violated');
    const flat = out.replaceAll(/\s+/gu, ' ');
    expect(flat).toMatch(
      /rmhandlers\.S:\d+: stores-stay-home and 1 more: vcpu\.dscr was stored there, .*: at book3s_hv_rmhandlers\.S:\d+: save DSCR to vcpu\.dscr \(dscr-saved-through-its-value, --card 1\)/u,
    );
    expect(flat).toContain('2 findings; --card N prints the counterexample of one');
    const [screen = '', card = ''] = out.split(/^(?=stores-stay-home: violated)/mu);
    expect(screen.split('\n').length).toBeLessThan(20);
    expect(card).toContain('\nrepair ');
    for (const text of screen.split('\n')) expect(text.length).toBeLessThanOrEqual(80);
  });

  it.each([
    ['--cards --card 1', '--card would be ignored'],
    ['--cards --summary', '--summary would be ignored'],
    ['--summary --json -', '--summary would be ignored'],
    ['--card 1 --format sarif', '--card would be ignored'],
    ['--card none', "--card is 'none'"],
  ])('refuses %s', async (flags, complaint) => {
    const { code, out, err } = await hvspec(`kernel ${OWN_TREE} ${flags}`);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(complaint)]);
  });

  /** All levels take long. */
  const PLAYED = triesAll ? '--runs 1500' : '--runs 1500 --level switch';

  it('exits 0 when everything holds', async () => {
    const { code, out } = await hvspec(`kernel ${OWN_TREE} ${PLAYED} --seed 2011 ${repaired}`);
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
      source: {
        threads: 'primary only',
        answeredArbitrarily: expect.arrayContaining(['kvmppc_h_enter', 'kvmppc_h_remove']),
      },
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
    const { code, out } = await hvspec(
      `kernel ${OWN_FILE} --runs 100 --seed 1 --clause host-cr-fields-return --cards`,
    );
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
    // One for the switch, and one where the level of interruptions begins.
    expect(out.match(/^stuck: /gmu)).toHaveLength(2);
    expect(out).toMatch(/^ {2}\d+ clauses: host-nonvolatile-gprs-return,/mu);
    expect(out).toMatch(/^vacuous {3}never met: .*More --runs may meet them\./msu);
    expect(out.split('\n').length).toBeLessThan(1.5 * contract.length);
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
