// Kernel source as it is found: a tree that was built says itself where its fields are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsIn } from '../../asm/facts/fields.ts';
import { ownLayout } from '../../model/layout.ts';
import { published } from '../../model/paths/published.ts';
import { Unreadable } from '../input/unreadable.ts';
import { histories } from '../levels/switch/history.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { difference } from '../levels/switch/refinement.ts';
import { diskFiles } from './disk-files.ts';
import { OWN_TREE } from './fixtures.ts';
import { type Files, readKernel } from './kernel-source.ts';

const NONE = new Set<string>();
const stage = stageWithout(NONE);

/** Numbers as a build might have them: none is that of the own layout, and the SLB's entries have 40 bytes. */
const numbers = new Map<string, number>([
  ...[...offsetsIn(ownLayout)].map(([name, value]): [string, number] => [
    name,
    moved(name, Number(value)),
  ]),
  ['SWITCH_FRAME_SIZE', 560],
  ['GPR0', 112],
  ['VCPU_SLB', 20000],
  ['VCPU_SLB_SIZE', 40],
  ['VCPU_SLB_E', 16],
  ['VCPU_SLB_V', 24],
]);

function moved(name: string, value: number): number {
  if (name.startsWith('VCPU_')) return value + (value > 300 ? 1088 : 64);
  return value + (name.startsWith('HSTATE_') ? 512 : 48);
}

/** The own tree as it would be behind a build with these numbers. */
const built = (defined: ReadonlyMap<string, number>): Files => ({
  isFolder: diskFiles.isFolder,
  text: (path) => {
    if (path.endsWith('include/generated/asm-offsets.h'))
      return [...defined]
        .map(([name, number]) => `#define ${name} ${number} /* made up */`)
        .join('\n');
    const text = diskFiles.text(path);
    return path.endsWith('asm/reg.h') ? `#include <generated/asm-offsets.h>\n${text}` : text;
  },
});

const asked = { paths: [OWN_TREE], defines: [] };

describe('a tree that was built', () => {
  const reading = readKernel(asked, built(numbers));
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  const { program } = reading.lowered;

  it('has its fields where the build put them', () => {
    expect(program.layout.distanceTo('vcpu.dscr')).toBe(BigInt(numbers.get('VCPU_DSCR') ?? 0));
    expect(program.layout.distanceTo('vcpu.slb[3].vsid')).toBe(20000n + 3n * 40n + 24n);
    expect(program.layout.frameBytes).toBe(560n);
  });

  it('is the same switch', () => {
    fc.assert(
      fc.property(histories, (history) => {
        // The tree has no handlers of hypercalls.
        const { spans } = play(published, history, stage).trace;
        const taken = spans.flatMap((span) => span.taken.map(({ site }) => site));
        fc.pre(!taken.some((site) => site.startsWith('exit.answer.')));
        expect(difference(published, program, history, stage)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('stores through a wrong base where the numbers lead', () => {
    const { trace } = play(program, [new BigUint64Array(2000), []], stage);
    const places = trace.spans
      .flatMap(({ taken }) => taken)
      .flatMap(({ writes }) => writes.map(({ place }) => place));
    expect(places).toContain(`[0x${(numbers.get('VCPU_DSCR') ?? 0).toString(16)}]`);
  });
});

it('says when two fields of a build share a byte', () => {
  const wrong = new Map([...numbers, ['VCPU_PC', numbers.get('VCPU_MSR') ?? 0] as const]);
  expect(() => readKernel(asked, built(wrong))).toThrow(Unreadable);
  expect(() => readKernel(asked, built(wrong))).toThrow(
    'vcpu.pc and vcpu.msr share a byte: build the tree anew',
  );
});

it('reads the file of a routine that the real-mode half calls, and no other', () => {
  const helper = '_GLOBAL(fetch_units)\n\tli r3, 0\n\tblr\n\tnever r1\n';
  const withHelper = (call: string): Files => ({
    isFolder: diskFiles.isFolder,
    text(path) {
      if (path.endsWith('kernel/fpu.S')) return `#include <asm/ppc_asm.h>\n${helper}`;
      const text = diskFiles.text(path);
      return path.endsWith('rmhandlers.S') ? `${text}\n${call}` : text;
    },
  });
  const read = (call: string) => {
    const reading = readKernel(asked, withHelper(call));
    return reading.ok ? reading.read.map((path) => path.slice(path.lastIndexOf('/') + 1)) : [];
  };
  expect(read('late:\tbl fetch_units\n')).toContain('fpu.S');
  expect(read('late:\tbl .fetch_units\n')).toContain('fpu.S');
  expect(read('late:\tnop\n')).not.toContain('fpu.S');
});
