// What counts as agreement of two programs: both return, and change what counts alike.
import { describe, expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { slots } from '../../../model/places.ts';
import { link } from '../../../model/program.ts';
import { defectAlone } from '../../subjects/variants.ts';
import type { History } from './history.ts';
import { stageWithout } from './play.ts';
import { difference } from './refinement.ts';

const stage = stageWithout(new Set());
const plain: History = [new BigUint64Array(slots + 1), []];
const empty = link([]);

describe('two programs', () => {
  it('agree when they are the same', () => {
    expect(difference(repaired, repaired, plain, stage)).toBeUndefined();
  });

  it('part where one stores elsewhere', () => {
    const stray = defectAlone('dscr-saved-through-its-value');
    expect(difference(repaired, stray, plain, stage)).toMatch(/exit\.sprs\.dscr/u);
  });

  it('do not agree by being stuck alike', () => {
    expect(difference(empty, empty, plain, stage)).toMatch(
      /^the reference does not return \(.+\)$/u,
    );
  });

  it('part where only one returns', () => {
    expect(difference(repaired, empty, plain, stage)).toBeDefined();
  });
});
