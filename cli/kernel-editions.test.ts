// An edition is never silent: the report of a source says that it is judged so, by which signs and at which line, as text and as JSON.
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { hvspec } from './testing/run-cli.ts';

const put = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');
const SOURCE = `kernel ${OWN_TREE} ${put} --define EDITION_A_MODE_FOR_HV_GUESTS`;
const JUDGED = '--clause vectors-know-that-a-guest-runs --runs 20 --seed 1 --workers 1';

describe('kernel source of an edition', () => {
  it('is said to be, with the line, in the report', async () => {
    const { code, out } = await hvspec(`${SOURCE} ${JUDGED} --cards`);
    expect(out.replaceAll(/\s+/gu, ' ')).toMatch(
      /judged as in the editions: a-mode-for-hv-guests \(code puts 0x3 into a register, then stores to hstate\.in_guest: book3s_hv_rmhandlers\.S:\d+\)/u,
    );
    expect(code).toBe(0);
  });

  it('is said to be, with the line, in JSON', async () => {
    const { out } = await hvspec(`${SOURCE} ${JUDGED} --json -`);
    expect(JSON.parse(out).source.editions).toEqual([
      {
        edition: 'a-mode-for-hv-guests',
        site: expect.stringMatching(/^book3s_hv_rmhandlers\.S:\d+$/u),
        by: 'code puts 0x3 into a register, then stores to hstate.in_guest',
      },
    ]);
  });
});
