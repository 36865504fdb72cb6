// Edits of C code: each does what it says at its site and nowhere else, and none is made in vain.
import { describe, expect, it } from 'vitest';
import { type Edit, edited } from './edits.ts';
import { kernelsOf } from './kernels.ts';
import { begun, type Cell, edits, type Local, made, ran, sitesOf } from './testing/small.ts';

const { assign, call, loop, returns, span, step, when } = made;
const { drop, guard, idle, insertAfter, insertBefore, move, replace, swap, twice } = edits;

const nothing = (text: string) => step(text, () => []);

const code = {
  f: {
    one: nothing('one'),
    if: when((_at, world) => world === 1n, { two: nothing('two'), three: nothing('three') }),
    call: call('g'),
    last: nothing('last'),
  },
  g: {
    zero: assign(() => [['i', 0n]]),
    all: loop((at) => at('i') < 2n, {
      part: span('handling', { four: nothing('four') }),
      next: assign((at) => [['i', at('i') + 1n]]),
    }),
    ret: returns(6n),
  },
};

/** What a run of the code takes with an edit made, in a world in which the condition holds, or not. */
const sitesWith = (edit: Edit<Cell, Local, bigint>, world = 1n) =>
  sitesOf(ran(edited(code, [edit]), 'f', world));

const FOUR = 'g.all.part.four';
const whole = ['f.one', 'f.if.two', 'f.if.three', FOUR, FOUR, 'f.last'];

describe('an edit', () => {
  it('drops a statement, with all that is in it', () => {
    expect(sitesWith(drop('f.one'))).toEqual(whole.slice(1));
    expect(sitesWith(drop('f.if'))).toEqual(['f.one', FOUR, FOUR, 'f.last']);
    expect(sitesWith(drop(FOUR))).toEqual(['f.one', 'f.if.two', 'f.if.three', 'f.last']);
  });

  it('does a statement twice, one time after the other', () => {
    expect(sitesWith(twice('f.if.two'))).toEqual(whole.toSpliced(2, 0, 'f.if.two-again'));
    expect(sitesWith(twice('f.call'))).toEqual(whole.toSpliced(3, 0, FOUR, FOUR));
  });

  it('puts another statement at a site', () => {
    const taken = ran(edited(code, [replace('f.if.two', nothing('other'))]), 'f', 1n).taken;
    expect(taken.map(({ text }) => text)).toEqual([
      'one',
      'other',
      'three',
      'four',
      'four',
      'last',
    ]);
  });

  it('has a condition ask something else', () => {
    expect(
      sitesWith(
        guard('f.if', () => true),
        0n,
      ),
    ).toEqual(whole);
    expect(sitesWith(guard('g.all', () => false))).toEqual([
      'f.one',
      'f.if.two',
      'f.if.three',
      'f.last',
    ]);
  });

  it('inserts statements before a site and after it', () => {
    const put = { a: nothing('a'), b: nothing('b') };
    expect(sitesWith(insertBefore('f.last', put))).toEqual(whole.toSpliced(5, 0, 'f.a', 'f.b'));
    expect(sitesWith(insertAfter('f.if.two', put))).toEqual(
      whole.toSpliced(2, 0, 'f.if.a', 'f.if.b'),
    );
  });

  it('exchanges two statements of one body', () => {
    expect(sitesWith(swap('f.if.two', 'f.if.three'))).toEqual(
      whole.with(1, 'f.if.three').with(2, 'f.if.two'),
    );
    expect(sitesWith(swap('f.last', 'f.one'))).toEqual(whole.with(0, 'f.last').with(5, 'f.one'));
  });

  it('moves a statement, to another routine too', () => {
    expect(sitesWith(move('f.last', 'f.one'))).toEqual(['f.last', ...whole.slice(0, 5)]);
    expect(sitesWith(move('f.one', FOUR))).toEqual([
      ...['f.if.two', 'f.if.three'],
      ...['g.all.part.one', FOUR, 'g.all.part.one', FOUR, 'f.last'],
    ]);
  });

  it('leaves of a routine where it goes on, and takes every step away', () => {
    const run = ran(edited(code, [idle('g')]), 'f', 1n);
    expect(sitesOf(run)).toEqual(['f.one', 'f.if.two', 'f.if.three', 'f.last']);
    expect(run.at('r')).toBe(6n);
    expect(run.spans).toHaveLength(2);
    expect(sitesWith(idle('f'))).toEqual([]);
  });

  it('leaves the code that it is made of as it was', () => {
    sitesWith(drop('f.if.two'));
    expect(sitesOf(ran(code, 'f', 1n))).toEqual(whole);
  });

  it.each<[string, Edit<Cell, Local, bigint>, string]>([
    ['no routine', drop('h.one'), 'nothing at h.one'],
    ['no statement', drop('f.two'), 'nothing at f.two'],
    ['nothing inside', drop('f.one.two'), 'nothing at f.one.two'],
    ['no condition', guard('f.one', () => true), 'nothing at f.one'],
    ['no routine to leave idle', idle('h'), 'nothing at h'],
    ['no place to move to', move('f.one', 'g.none'), 'nothing at g.none'],
    ['a place in another body', swap('f.one', FOUR), `nothing at ${FOUR}`],
    [
      'a key that is there',
      insertAfter('f.one', { last: nothing('a') }),
      'a key comes twice at f.one',
    ],
  ])('is refused where there is %s', (_, edit, message) => {
    expect(() => edited(code, [edit])).toThrow(message);
  });
});

describe('kernels', () => {
  const kernels = kernelsOf<Cell, Local, bigint, 'a' | 'b'>(code, {
    a: [drop('f.one')],
    b: [drop('f.if'), drop('g.all')],
  });
  const sites = ({ call: called }: typeof kernels.repaired) => {
    const run = begun();
    called('f', run, 1n);
    return sitesOf(run);
  };

  it('are the published code, and that repaired', () => {
    expect(sites(kernels.published)).toEqual(whole);
    expect(sites(kernels.repaired)).toEqual(['f.last']);
  });

  it('have one defect, or what an edit makes of the repaired code', () => {
    expect(sites(kernels.withDefect('a'))).toEqual(['f.one', 'f.last']);
    expect(sites(kernels.withDefect('b'))).toEqual(whole.slice(1));
    expect(sites(kernels.withEdits([drop('f.last')]))).toEqual([]);
    expect(() => kernels.withEdits([drop('f.one')])).toThrow('nothing at f.one');
  });
});
