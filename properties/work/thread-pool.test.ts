// Work on other threads that is left: nobody waits for it, and nothing of it is kept in mind once it is done.
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { unlessLeft } from './thread-pool.ts';

describe('work on other threads', () => {
  it('comes to what it comes to, and is forgotten then', async () => {
    const { signal } = new AbortController();
    expect(await unlessLeft(signal, Promise.resolve(7))).toBe(7);
    await expect(unlessLeft(signal, Promise.reject(new Error('died')))).rejects.toThrow('died');
    await new Promise(setImmediate);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is not waited for once it is left, before or while it is at it', async () => {
    const controller = new AbortController();
    const never = new Promise<number>(() => undefined);
    const one = unlessLeft(controller.signal, never);
    controller.abort();
    expect(await one).toBeUndefined();
    expect(await unlessLeft(controller.signal, never)).toBeUndefined();
  });

  it('may die once it is left', async () => {
    const controller = new AbortController();
    let die: (error: Error) => void = () => undefined;
    const one = unlessLeft(
      controller.signal,
      new Promise<number>((_, failed) => {
        die = failed;
      }),
    );
    controller.abort();
    die(new Error('Terminating worker thread'));
    expect(await one).toBeUndefined();
  });
});
