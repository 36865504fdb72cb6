// For tests: how engines would start the jobs that the YAML files of deploy/ describe, and what they would put into their
// environment. Slurm's are scripts, and are run by themselves.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A job's program with its arguments, its environment, and the files that it hands on. */
export interface Job {
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly keeps: string;
}

export interface Engine {
  readonly name: string;
  readonly shards: readonly Job[];
  readonly merge: Job;
}

/** A matrix: every element is a job, and expressions are replaced before the shell sees them. */
function github(): Engine {
  const file = read('deploy/github-actions.yml');
  const matrix = list(at(file, 'jobs', 'shard', 'strategy', 'matrix', 'shard'));
  const job = (name: string, values: Readonly<Record<string, string>>): Job => {
    const said = (value: unknown): string =>
      text(value).replace(/\$\{\{ ([\w.-]+) \}\}/gu, (all, key: string) => values[key] ?? all);
    const steps = list(at(file, 'jobs', name, 'steps'));
    const env = { ...record(at(file, 'env')), ...record(at(file, 'jobs', name, 'env') ?? {}) };
    const upload = steps.find((step) => String(at(step, 'uses')).startsWith('actions/upload'));
    return {
      run: ['bash', '-e', '-c', lineIn(steps.map((step) => at(step, 'run')))],
      env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, said(value)])),
      keeps: said(at(upload, 'with', 'path')),
    };
  };
  const values = { 'github.run_number': '7', 'strategy.job-total': String(matrix.length) };
  return {
    name: 'GitHub Actions',
    shards: matrix.map((shard) => job('shard', { ...values, 'matrix.shard': text(shard) })),
    merge: job('merge', values),
  };
}

/** Jobs in parallel: the variables of the file may speak of the engine's. */
function gitlab(): Engine {
  const file = read('deploy/gitlab-ci.yml');
  const of = Number(at(file, 'shard', 'parallel'));
  const job = (name: string, predefined: Readonly<Record<string, string>>): Job => ({
    run: ['sh', '-e', '-c', lineIn(list(at(file, name, 'script')))],
    env: {
      ...predefined,
      ...Object.fromEntries(
        Object.entries(record(at(file, 'variables'))).map(([key, value]) => [
          key,
          text(value).replace(/\$(\w+)/gu, (all, variable: string) => predefined[variable] ?? all),
        ]),
      ),
    },
    keeps: text(list(at(file, name, 'artifacts', 'paths'))[0]),
  });
  const always = { CI_PIPELINE_IID: '7' };
  return {
    name: 'GitLab CI',
    shards: Array.from({ length: of }, (_, i) =>
      job('shard', { ...always, CI_NODE_INDEX: String(i + 1), CI_NODE_TOTAL: String(of) }),
    ),
    merge: job('merge', { ...always, CI_NODE_TOTAL: '1' }),
  };
}

/** An Indexed Job: pods are told their index alone, and what the manifest says. */
function kubernetes(): Engine {
  const pod = (name: string, more: Readonly<Record<string, string>>, keeps: string): Job => {
    const spec = at(read(name), 'spec', 'template', 'spec');
    const container = list(at(spec, 'containers'))[0];
    const env = list(at(container, 'env') ?? []);
    return {
      run: list(at(container, 'command')).map(text),
      env: {
        ...Object.fromEntries(
          env.map((one) => [text(at(one, 'name')), textOnly(at(one, 'value'))]),
        ),
        ...more,
      },
      keeps,
    };
  };
  const file = 'deploy/kubernetes-shards.yaml';
  return {
    name: 'Kubernetes',
    shards: Array.from({ length: Number(at(read(file), 'spec', 'completions')) }, (_, i) =>
      pod(file, { JOB_COMPLETION_INDEX: String(i) }, 'part-*.json'),
    ),
    merge: pod('deploy/kubernetes-merge.yaml', {}, 'whole.json'),
  };
}

/** Every engine whose jobs are described in YAML. */
export const engines = (): readonly Engine[] => [github(), gitlab(), kubernetes()];

const read = (file: string): unknown => parse(readFileSync(file, 'utf8'), { strict: true });

/** The one line of a script that runs the command. */
function lineIn(lines: readonly unknown[]): string {
  const [line, ...others] = lines.filter((one) => String(one).includes('hvspec.js'));
  return others.length === 0 ? text(line) : wrong('two lines run the command');
}

/** What stands under these keys, one in the other; undefined where there is none. */
const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value) ? value : wrong(`${JSON.stringify(value)} is no mapping`);

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : wrong(`${JSON.stringify(value)} is no list`);

const text = (value: unknown): string =>
  typeof value === 'number' ? String(value) : textOnly(value);

/** Kubernetes takes no numbers for the values of variables. */
const textOnly = (value: unknown): string =>
  typeof value === 'string' ? value : wrong(`${JSON.stringify(value)} is no text`);

function wrong(what: string): never {
  throw new Error(what);
}
