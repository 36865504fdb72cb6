// Assembly judged by the contract: the project's own switch as published, put right, and with each fault planted in it.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoweredProgram } from '../asm/lower/lower.ts';
import { published } from '../model/paths/published.ts';
import { type DefectName, defectNames } from '../model/paths/repairs.ts';
import { type HandlerName, handlerNames, handlers } from '../spec/vocabulary/hypercalls.ts';
import { hypercallOf } from './arbitraries/guest-program.ts';
import { check } from './campaign/check.ts';
import { switchContract } from './levels/switch/contract.ts';
import { histories } from './levels/switch/history.ts';
import { stageWithout } from './levels/switch/play.ts';
import { difference } from './levels/switch/refinement.ts';
import { brokenOn } from './mutation/pool.ts';
import { defects } from './subjects/defects.ts';
import { lowered, ownSwitch } from './subjects/fixtures.ts';
import { expectedOf } from './subjects/variants.ts';
import { few } from './testing/rows.ts';

const NONE = new Set<string>();
const stage = stageWithout(NONE);
const everyDefect = defectNames;
const names = (clauses: Iterable<{ readonly name: string }>) =>
  [...clauses].map(({ name }) => name).sort();
const broken = ({ program }: LoweredProgram) => names(brokenOn(program, 'all'));
const violatedInPublished = names(
  switchContract.filter(({ name }) => expectedOf('published', name, 'switch') === 'violated'),
);

/** What must be in the vcpu when a guest is out, of all that a hypercall may change. */
const guestsSaved = switchContract.filter(({ name }) =>
  /^guest-(?:r0|r3-r12|cr|xer|ctr)-survives$/u.test(name),
);

/** The faults that are planted in the fixture, with the clauses that its README says each breaks. */
const faults = readFileSync('asm/fixtures/README.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `FAULT_'))
  .map((line): [string, readonly string[]] => {
    const cells = line
      .split('|')
      .map((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name));
    return [cells[1]?.[0] ?? '', cells[3] ?? []];
  });

describe('the own switch', () => {
  it('breaks as published just what the published path breaks', () => {
    expect(broken(ownSwitch(everyDefect))).toEqual(violatedInPublished);
  });

  it.each(
    few(
      [
        [[]],
        [['SECONDARIES']],
        [['REAL_MODE_HCALLS']],
        [['REAL_MODE_HCALLS', 'BREAKPOINT_READ_BACK']],
      ],
      2,
    ),
  )('breaks nothing once it is put right, with %j', (others) => {
    expect(broken(ownSwitch([], others))).toEqual([]);
  });

  it.each(few(defectNames, 3))('with %s breaks just its clauses', (defect: DefectName) => {
    expect(broken(ownSwitch([defect]))).toEqual([...defects[defect].breaks].sort());
  });

  it('leaves no clause without anything to say where C code is called on the way out', async () => {
    const { program } = ownSwitch([], ['REAL_MODE_HCALLS', 'FAULT_C_CALL_ON_THE_WAY_OUT']);
    const subjects = [{ model: 'kernel', program }];
    const checked = await check({ subjects, clauses: guestsSaved, runs: 400, seed: 3 });
    expect(checked.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  it('calls C code for hypercalls that are answered in real mode', () => {
    expect(ownSwitch([], ['REAL_MODE_HCALLS']).called).toContain('kvmppc_h_enter');
  });

  it.each(few(faults, 5))('with %s breaks what its README says', (fault, clauses) => {
    const verdicts = broken(ownSwitch([], ['REAL_MODE_HCALLS', fault]));
    expect(clauses.filter((clause) => !verdicts.includes(clause))).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
  });
});

/** Kernel trees that are held to the published path: the own switch, and a real one where the environment names it. */
const real = process.env.HVSPEC_KERNEL;
const trees: readonly (readonly [string, () => LoweredProgram])[] = [
  ['the own switch', () => ownSwitch(everyDefect, ['REAL_MODE_HCALLS'])],
  ...(real === undefined ? [] : [[real, () => lowered(real)] as const]),
];
if (real === undefined)
  process.stderr.write(
    'refinement of a real kernel is skipped: HVSPEC_KERNEL names no kernel tree\n',
  );

describe.each(trees)('%s', (_name, read) => {
  const { program } = read();
  const lacking = handlerNames.filter((name) => !program.labels.has(name));

  it('refines the published path', () => {
    fc.assert(
      fc.property(histories, (history) => {
        fc.pre(!asksFor(lacking, history));
        expect(difference(published, program, history, stage)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('breaks just what the published path breaks', async () => {
    const { results } = await check({
      subjects: [{ model: 'kernel', program }],
      clauses: switchContract,
      runs: 500,
      seed: 2011,
      minimal: false,
    });
    const violated = results.filter(({ verdict }) => verdict !== 'holds');
    expect(names(violated.map(({ clause }) => clause))).toEqual(violatedInPublished);
  });
});

/** Whether a guest makes a hypercall of which the published path has a handler, and a tree does not. */
const asksFor = (
  lacking: readonly HandlerName[],
  [, rounds]: Parameters<typeof difference>[2],
): boolean =>
  rounds.some(({ guest }) =>
    guest.some((action) =>
      lacking.some((name) => handlers[name].number === ((hypercallOf(action) ?? 0n) >> 2n) << 2n),
    ),
  );
