// Repairs as diffs: applied to a copy of the own tree as it is published, each makes its clause hold and breaks nothing else.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { brokenOnPool } from '../mutation/trial.ts';
import { diskFiles } from '../subjects/disk-files.ts';
import { lowered, OWN_TREE } from '../subjects/fixtures.ts';
import { few } from '../testing/rows.ts';
import { sourceDiff } from './source-diff.ts';

const FILE = 'arch/powerpc/kvm/book3s_hv_rmhandlers.S';
const lines = readFileSync(join(OWN_TREE, FILE), 'utf8').split('\n');
const at = (text: string): string => `book3s_hv_rmhandlers.S:${lines.indexOf(text) + 1}`;

const { program, files } = lowered(OWN_TREE);
const diffOf = (clause: string, ...changes: readonly string[]) =>
  sourceDiff({ paths: [OWN_TREE], defines: [] }, diskFiles, program, files, { clause, changes });

it.each(
  few(
    [
      [
        'stores-stay-home',
        `at ${at('\tstd\tr6, VCPU_DSCR(r7)')}: std r6, VCPU_DSCR(r7), but reads r9 for r7`,
        ['-\tstd\tr6, VCPU_DSCR(r7)', '+\tstd\tr6, VCPU_DSCR(r9)'],
      ],
      [
        'host-uamor-returns',
        `after ${at('\tKEEP(UAMOR, std, VCPU_UAMOR, r9, r5)')}.1: UAMOR := 0x0`,
        ['+\tli\tr5, 0', '+\tmtspr\tSPRN_UAMOR, r5'],
      ],
    ],
    1,
  ),
)('of %s', (clause, change, changed) => {
  const made = diffOf(clause, change);
  if (!('diff' in made)) throw new Error(made.why);
  expect(made.diff.split('\n').filter((line) => /^[+-][^+-]/u.test(line))).toEqual(changed);
  const copy = mkdtempSync(join(tmpdir(), 'hvspec-diff-'));
  try {
    cpSync(OWN_TREE, copy, { recursive: true });
    writeFileSync(join(copy, 'repair.diff'), made.diff);
    execFileSync('git', ['apply', 'repair.diff'], { cwd: copy });
    const known = brokenOnPool(program);
    const left = brokenOnPool(lowered(copy).program);
    expect(known.has(clause)).toBe(true);
    expect(left.has(clause)).toBe(false);
    expect([...left].filter((name) => !known.has(name))).toEqual([]);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

it.each([
  [['after book3s_hv_interrupts.S:15: save CR to caller.cr_save', 'b'], /changes several places/u],
  [['drop entry.frame.push: stdu'], /no change of a line of the source: drop entry/u],
  [['after elsewhere.S:15: UAMOR := 0x0'], /elsewhere\.S is no file of a tree/u],
  [['after book3s_hv_interrupts.S:15: save CR to nowhere.cr'], /no lines were found/u],
])('of %s is told in words', (changes, why) => {
  expect(diffOf('host-cr-fields-return', ...changes)).toEqual({ why: expect.stringMatching(why) });
});
