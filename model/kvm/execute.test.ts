// C code as data, executed: what each statement does, where it leads, and what the run keeps.
import { describe, expect, it } from 'vitest';
import { begun, made, ran, sitesOf } from './testing/small.ts';

const { assign, begin, call, end, loop, returns, span, step, stop, when } = made;

/** A step that adds to a cell. */
const adds = (cell: 'host.lpid' | 'host.pvr', word: bigint) =>
  step(`add ${word} to ${cell}`, (at) => [[cell, at(cell) + word]]);

describe('statements', () => {
  it('are followed in order, and steps are recorded with site, text, and what they write', () => {
    const { taken } = ran({ f: { one: adds('host.lpid', 1n), two: adds('host.lpid', 2n) } }, 'f');
    expect(taken).toEqual([
      {
        site: 'f.one',
        text: 'add 1 to host.lpid',
        by: 'host',
        writes: [{ place: 'host.lpid', word: 1n, stored: true }],
      },
      {
        site: 'f.two',
        text: 'add 2 to host.lpid',
        by: 'host',
        writes: [{ place: 'host.lpid', word: 3n, stored: true }],
      },
    ]);
  });

  it('a step that writes nothing is recorded too, its text says what it saw, and others may take it', () => {
    const one = step(
      (at, world) => `${at('host.lpid')} of ${world}`,
      () => [],
      'guest',
    );
    const { taken } = ran({ f: { one } }, 'f', 7n);
    expect(taken).toEqual([{ site: 'f.one', text: '0 of 7', by: 'guest', writes: [] }]);
  });

  it('a condition lets its body be followed, or not', () => {
    const code = { f: { if: when((_at, world) => world === 1n, { one: adds('host.lpid', 1n) }) } };
    expect(sitesOf(ran(code, 'f', 1n))).toEqual(['f.if.one']);
    expect(sitesOf(ran(code, 'f', 2n))).toEqual([]);
  });

  it('a loop goes round while its condition holds, and locals are written in no step', () => {
    const next = assign((at) => [['i', at('i') + 1n]]);
    const body = { one: adds('host.lpid', 1n), next };
    const run = ran({ f: { all: loop((at, world) => at('i') < world, body) } }, 'f', 3n);
    expect(run.at('host.lpid')).toBe(3n);
    expect(run.at('i')).toBe(3n);
    expect(run.taken).toHaveLength(3);
  });

  it('a return leaves its routine from inside of anything, with r where it gives one', () => {
    const inner = { all: loop(() => true, { if: when(() => true, { ret: returns(5n) }) }) };
    const code = {
      f: { call: call('g'), one: step('r', (at) => [['host.lpid', at('r')]]), ret: returns() },
      g: { ...inner, never: adds('host.pvr', 1n) },
    };
    const run = ran(code, 'f');
    expect([run.at('host.lpid'), run.at('host.pvr'), run.at('r')]).toEqual([5n, 0n, 5n]);
  });

  it('r may come of the state', () => {
    const code = { f: { one: adds('host.lpid', 4n), ret: returns((at) => at('host.lpid') + 1n) } };
    expect(ran(code, 'f').at('r')).toBe(5n);
  });

  it('what stops all returns from no routine, but ends the spans', () => {
    const code = {
      f: { all: span('run', { call: call('g'), never: adds('host.lpid', 1n) }) },
      g: { part: span('handling', { one: adds('host.pvr', 1n), stop }) },
    };
    const run = ran(code, 'f');
    expect(sitesOf(run)).toEqual(['g.part.one']);
    expect(run.spans.map(({ kind }) => kind)).toEqual(['handling', 'run']);
  });

  it('a routine that is not there cannot be called', () => {
    expect(() => ran({ f: { call: call('g') } }, 'f')).toThrow('no routine is called g');
  });
});

describe('spans', () => {
  it('have the states at their ends, whatever comes later', () => {
    const code = {
      f: {
        before: adds('host.lpid', 1n),
        part: span('handling', { one: adds('host.lpid', 2n), two: adds('host.pvr', 9n) }),
        later: adds('host.lpid', 4n),
      },
    };
    const [part] = ran(code, 'f').spans;
    expect([part?.from, part?.to]).toEqual([1, 3]);
    expect([part?.before.word('host.lpid'), part?.after.word('host.lpid')]).toEqual([1n, 3n]);
    expect([part?.before.word('host.pvr'), part?.after.word('host.pvr')]).toEqual([0n, 9n]);
  });

  it('may begin in one place and end in another; one that never began has lasted from the beginning', () => {
    const run = begun();
    run.step({ site: 'a', text: '', by: 'host' }, [['host.lpid', 1n]]);
    run.end('absence');
    run.begin('absence');
    run.step({ site: 'b', text: '', by: 'host' }, [['host.lpid', 2n]]);
    run.end('absence');
    expect(run.spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(run.spans.map(({ before }) => before.word('host.lpid'))).toEqual([0n, 1n]);
  });

  it('statements say where', () => {
    const code = {
      f: { a: adds('host.lpid', 1n), begin: begin('absence'), b: adds('host.lpid', 1n) },
      g: { end: end('absence') },
    };
    const [absence] = ran({ ...code, h: { f: call('f'), g: call('g') } }, 'h').spans;
    expect([absence?.kind, absence?.from, absence?.to]).toEqual(['absence', 1, 2]);
  });
});

it('what was written last is what a run has, by cell', () => {
  const run = begun();
  run.step({ site: 'a', text: '', by: 'host' }, [
    ['host.lpid', 1n],
    ['host.pvr', 2n],
  ]);
  run.put([['host.lpid', 3n]]);
  expect(new Map(run.written())).toEqual(
    new Map([
      ['host.lpid', 3n],
      ['host.pvr', 2n],
    ]),
  );
});
