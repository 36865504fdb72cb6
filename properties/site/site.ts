// npm run site: builds the site into dist-site/, of reports that are given or made here by the command itself.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clauseNamed } from '../../spec/contract.ts';
import { run } from '../bench/processes.ts';
import { findingBy } from '../campaign/search.ts';
import { type Counterexample, counterexampleFrom } from '../counterexample/counterexample.ts';
import { Unreadable } from '../input/unreadable.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import { lowered, OWN_TREE, ownSwitch } from '../subjects/fixtures.ts';
import { buildSite } from './build.ts';
import { contentOf } from './content.ts';
import { checkReportIn, killReportIn } from './reports.ts';

/** Where the site goes; git leaves it alone. */
const SITE = 'dist-site';

/** The seed of the reports that are made here. */
const SEED = '1';

const { values } = parseArgs({
  options: {
    /** What hvspec check --json wrote; made anew where it is not given. */
    check: { type: 'string' },
    /** What hvspec faults --kill --json wrote; made anew where it is not given. */
    kill: { type: 'string' },
    /** A kernel tree in which the steps are looked for too. */
    kernel: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'hvspec-site-'));
try {
  await build();
} catch (error) {
  if (!(error instanceof Unreadable)) throw error;
  process.stderr.write(`site: ${error.message}\n`);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true });
}

async function build(): Promise<void> {
  if (values.kernel !== undefined && !existsSync(values.kernel))
    throw new Unreadable(`'${values.kernel}' is not there: --kernel takes a kernel tree`);
  const check = checkReportIn(
    values.check ?? made('check.json', ['check', '--seed', SEED, '--prove-time', '120']),
  );
  const kill = killReportIn(values.kill ?? made('kill.json', ['faults', '--kill', '--seed', SEED]));
  const own = { called: `the project's own tree`, program: ownSwitch([]).program };
  const given =
    values.kernel === undefined
      ? []
      : [{ called: 'the kernel tree given', program: lowered(values.kernel).program }];
  progress('counterexamples of the recorded defects');
  const content = contentOf({ check, kill, shown: shownDefects(), trees: [own, ...given] });
  const files = await buildSite(content, SITE);
  progress(
    `${files.length} files in ${SITE}/ (lines are those of ${OWN_TREE}); open ${SITE}/index.html`,
  );
}

/** A report that the command writes. */
function made(name: string, words: readonly string[]): string {
  progress(`hvspec ${words.join(' ')}`);
  const file = join(folder, name);
  run([process.execPath, 'dist/cli/hvspec.js', ...words, '--json', file]);
  return file;
}

/** The counterexample of every recorded defect, of the first clause that it breaks. */
function shownDefects(): ReadonlyMap<string, Counterexample> {
  return new Map(
    Object.keys(recorded).flatMap((name): [string, Counterexample][] => {
      const clause = clauseNamed(brokenBy(name)[0] ?? '');
      const finding = clause && findingBy(name, clause, {});
      const shown = finding && counterexampleFrom(finding, 'repair');
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
