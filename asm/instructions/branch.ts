// Mnemonics of branches, Book I 2.4, with the extended ones of appendix E: a condition or a count, then where to
// (an address, LR or CTR), then whether LR is written.
import { type BranchTest, branch } from '../../model/steps/branch-conditional.ts';
import { constant, type Source } from '../../model/steps/transfer.ts';
import { together } from './families.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

const LR: Source = (view) => view.register('LR');
const CTR: Source = (view) => view.register('CTR');

/** A stem such as `beq`, with every way to say where to; `test` makes what it asks of the field that is named. */
function family(
  stem: string,
  kinds: readonly ('field' | 'bit')[],
  test: (of: number) => BranchTest,
): Forms {
  const counts = test(0).count !== undefined;
  const to = (where: Source | undefined, link: boolean): readonly Form[] => [
    ...(kinds.includes('field') || kinds.length === 0 ? [shortForm(where, link, test(0))] : []),
    ...kinds.map((kind) => longForm(kind, where, link, test)),
  ];
  return {
    [stem]: to(undefined, false),
    [`${stem}l`]: to(undefined, true),
    [`${stem}a`]: to(undefined, false),
    [`${stem}la`]: to(undefined, true),
    [`${stem}lr`]: to(LR, false),
    [`${stem}lrl`]: to(LR, true),
    ...(counts ? {} : { [`${stem}ctr`]: to(CTR, false), [`${stem}ctrl`]: to(CTR, true) }),
  };
}

function shortForm(where: Source | undefined, link: boolean, test: BranchTest): Form {
  return where === undefined
    ? form(['target'], (target) => branch(constant(target), test, link))
    : form([], () => branch(where, test, link));
}

function longForm(
  kind: 'field' | 'bit',
  where: Source | undefined,
  link: boolean,
  test: (of: number) => BranchTest,
): Form {
  return where === undefined
    ? form([kind, 'target'], (of, target) => branch(constant(target), test(of), link))
    : form([kind], (of) => branch(where, test(of), link));
}

/** Conditions by name: the bit of the field, and what it must be. */
const CONDITIONS: Readonly<Record<string, readonly [bit: number, is: 0 | 1]>> = {
  lt: [0, 1],
  gt: [1, 1],
  eq: [2, 1],
  so: [3, 1],
  un: [3, 1],
  ge: [0, 0],
  nl: [0, 0],
  le: [1, 0],
  ng: [1, 0],
  ne: [2, 0],
  ns: [3, 0],
  nu: [3, 0],
};

const named = Object.entries(CONDITIONS).map(([name, [bit, is]]) =>
  family(`b${name}`, ['field'], (field) => ({ bit: { number: 4 * field + bit, is } })),
);

const counted = (
  [
    ['dnz', 'not-zero'],
    ['dz', 'zero'],
  ] as const
).flatMap(([name, count]) => [
  family(`b${name}`, [], () => ({ count })),
  family(`b${name}t`, ['bit'], (number) => ({ count, bit: { number, is: 1 } })),
  family(`b${name}f`, ['bit'], (number) => ({ count, bit: { number, is: 0 } })),
]);

/** The BO that mean something, with their hints. */
const BO: readonly number[] = [0, 2, 4, 6, 7, 8, 10, 12, 14, 15, 16, 18, 20, 24, 25, 26, 27];

/** BO of bc, bclr and bcctr, without its hints (Book I figure 25). */
function testBy(bo: number, bi: number): BranchTest {
  if (!BO.includes(bo))
    throw new InvalidOperand(`BO is ${bo}, and must be one of ${BO.join(', ')}`);
  const ignoresBit = (bo & 16) !== 0;
  const ignoresCount = (bo & 4) !== 0;
  return {
    ...(ignoresBit ? {} : { bit: { number: bi, is: (bo & 8) === 0 ? 0 : 1 } }),
    ...(ignoresCount ? {} : { count: (bo & 2) === 0 ? 'not-zero' : 'zero' }),
  };
}

const general = (where: Source | undefined, link: boolean): readonly Form[] =>
  where === undefined
    ? [
        form(['number', 'bit', 'target'], (bo, bi, target) =>
          branch(constant(target), testBy(bo, bi), link),
        ),
      ]
    : [
        form(['number', 'bit'], (bo, bi) => {
          const test = testBy(bo, bi);
          if (where === CTR && test.count !== undefined)
            throw new InvalidOperand('bcctr cannot count CTR down and go where it leads');
          return branch(where, test, link);
        }),
      ];

const always: Forms = {
  ...family('b', [], () => ({})),
  bc: general(undefined, false),
  bcl: general(undefined, true),
  bca: general(undefined, false),
  bcla: general(undefined, true),
  bclr: general(LR, false),
  bclrl: general(LR, true),
  bcctr: general(CTR, false),
  bcctrl: general(CTR, true),
};

/** Every mnemonic of this section. */
export const branches: Forms = together(
  always,
  ...named,
  ...counted,
  family('bt', ['bit'], (number) => ({ bit: { number, is: 1 } })),
  family('bf', ['bit'], (number) => ({ bit: { number, is: 0 } })),
);
