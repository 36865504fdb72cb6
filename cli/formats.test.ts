// The formats of a report as a script meets them: files beside the text, one format on standard output, and findings in JSON.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongInJunit, wrongInSarif } from '../properties/report/testing/schemas.ts';
import { OWN_TREE } from '../properties/subjects/fixtures.ts';
import { type CommandOutput, hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(file(name), 'utf8');

const CHECK = 'check --sample host-dscr-returns host-cr-fields-return --runs 20 --seed 1';

/** A command with every format at once: the text and annotations, and a file of each other. */
const everyFormat = (line: string, name: string) =>
  hvspec(
    `${line} --format github --sarif ${file(`${name}.sarif`)} --junit ${file(`${name}.xml`)} --json ${file(`${name}.json`)}`,
  );

describe('the findings of kernel source', () => {
  const clauses = ['host-cr-fields-return', 'host-dscr-returns', 'stores-stay-home'];
  const line = `kernel ${OWN_TREE} --runs 20 --seed 1 ${clauses.map((one) => `--clause ${one}`).join(' ')} --clause guest-dscr-survives`;
  let said: CommandOutput = { code: 0, out: '', err: '' };
  beforeAll(async () => {
    said = await everyFormat(line, 'k');
  });

  it('are annotations after the text, with paths from where the command runs', () => {
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/k\.json written\n.*k\.sarif written\n.*k\.xml written\n$/u);
    const [first = '', second = '', ...more] = said.out.match(/^::.*$/gmu) ?? [];
    expect(more).toEqual([]);
    expect(first).toContain('title=host-cr-fields-return%3A cr-not-kept::');
    expect(second).toMatch(
      /^::warning file=asm\/fixtures\/tree\/arch\/powerpc\/kvm\/book3s_hv_rmhandlers\.S,line=\d+,title=stores-stay-home%3A dscr-saved-through-its-value::/u,
    );
    expect(second).toContain('%0AThe same cause breaks guest-dscr-survives.');
  });

  it('are results in SARIF, and cases in JUnit beside what holds', () => {
    const log: Log = JSON.parse(text('k.sarif'));
    expect(wrongInSarif(log)).toEqual([]);
    expect(log.runs[0]?.results).toMatchObject([
      { properties: { cause: 'cr-not-kept', token: expect.stringMatching(/^hv1\./u) } },
      { ruleId: 'stores-stay-home', level: 'warning' },
    ]);
    expect(wrongInJunit(text('k.xml'))).toEqual([]);
    expect(text('k.xml').match(/<testcase |<failure /gu)).toHaveLength(3 + 2);
  });

  it('say in JSON what is lost, and what repairs it', () => {
    expect(JSON.parse(text('k.json')).findings).toMatchObject([
      {
        cause: 'cr-not-kept',
        clauses: ['host-cr-fields-return'],
        lost: "CR should hold the host's CR, in CR2, CR3, CR4, and holds vcpu.cr",
        repair: [
          expect.stringMatching(/^before \S+\.S:\d+: save CR to caller\.cr_save$/u),
          expect.stringMatching(/^before \S+\.S:\d+: load CR from caller\.cr_save$/u),
        ],
        new: false,
      },
      { clauses: ['stores-stay-home', 'guest-dscr-survives'] },
    ]);
  });
});

describe('the findings of a check', () => {
  it('are the recorded defects that show: suppressed, no failures, and no annotations', async () => {
    const { code, out } = await everyFormat(CHECK, 'c');
    expect(code).toBe(0);
    expect(out).toContain('all 4 verdicts are the expected ones');
    expect(out).not.toContain('\n::');
    const log: Log = JSON.parse(text('c.sarif'));
    expect(wrongInSarif(log)).toEqual([]);
    expect(log.runs[0]?.results).toMatchObject([
      {
        ruleId: 'host-cr-fields-return',
        level: 'note',
        suppressions: [{ kind: 'external' }],
        properties: {
          repair: [
            'after entry.frame.save-lr: save CR to caller.cr_save',
            'after return.frame.load-lr: load CR from caller.cr_save',
          ],
        },
      },
    ]);
    expect(wrongInJunit(text('c.xml'))).toEqual([]);
    expect(text('c.xml').match(/<testcase |<failure /gu)).toHaveLength(4);
  });
});

describe('bad usage', () => {
  it.each([
    ['--format xml', "no format is called 'xml'"],
    ['--format sarif --json -', 'standard output has one format: sarif or json'],
    ['--sarif - --junit -', 'standard output has one format: sarif or junit'],
    [`--sarif ${file('x')} --junit ${file('x')}`, '--junit needs a file of its own'],
    [`--sarif ${file('no/such')}`, '--sarif cannot write'],
  ])('%s is one line and exit code 2', async (flags, complaint) => {
    const { code, out, err } = await hvspec(`${CHECK} ${flags}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(complaint);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
