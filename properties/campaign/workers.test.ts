// Units on several threads, with the code as it was built: the same whatever their number, and though a thread is killed.

import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { triesAll } from '../testing/rows.ts';

it.runIf(triesAll)(
  'units are counted alike on one and three threads, and when a thread is killed',
  () => {
    const said = execFileSync('node', ['dist/properties/campaign/testing/drill.js'], {
      encoding: 'utf8',
    });
    expect(said).toBe('1 same\n3 same\nkilled same\n');
  },
);
