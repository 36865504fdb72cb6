// Signals, by a clock and a processor that are made up: what ends in good order, what at once, and what is given up.
import { describe, expect, it } from 'vitest';
import { BY_USER, CELLS, END, HEARD, supervision } from './supervision.ts';

/** A world whose clocks are moved by hand, and what was done to it. */
function made() {
  const done: string[] = [];
  const world = { time: 0, work: 0, cells: new Int32Array(new SharedArrayBuffer(4 * CELLS)) };
  const { signal, look } = supervision({
    now: () => world.time,
    worked: () => world.work,
    cells: world.cells,
    die: (by) => done.push(by),
    giveUp: () => done.push('given up'),
  });
  return { world, done, signal, look };
}

describe('a signal', () => {
  it('asks for an end in good order', () => {
    const { world, done, signal } = made();
    signal('SIGINT');
    expect([world.cells[END], done]).toEqual([BY_USER, []]);
  });

  it('that npm hands on right after the terminal counts once', () => {
    const { world, done, signal } = made();
    signal('SIGINT');
    world.time = 400;
    signal('SIGINT');
    expect(done).toEqual([]);
  });

  it('ends at once when it is the second', () => {
    const { world, done, signal } = made();
    signal('SIGINT');
    world.time = 600;
    signal('SIGTERM');
    expect(done).toEqual(['SIGTERM']);
  });
});

describe('a command of which nothing is heard', () => {
  it('is given up when it has worked for a second all the same', () => {
    const { world, done, signal, look } = made();
    signal('SIGINT');
    Object.assign(world, { time: 950, work: 400 });
    look();
    expect(done).toEqual([]);
    Object.assign(world, { time: 1500, work: 950 });
    look();
    expect(done).toEqual(['given up']);
  });

  it('is given up in the end when it waits for something', () => {
    const { world, done, signal, look } = made();
    signal('SIGINT');
    world.time = 5001;
    look();
    expect(done).toEqual(['given up']);
  });

  it('is left alone before any signal, and when it has heard', () => {
    const { world, done, signal, look } = made();
    Object.assign(world, { time: 9000, work: 9000 });
    look();
    signal('SIGINT');
    Atomics.store(world.cells, HEARD, 1);
    Object.assign(world, { time: 19_000, work: 19_000 });
    look();
    expect(done).toEqual([]);
  });
});
