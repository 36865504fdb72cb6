// check --coverage: every cell is printed, zeros too, and a threshold that is missed fails.
import { describe, expect, it } from 'vitest';
import { endings, states } from '../properties/levels/switch/coverage.ts';
import { hvspec } from './testing/run-cli.ts';

const ONE = 'check --sample host-dscr-returns --model repaired --seed 1 --runs 20';

describe('coverage', () => {
  it('prints a row for every state and for every ending before, within 80 columns', async () => {
    const { code, out } = await hvspec(`${ONE} --coverage`);
    const table = out.slice(out.indexOf('Coverage of repaired')).trimEnd().split('\n');
    expect(code).toBe(0);
    expect(table.filter((line) => line.startsWith(' '))).toHaveLength(
      states.length + endings.length,
    );
    expect(table.join('\n')).toMatch(/ 0 /u);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('fails below the threshold, and says where', async () => {
    const { code, err } = await hvspec(`${ONE} --min-coverage 1000`);
    expect(code).toBe(1);
    expect(err).toMatch(/hvspec: fewer than 1000: repaired: MACHINE_CHECK \/ PMU in use: \d+/u);
  });

  it('is in the report for scripts', async () => {
    const report: unknown = JSON.parse((await hvspec(`${ONE} --json -`)).out);
    expect(report).toHaveProperty('coverage.0.model', 'repaired');
    expect(report).toHaveProperty(['coverage', '0', 'cells', 'SYSTEM_CALL / EE on']);
  });
});
