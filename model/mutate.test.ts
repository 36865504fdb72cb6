// Edits: each makes a new program and leaves the old one as it was.
import { describe, expect, it } from 'vitest';
import {
  drop,
  type Edit,
  edited,
  insertAfter,
  insertBefore,
  insertWithin,
  replace,
  withEdits,
  without,
} from './mutate.ts';
import { link, passage, type Routine, routine } from './program.ts';
import { goTo } from './steps/branch.ts';
import { isync, ptesync } from './steps/context.ts';
import { copy } from './steps/transfer.ts';

const routines = [
  routine('main', passage('a', { isync, ptesync }), passage('b', { back: goTo('a.ptesync') })),
];
const sitesOf = (made: readonly Routine[]) => link(made).steps.map(({ site }) => site);
const put = { one: copy('r3', 'r4'), two: copy('r4', 'r5') };

describe('an edit', () => {
  it.each<[string, Edit, readonly string[]]>([
    ['drops', drop('a.isync'), ['a.ptesync', 'b.back']],
    ['replaces', replace('a.isync', ptesync), ['a.isync', 'a.ptesync', 'b.back']],
    [
      'puts before',
      insertBefore('a.ptesync', put),
      ['a.isync', 'a.one', 'a.two', 'a.ptesync', 'b.back'],
    ],
    [
      'puts after',
      insertAfter('a.ptesync', put),
      ['a.isync', 'a.ptesync', 'a.one', 'a.two', 'b.back'],
    ],
  ])('%s, and the old path stays', (_what, edit, sites) => {
    expect(sitesOf(edited(routines, [edit]))).toEqual(sites);
    expect(sitesOf(routines)).toEqual(['a.isync', 'a.ptesync', 'b.back']);
  });

  it('replaces the step and not its name', () => {
    const [first] = link(edited(routines, [replace('a.isync', ptesync)])).steps;
    expect(first).toMatchObject({ site: 'a.isync', step: ptesync });
  });

  it('may build on one made before', () => {
    const edits = [insertAfter('a.isync', put), drop('a.one'), drop('a.isync')];
    expect(sitesOf(edited(routines, edits))).toEqual(['a.two', 'a.ptesync', 'b.back']);
  });

  it('at a site that is not there, or was dropped, fails', () => {
    expect(() => edited(routines, [drop('a.three')])).toThrow('there are 0 steps at a.three');
    expect(() => edited(routines, [drop('a.isync'), drop('a.isync')])).toThrow('there are 0');
  });

  it.each(['before', 'after'] as const)('put in %s a step, in its place, moves no code', (side) => {
    const program = link(routines);
    const longer = withEdits(program, [insertWithin('a.isync', side, put)]);
    expect(longer.code('a.ptesync')).toBe(program.code('a.ptesync'));
    const sites = ['a.isync', 'one', 'two', 'a.ptesync', 'b.back'];
    const order = side === 'after' ? sites : ['one', 'two', 'a.isync', 'a.ptesync', 'b.back'];
    expect(longer.steps.map(({ site }) => site)).toEqual(order);
    for (const [i, { next }] of longer.steps.slice(0, -1).entries())
      expect(longer.steps[i + 1]?.address).toBe(next);
  });

  it('of more than fits the place of an instruction fails', () => {
    const many = { ...put, three: isync, four: isync };
    expect(() => edited(routines, [insertWithin('a.isync', 'after', many)])).toThrow(
      '5 steps do not fit 4 bytes',
    );
  });

  it('moves up what follows a dropped step', () => {
    const program = link(routines);
    const [first] = program.steps;
    if (first === undefined) throw new Error('the program is empty');
    expect(without(program, first).code('b')).toBe(program.code('b') - 4n);
  });
});
