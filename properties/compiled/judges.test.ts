// Compiled judges beside the interpreter, on arbitrary clauses and on short runs that are made by hand: no model, only what a claim means.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineBuffer } from '../../model/compiled/machine-buffer.ts';
import { ownLayout } from '../../model/layout.ts';
import { slotNamed } from '../../model/places.ts';
import type { Claim, Operation, Term } from '../../spec/clause.ts';
import {
  address,
  each,
  equal,
  given,
  holds,
  hpteMapsUserMemory,
  hptePublishedLast,
  literal,
  lowestClearBit,
  neverWrites,
  now,
  oneBitToggled,
  oneOf,
  onlyWrites,
  precedes,
  prior,
  reachable,
  realModeAddressable,
  returnsToCaller,
  sameInBoth,
  signed,
  slbMatchesList,
  throughout,
  vrmaMapsSlots,
  was,
  whenWritten,
} from '../../spec/terms.ts';
import type { Place, SpanKind } from '../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { SEVERITY } from '../severity.ts';
import { judgesOf } from './judges.ts';
import {
  clauseOf,
  compiledJudges,
  NOWHERE,
  plainly,
  REGISTERS,
  type Run,
  type Words,
} from './testing/runs.ts';

const FIELDS = ['vcpu.dscr', 'vcpu.amr', 'hstate.host_dscr'] as const satisfies readonly Place[];
const PLACES: readonly Place[] = [...REGISTERS, ...FIELDS];

const EDGES = [0n, 1n, 2n, 3n, lowBits(32), 1n << 32n, 1n << 63n, lowBits(64)];
const edge = fc.constantFrom(...EDGES);
const place = fc.constantFrom(...PLACES);
const narrow = (name: string, word: Word): Word => (name === 'DEC' ? word & lowBits(32) : word);
const words = (from: readonly string[], least: number): fc.Arbitrary<Words> =>
  fc
    .array(fc.tuple(fc.constantFrom(...from), edge), { minLength: least, maxLength: 3 })
    .map((all) => Object.fromEntries(all.map(([name, word]) => [name, narrow(name, word)])));
const steps = fc.array(words([...PLACES, NOWHERE], 1), { maxLength: 4 });
const run: fc.Arbitrary<Run> = fc.record({
  begin: words(PLACES, 0),
  parts: fc.tuple(steps, steps, steps),
});

const OPERATIONS: readonly Operation[] = [
  'add',
  'sub',
  'multiply',
  'and',
  'or',
  'xor',
  'not',
  'equal',
  'lessSigned',
  'lessUnsigned',
  'select',
];

/** A term, which may ask for what was before a write only in a claim about steps. */
function termOf(reads: readonly ('was' | 'now' | 'prior')[]): fc.Arbitrary<Term> {
  const leaf: fc.Arbitrary<Term> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...reads), place)
        .map(([term, name]): Term => ({ term, place: name })),
    },
    edge.map(literal),
    fc.constant(address('vcpu')),
  );
  const applied = (of: fc.Arbitrary<Term>): fc.Arbitrary<Term> =>
    fc
      .tuple(fc.constantFrom(...OPERATIONS), of, of, of)
      .map(([op, ...to]): Term => ({ term: 'apply', op, to }));
  const bits: fc.Arbitrary<Term> = fc.record({
    term: fc.constant('bits' as const),
    op: fc.constantFrom('shiftLeft' as const, 'shiftRight' as const, 'signExtend' as const),
    of: leaf,
    by: fc.constantFrom(1, 8, 32, 40),
  });
  return fc.oneof({ weight: 3, arbitrary: leaf }, bits, applied(leaf), applied(applied(leaf)));
}

/** Claims about one state. */
function stateClaim(term: fc.Arbitrary<Term>): fc.Arbitrary<Claim> {
  const more = fc.record({ mask: edge, within: term }, { requiredKeys: [] });
  const single: fc.Arbitrary<Claim> = fc.oneof(
    fc.tuple(term, term, more).map(([a, b, rest]) => equal(a, b, rest)),
    fc.tuple(place, term).map(([name, a]) => holds(name, a)),
    fc.tuple(term, fc.array(edge, { maxLength: 3 })).map(([a, all]) => oneOf(a, all)),
    term.map(reachable),
  );
  const some = fc.oneof(
    { weight: 2, arbitrary: single },
    fc.tuple(term, single).map(([when, then]) => given(when, then)),
  );
  return fc.oneof(
    some,
    fc.array(some, { maxLength: 3 }).map((all) => each(...all)),
  );
}

const atEnds = termOf(['was', 'now']);
const inSteps = stateClaim(termOf(['was', 'now', 'prior']));
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 3 });
const ofSteps: fc.Arbitrary<Claim> = fc.oneof(
  fc
    .tuple(stateClaim(atEnds), fc.record({ while: atEnds, since: place }, { requiredKeys: [] }))
    .map(([then, more]) => throughout(then, more)),
  fc.tuple(places, inSteps).map(([all, then]) => whenWritten(all, then)),
  fc.tuple(place, place).map(([first, then]) => precedes(first, then)),
  places.map(onlyWrites),
  places.map(neverWrites),
);
const claim: fc.Arbitrary<Claim> = fc.oneof(
  stateClaim(atEnds),
  { weight: 2, arbitrary: ofSteps },
  fc.tuple(atEnds, ofSteps).map(([when, then]) => given(when, then)),
  fc.array(fc.oneof(stateClaim(atEnds), ofSteps), { maxLength: 3 }).map((all) => each(...all)),
);
const clause = fc
  .tuple(claim, fc.constantFrom<SpanKind[]>('switch', 'entry', 'guest', 'exit'))
  .map(([one, over]) => clauseOf(one, over));

describe('compiled judges', () => {
  it.each([2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018])(
    'say what the interpreter says, of any claim (seed %i)',
    (seed) => {
      const all = fc.record({
        clauses: fc.array(clause, { minLength: 12, maxLength: 12 }),
        runs: fc.array(run, { minLength: 8, maxLength: 8 }),
      });
      fc.assert(
        fc.property(all, ({ clauses, runs }) => {
          const compiledly = compiledJudges(clauses);
          for (const one of runs) {
            const [found, expected] = [compiledly(one), plainly(clauses, one)];
            const different = clauses.filter((_, i) => found[i] !== expected[i]);
            expect(different.map((wrong) => ({ ...wrong, run: one }))).toEqual([]);
          }
        }),
        { seed, numRuns: 5, endOnFailure: true },
      );
    },
  );

  it('keep the worst that a clause showed, and what it met', () => {
    const clauses = [clauseOf(given(now('DSCR'), equal(now('DSCR'), literal(1n))), 'switch')];
    const judged = compiledJudges(clauses);
    const ends = (word: Word): Run => ({ begin: { DSCR: word }, parts: [[], [], []] });
    expect([0n, 1n, 2n].map((word) => judged(ends(word)))).toEqual([
      [SEVERITY.vacuous],
      [SEVERITY.holds],
      [SEVERITY.violated],
    ]);
  });

  it('see that the switch comes back, and where it is', () => {
    const clauses = [clauseOf(returnsToCaller, 'switch'), clauseOf(realModeAddressable, 'switch')];
    const judged = compiledJudges(clauses);
    const back = (NIA: Word): Run => ({ begin: { LR: 8n }, parts: [[], [], [{ NIA }]] });
    for (const one of [back(8n), back(9n)]) expect(judged(one)).toEqual(plainly(clauses, one));
    expect(judged(back(9n))).toEqual([SEVERITY.violated, SEVERITY.holds]);
  });

  it.each<[string, Claim, string]>([
    ['of NIA', throughout(equal(now('NIA'), literal(0n))), 'a claim about steps speaks of NIA'],
    [
      'of steps in another',
      throughout(given(now('DSCR'), neverWrites(['LR']))),
      'never-writes is about steps, and is in a claim about steps',
    ],
    [
      'of a table at each step',
      whenWritten(['DSCR'], slbMatchesList('now', 'now')),
      'slb-matches-list is judged at the ends of a span',
    ],
    ['of two runs', sameInBoth(['DSCR']), 'same-in-both says nothing of a switch'],
    ['of a map', lowestClearBit(now('DSCR'), ['LR']), 'lowest-clear-bit says nothing of a switch'],
    ['of a bit', oneBitToggled(now('DSCR'), ['LR']), 'one-bit-toggled says nothing of a switch'],
    ['of a VM', vrmaMapsSlots, 'vrma-maps-slots says nothing of a switch'],
    ['of users', hpteMapsUserMemory, 'hpte-maps-user-memory says nothing of a switch'],
    ['of entries', hptePublishedLast, 'hpte-published-last says nothing of a switch'],
  ])('refuse a claim %s', (_of, refused, why) => {
    expect(() => compiledJudges([clauseOf(refused, 'switch')])).toThrow(why);
  });

  it('refuse a stretch that no switch has', () => {
    expect(() => compiledJudges([clauseOf(neverWrites(['LR']), 'core')])).toThrow("'core'");
  });

  it('know what was before the write that they look at, and no other', () => {
    const clauses = [
      clauseOf(whenWritten(['vcpu.dscr'], equal(prior('vcpu.dscr'), now('DSCR'))), 'switch'),
    ];
    const judged = compiledJudges(clauses);
    const one: Run = {
      begin: { 'vcpu.dscr': 5n, DSCR: 5n },
      parts: [[{ 'vcpu.dscr': 6n }, { DSCR: 6n }, { 'vcpu.dscr': 7n }], [], []],
    };
    expect(judged(one)).toEqual([SEVERITY.holds]);
    expect(plainly(clauses, one)).toEqual([SEVERITY.holds]);
  });

  it.each<[string, Claim]>([
    ['a distance', equal(now('DSCR'), literal(0n), { within: prior('vcpu.dscr') })],
    ['a witness', reachable(prior('vcpu.dscr'))],
    ['a sign', equal(signed(prior('vcpu.dscr'), 32), literal(lowBits(64)))],
    ['two words', each(equal(now('DSCR'), was('DSCR')), equal(now('SPRG1'), was('SPRG1')))],
  ])('look at each write of a place for %s', (_what, looked) => {
    const clauses = [clauseOf(whenWritten(['vcpu.dscr'], looked), 'switch')];
    const judged = compiledJudges(clauses);
    for (const before of [0n, 1n, lowBits(32)])
      for (const last of [{ DSCR: 1n }, { SPRG1: 1n }, { DSCR: 1n << 32n }]) {
        const writes = [last, { 'vcpu.dscr': 2n }];
        const one: Run = { begin: { 'vcpu.dscr': before }, parts: [writes, [], []] };
        expect(judged(one)).toEqual(plainly(clauses, one));
      }
  });

  it('take a claim of two stretches for two', () => {
    const one = neverWrites(['DSCR']);
    const clauses = [clauseOf(one, 'entry'), clauseOf(one, 'exit')];
    const early: Run = { begin: {}, parts: [[{ DSCR: 1n }], [], []] };
    expect(compiledJudges(clauses)(early)).toEqual([SEVERITY.violated, SEVERITY.holds]);
  });

  it('look back from a refusal to the call, and from a resumption to the vector', () => {
    const same = equal(now('DSCR'), was('DSCR'));
    const buffer = machineBuffer(ownLayout);
    const judges = judgesOf([clauseOf(same, 'refusal'), clauseOf(same, 'resume')], buffer);
    judges.begin('call');
    buffer.halves[2 * slotNamed('DSCR')] = 1;
    judges.begin('vector');
    judges.end('resume');
    judges.end('refusal');
    expect([...judges.verdicts]).toEqual([SEVERITY.violated, SEVERITY.holds]);
  });

  it('judge many clauses of one kind', () => {
    const clauses = Array.from({ length: 60 }, (_, i) =>
      clauseOf(
        each(...PLACES.map((name) => equal(now(name), was(name), { within: literal(BigInt(i)) }))),
        'switch',
      ),
    );
    const one: Run = { begin: {}, parts: [[], [], [{ DSCR: 30n }]] };
    expect(compiledJudges(clauses)(one)).toEqual(plainly(clauses, one));
  });
});
