// What the command writes for scripts, held to the schemas that are published: every key is in the schema of its verb, and none is missing.
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { closedSchemas } from '../properties/report/schemas/published.ts';
import { OWN_FILE } from '../properties/subjects/fixtures.ts';
import { hvspec } from './testing/run-cli.ts';

const ajv = new Ajv({ allowUnionTypes: true, allErrors: true });

const FEW = '--runs 20 --seed 1';

/** Commands that write JSON, by the name of their schema. */
const commands: readonly (readonly [schema: string, line: string])[] = [
  ['check', `check --sample host-cr-fields-return host-dscr-returns --coverage ${FEW} --json -`],
  ['kernel', `kernel ${OWN_FILE} --clause host-cr-fields-return ${FEW} --json -`],
  [
    'comparison',
    `kernel ${OWN_FILE} --base ${OWN_FILE} --clause host-cr-fields-return ${FEW} --json -`,
  ],
  ['prove', 'prove host-dscr-returns --model published --json -'],
  ['counterexample', 'counterexample cr-not-kept --format json'],
  ['counterexample', 'counterexample virtual-cores-not-freed --format json'],
  ['spec', 'spec --json -'],
  ['faults', 'faults --json -'],
  ['kill', 'faults --kill entry.freeze.isync --json - --runs 1 --seed 1'],
  ['explore', 'explore --cores 1 --threads 2 --fault sdr1-not-restored --json -'],
  ['explore-protocol', 'explore --path published --limit 500 --json -'],
];

it('every schema has a command that is held to it', () => {
  expect([...new Set(commands.map(([schema]) => schema))].sort()).toEqual(
    Object.keys(closedSchemas).sort(),
  );
});

describe.each(commands)('%s is the schema of', (name, line) => {
  it(`hvspec ${line}`, async () => {
    const { out } = await hvspec(line);
    const isRight = ajv.compile(closedSchemas[name]?.schema ?? false);
    isRight(JSON.parse(out));
    const wrong = (isRight.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    expect(wrong).toEqual([]);
  });
});
