// What a patch or a version breaks or mends, as a script meets it, on the project's own assembly.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { protocolDefects } from '../model/protocol/path.ts';
import { version } from '../properties/input/version.ts';
import { keptReport } from '../properties/report/kept-report.ts';
import { OWN_FILE, OWN_TREE } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { contract } from '../spec/contract.ts';
import { isJudgedOnCode, lackingIn } from './kernel-compared.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-compared-'));
const REAL_MODE = 'arch/powerpc/kvm/book3s_hv_rmhandlers.S';

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A patch of the real-mode half, by lines about the store of the guest's DSCR. */
const patch = (name: string, hunk: string): string =>
  file(name, `Subject: ${name}\n---\n--- a/${REAL_MODE}\n+++ b/${REAL_MODE}\n${hunk}-- \n2.40.0\n`);

const breaks = patch(
  'breaks.patch',
  `@@ -732,5 +732,4 @@
 #else
 	std	r6, VCPU_DSCR(r7)
 #endif
-	mtspr	SPRN_DSCR, r7
 #ifdef FAULT_STRAY_BEHIND_DSCR
`,
);
const mends = patch(
  'mends.patch',
  `@@ -731,5 +731,5 @@
 	std	r6, VCPU_DSCR(r9)
 #else
-	std	r6, VCPU_DSCR(r7)
+	std	r6, VCPU_DSCR(r9)
 #endif
 	mtspr	SPRN_DSCR, r7
`,
);
const CLAUSES = '--clause host-dscr-returns --clause guest-dscr-survives';
const TREE = `kernel ${OWN_TREE} ${CLAUSES}`;

describe('a patch', () => {
  const kept = join(folder, 'kept.json');
  beforeAll(() => hvspec(`${TREE} --runs 60 --seed 7 --json ${kept}`));

  const findings = (text: string) => text.slice(text.indexOf('new (1)'));

  it('that loses a register exits 1 with that alone', async () => {
    const { code, out } = await hvspec(`${TREE} --patch ${breaks} --base ${kept}`);
    expect(out).toMatch(/^new \(1\)\n {2}\S+\.S:[\d.]+ in \w+: host-dscr-returns: DSCR:\s/mu);
    expect(out).toMatch(/^1 the same: dscr-saved-through-its-value$/mu);
    expect(out).not.toContain('gone');
    expect(code).toBe(1);
  });

  it.runIf(triesAll)('shows the same whether the base is a report or the tree', async () => {
    const [report, tree] = [
      await hvspec(`${TREE} --patch ${breaks} --base ${kept}`),
      await hvspec(`${TREE} --patch ${breaks} --runs 60 --seed 7`),
    ];
    expect([tree.code, findings(tree.out)]).toEqual([1, findings(report.out)]);
  });

  it('that mends one exits 0 and says so', async () => {
    const { code, out } = await hvspec(`${TREE} --patch ${mends} --base ${kept}`);
    expect(out).toMatch(
      /^gone \(1\)\n {2}\S+\.S:\d+ in \w+: guest-dscr-survives:\s+vcpu\.dscr: dscr-saved-/mu,
    );
    expect(out).toContain('nothing is new');
    expect(code).toBe(0);
  });

  it('is held to the findings that a report keeps', () => {
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({
      schema: 'hvspec.report/1',
      seed: '0x7',
      compared: [{ defects: ['dscr-saved-through-its-value'], places: ['vcpu.dscr'] }],
    });
  });

  it.each([
    ['--seed 8', '--seed 8 is not that of the base'],
    ['--clause host-uamor-returns', 'the base was not judged by host-uamor-returns'],
  ])('is not held to a report with %s', async (more, why) => {
    const { code, err } = await hvspec(`${TREE} --base ${kept} ${more}`);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('a kept report', () => {
  const threads = protocolDefects.map((defect) => ({
    verdict: 'violated',
    level: 'protocol',
    defects: [defect],
    once: [],
    site: '',
    routine: '',
    text: '',
    places: [],
    clauses: [],
    token: '',
  }));
  const ofSource = { judged: contract.filter(isJudgedOnCode).map(({ name }) => name) };

  it('is read again with the recorded defects of the threads in it', () => {
    const results = ofSource.judged.map((clause) => ({ clause }));
    const about = { schema: 'hvspec.report/1', version, seed: '0x7', runsPerClause: 1 };
    const report = { ...about, complete: true, level: null, results, compared: threads };
    const read = keptReport(file('threads.json', JSON.stringify(report)));
    expect(read.findings.flatMap(({ defects }) => defects)).toEqual(protocolDefects);
    expect(read.clauses).toEqual(ofSource.judged);
  });

  it('need not have what no source is judged by, nor what only source with threads is', () => {
    expect(ofSource.judged.length).toBeLessThan(contract.length);
    expect(lackingIn(ofSource.judged, contract, false)).toBeUndefined();
    const [first, ...others] = ofSource.judged;
    expect(lackingIn(others, contract, false)?.name).toBe(first);
    const named = contract.filter(({ name }) => name === 'thread-naps-without-a-guests-flag');
    expect(lackingIn(ofSource.judged, named, true)).toBe(named[0]);
  });
});

describe('a base', () => {
  mkdirSync(join(folder, 'empty'));
  it.each([
    [`kernel ${OWN_FILE} --base ${join(folder, 'nowhere')}`, 'cannot be read as a base'],
    [`kernel ${OWN_FILE} --base ${join(folder, 'nowhere.S')}`, 'cannot be read'],
    [`kernel ${OWN_FILE} --base ${join(folder, 'empty')}`, 'is no kernel tree with this switch'],
    [`kernel ${OWN_FILE} --base ${file('bad.S', 'foo r1\n')}`, 'foo is not an instruction'],
    [`kernel ${OWN_FILE} --base ${file('bad.json', '{}')}`, 'is no report of kernel source'],
    [`kernel ${join(folder, 'empty')} --base ${OWN_FILE}`, 'is no kernel tree with this switch'],
  ])('or a source that cannot be read exits 125: %s', async (asked, why) => {
    const { code, err } = await hvspec(asked);
    expect([code, err]).toEqual([125, expect.stringContaining(why)]);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  const far = patch('far.patch', '@@ -9,2 +9,2 @@\n not there\n-nor this\n+that\n');
  it.each([
    [
      `kernel ${OWN_TREE} --patch ${far}`,
      'hunk 1 of 1 for arch/powerpc/kvm/book3s_hv_rmhandlers.S',
    ],
    [`kernel ${OWN_TREE} --patch ${join(folder, 'nothing')}`, '--patch cannot read'],
    [`kernel ${OWN_TREE} --patch ${file('no.patch', 'hello\n')}`, 'holds no unified diff'],
    [`kernel ${OWN_TREE} --base .:nowhere`, `has no revision 'nowhere'`],
    [`kernel ${OWN_TREE} --patch ${mends} --shards 2`, '--shards would be ignored'],
    [`kernel ${OWN_TREE} --patch ${mends} --prove`, '--prove would be ignored'],
  ])('that is bad usage exits 2: %s', async (asked, why) => {
    const { code, err } = await hvspec(asked);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
