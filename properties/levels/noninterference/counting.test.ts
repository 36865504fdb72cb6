// Pairs by compiled code and by the interpreter: the same counts, the same worst pairs, and the same that is left of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, VMALLOC } from '../../../model/layout.ts';
import { type Edit, insertAfter, withEdits } from '../../../model/mutate.ts';
import { published } from '../../../model/paths/published.ts';
import { defectNames, repaired } from '../../../model/paths/repairs.ts';
import { slotNamed } from '../../../model/places.ts';
import { link, type Program } from '../../../model/program.ts';
import { type Step, step } from '../../../model/step.ts';
import { goToIf, has } from '../../../model/steps/branch.ts';
import { register } from '../../../model/steps/transfer.ts';
import { isolation } from '../../../spec/chapters/isolation.ts';
import type { Clause } from '../../../spec/clause.ts';
import { clauseNamed } from '../../../spec/contract.ts';
import { secretsOf } from '../../../spec/secrets.ts';
import { each, onlyWrites, sameInBoth } from '../../../spec/terms.ts';
import { pairEvaluator } from '../../compiled/pair-evaluator.ts';
import { ownSwitch } from '../../subjects/fixtures.ts';
import { few, triesAll } from '../../testing/rows.ts';
import type { BlockCounts } from '../level.ts';
import { COMPARING, compiledPairs, stage } from './counting.ts';
import { leaks } from './faults.ts';
import {
  pairBySlot,
  paired,
  pairHistories,
  pairHistory,
  pairSeeds,
  seedBySlot,
} from './history.ts';
import { pairs } from './level.ts';

const { clauses } = isolation;
const RUNS = triesAll ? 300 : 6;

/** What a block says by each reader. */
const bothSay = (program: Program, some: readonly Clause[] = clauses, runs = RUNS) =>
  (['plain', 'compiled'] as const).map((reader) =>
    compiledPairs(pairs, program, some, { reader }).run({ seed: 7, runs }),
  );

const edited = (...edits: readonly Edit[]) => withEdits(repaired, edits);

type Gpr = 'r0' | 'r15';

const asideAt = (address: bigint, more: Gpr): Step =>
  step('puts r14 aside', (view, words) => [
    {
      address: words.or(words.literal(address), words.and(view.register(more), words.literal(4n))),
      bytes: 4,
      value: view.register('r14'),
    },
  ]);

const behind = (put: Step): Edit => insertAfter('exit.purr.host-spurr', { put });
const inEntry = (put: Step): Edit => insertAfter('entry.msr.ee-off', { put });
const isOdd = has(register('r14'), 1n);

const toVmalloc = () => edited(behind(asideAt(VMALLOC, 'r0')));

type Row = readonly [name: string, program: () => Program, worst: string | undefined];

/** Programs that the level's faults are not: what is stored where nobody named anything, and ways that do not return. */
const strange: readonly Row[] = [
  [
    'a register of the guest left where nobody named anything',
    () => edited(behind(asideAt(0x7000n, 'r0'))),
    'violated',
  ],
  [
    'one left at an address that is a secret',
    () => edited(behind(asideAt(0x7000n, 'r15'))),
    undefined,
  ],
  [
    'a register of the host, over which the guest is put',
    () => edited(inEntry(asideAt(0x7000n, 'r0')), behind(asideAt(0x7000n, 'r0'))),
    undefined,
  ],
  [
    'a way that ends nowhere for some guests',
    () => edited(behind(goToIf(isOdd, 'r14 is odd', 'nowhere at all'))),
    'stuck',
  ],
  [
    'a way that goes round for some guests',
    () => edited(behind(goToIf(isOdd, 'r14 is odd', 'exit.purr.host-purr'))),
    'stuck',
  ],
  [
    'a load from where nothing is',
    () =>
      edited(
        behind(
          step('loads', (view) => [{ register: 'r14', value: view.load(view.register('r14'), 8) }]),
        ),
      ),
    'stuck',
  ],
  ['a way to where compiled code does not go', toVmalloc, undefined],
];

/** The verdicts that a block has seen at worst. */
const worstOf = ({ counts }: BlockCounts): ReadonlySet<string> =>
  new Set(counts.flatMap(({ worst }) => (worst === undefined ? [] : [worst.verdict])));

describe('both readers count alike', () => {
  const more: readonly Row[] = [
    ['kernel source as it is published', () => ownSwitch(defectNames).program, undefined],
    [
      'a way that goes round for some hosts',
      () => edited(inEntry(goToIf(isOdd, 'r14 is odd', 'entry.msr.ee-off'))),
      'stuck',
    ],
  ];
  const paths: readonly Row[] = [
    ['published', () => published, 'violated'],
    ['repaired', () => repaired, undefined],
    ['kernel source', () => ownSwitch([]).program, undefined],
    ...few(Object.entries(leaks), 2).map(([name, { code }]): Row => [name, () => code, undefined]),
    ...(triesAll ? more : []),
  ];

  it.each([...paths, ...strange])('%s', (_name, program, worst) => {
    const [plain, compiled] = bothSay(program());
    expect(compiled).toEqual(plain);
    if (worst !== undefined && compiled !== undefined) expect(worstOf(compiled)).toContain(worst);
  });

  it('of clauses that no code is made of', () => {
    const claim = each(onlyWrites(['r0']), sameInBoth(['r1']));
    const clause = { ...clauseNamed('way-in-tells-nothing-of-the-host'), claim };
    const [plain, compiled] = bothSay(repaired, [clause], 8);
    expect(compiled).toEqual(plain);
    expect(compiled?.counts[0]?.worst?.verdict).toBe('violated');
    expect(pairEvaluator(repaired, [clause], stage, COMPARING)).toBeUndefined();
  });
});

describe('compiled code', () => {
  it('judges pairs, but those that lead to where it does not go', () => {
    const sampled = fc.sample(pairHistories, { numRuns: 20, seed: 7 }).map(pairBySlot);
    const judged = (program: Program) => {
      const evaluator = pairEvaluator(program, clauses, stage, COMPARING);
      return sampled.map((pair) => evaluator?.judge(pair) !== undefined);
    };
    expect(judged(repaired)).toEqual(sampled.map(() => true));
    expect(judged(toVmalloc())).toContain(false);
    const moved = link(
      repaired.routines,
      repaired.image,
      layOut({ fields: new Map(), vmalloced: ['kvm'] }),
    );
    expect(pairEvaluator(moved, clauses, stage, COMPARING)).toBeUndefined();
  });

  it('is told of pairs as they are drawn, in the order of the others', () => {
    const options = { numRuns: 60, seed: 3 };
    expect(fc.sample(pairSeeds, options).map(paired)).toEqual(fc.sample(pairHistories, options));
    const [pair] = fc.sample(pairSeeds, { numRuns: 1, seed: 3 });
    if (pair === undefined) throw new Error('nothing was drawn');
    const { side, differences } = seedBySlot(pair);
    for (const place of secretsOf(side))
      expect(pairBySlot(paired(pair)).differences[slotNamed(place)]).toBe(
        differences[slotNamed(place)],
      );
  });
});

describe('a pair that is made simpler', () => {
  const clause = clauseNamed('memory-outside-the-vcpu-tells-nothing-of-the-guest');
  const { code } = leaks['register-left-in-hstate'] ?? { code: repaired };
  const kept = compiledPairs(pairs, code, [clause], {}).run({ seed: 7, runs: 40 }).counts[0]?.worst;
  const shrunk = (reader: 'plain' | 'compiled', some: readonly Clause[] = [clause]) =>
    compiledPairs(pairs, code, some, { reader }).shrink(clause, kept?.history ?? null);

  it('keeps one secret and one bit of it, and whatever clauses it is counted with', () => {
    const { secrets, words, rounds } = pairHistory.read(shrunk('compiled'));
    expect(Object.keys(secrets).length).toBeLessThanOrEqual(1);
    expect([words, rounds]).toEqual([{}, []]);
    expect(shrunk('compiled', [])).toEqual(shrunk('compiled'));
  });

  it.runIf(triesAll)('is the same by the interpreter', () => {
    expect(shrunk('compiled')).toEqual(shrunk('plain'));
  });
});
