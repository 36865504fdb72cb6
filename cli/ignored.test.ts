// Options that would be ignored beside others, or without them, are refused, so that no one believes they had an effect.
import { describe, expect, it } from 'vitest';
import { slots } from '../model/places.ts';
import { encodeToken } from '../properties/counterexample/token.ts';
import { switchHistory } from '../properties/levels/switch/history-schema.ts';
import { OWN_FILE, OWN_TREE } from '../properties/subjects/fixtures.ts';
import { hvspec } from './testing/run-cli.ts';

const token = encodeToken({
  subject: 'published',
  clause: 'host-cr-fields-return',
  level: 'switch',
  history: switchHistory.write([new BigUint64Array(slots + 1), []]),
});

describe('refused is', () => {
  it.each([
    ['check --path 3 --runs 5', '--runs'],
    ['check --path 3 --time 5', '--time'],
    ['check --path 3 --workers 2', '--workers'],
    ['check --path 3 --shard 1/2 --seed 1', '--shard'],
    ['check --path 3 --shards 2', '--shards'],
    ['check --path 3 --min-coverage 1', '--min-coverage'],
    ['check --shard 1/2 --shards 2 --seed 1', '--shards'],
    ['check --sample --prove-time 5', '--prove-time'],
    ['check --prove-time 5 --min-coverage 1', '--prove-time'],
    ['check --prove-time 5 --coverage', '--prove-time'],
    ['check --prove-time 5 --corpus x', '--prove-time'],
    ['check --prove-time 5 --path 3', '--prove-time'],
    ['check --prove-time 5 --level vm', '--prove-time'],
    [`kernel ${OWN_FILE} --prove --sample`, '--prove'],
    [`kernel ${OWN_FILE} --shard 1/2 --shards 2 --seed 1`, '--shards'],
    [`kernel ${OWN_TREE} --tree ${OWN_TREE}`, '--tree'],
    [`kernel ${OWN_FILE} --define A=1 --define A=2`, '--define A=1'],
    [`faults --kill --kernel ${OWN_FILE} --define A --define A=2`, '--define A'],
    ['faults --model repaired', '--model'],
    [`faults --kernel ${OWN_FILE}`, '--kernel'],
    ['faults --define A', '--define'],
    ['faults --threads 2', '--threads'],
    ['faults --elements x', '--elements'],
    ['faults cr-not-kept --all', '--all'],
    ['faults --kill --all', '--all'],
    ['faults --kill --define A', '--define'],
    [`counterexample --replay ${token} --clause host-dscr-returns`, '--clause'],
    [`counterexample --replay ${token} --runs 5`, '--runs'],
    [`counterexample --replay ${token} --seed 5`, '--seed'],
    [`counterexample --replay ${token} --kernel ${OWN_FILE}`, '--kernel'],
    [`counterexample --replay ${token} --tree ${OWN_TREE}`, '--tree'],
    ['counterexample sdr1-not-restored --runs 5', '--runs'],
    ['counterexample hdec-vector-does-not-ask --seed 5', '--seed'],
    [`counterexample cr-not-kept --kernel ${OWN_FILE}`, '--kernel'],
    [`counterexample cr-not-kept --replay ${token}`, '--replay'],
  ])('%s', async (line, option) => {
    const { code, out, err } = await hvspec(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^hvspec: .*\n$/u);
    expect(err).toContain(option);
  });

  it.each([
    ['check --seed 1 --seed 2', '--seed'],
    ['check --runs 5 --runs 5', '--runs'],
    ['spec --json a --json b', '--json'],
    ['explore --cores 1 --cores 2', '--cores'],
    ['merge x --resume a --resume b', '--resume'],
    ['counterexample cr-not-kept --format json --format text', '--format'],
  ])('an option given twice: %s', async (line, option) => {
    const { code, out, err } = await hvspec(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^hvspec: option '${option} .*given twice.*\\n$`, 'u'));
  });
});

it('what may be given again still may', async () => {
  const { code } = await hvspec(
    `kernel ${OWN_FILE} --define A=1 --define B=2 --clause host-dscr-returns --clause host-cr-fields-return --runs 20 --seed 1`,
  );
  expect(code).toBe(1);
});
