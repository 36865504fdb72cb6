// Histories drawn anew from a seed, of every shape of the pool and of none: what is said of a changed path is tried on those too.
//
// Each name has its own, so that what one draws does not depend on what else is tried.
import { slots } from '../../model/places.ts';
import { type Draws, drawsFrom, drawWord } from '../arbitraries/draw.ts';
import { expand } from '../arbitraries/expand.ts';
import type { Action } from '../arbitraries/guest-program.ts';
import type { History } from '../levels/switch/history.ts';
import { drawHistory, drawRound, historyOf as expanded } from '../levels/switch/history-seed.ts';
import { historyOf, type Shape, shapes, withTime } from './pool.ts';

/** So many histories for whoever has this name; in some of them time passes before every step. */
export function fresh(seed: number, name: string, count: number): readonly History[] {
  const draws = drawsFrom(seed, hash(name));
  const first = draws.nextInt(0, shapes.length - 1);
  return Array.from({ length: count }, (_, i) => {
    const shape = i % 2 === 0 ? shapes[(first + i / 2) % shapes.length] : undefined;
    const history = shape === undefined ? expanded(drawHistory(draws)) : shaped(shape, draws);
    return withTime(history, draws.nextInt(0, 0xffff));
  });
}

/** A history of a shape: what that leaves open is drawn, the words of the guest's actions too. */
function shaped({ words, round }: Shape, draws: Draws): History {
  const machine = new BigUint64Array(slots + 1);
  expand(draws.nextInt(), new Int32Array(machine.buffer), draws.nextInt());
  const guest = round.guest?.map((action) => redrawn(action, draws));
  const shape: Shape = { words, round: guest === undefined ? round : { ...round, guest } };
  return historyOf(shape, drawRound(draws), machine);
}

const redrawn = (action: Action, draws: Draws): Action => ({
  ...action,
  on: draws.nextInt(0, 0xffff),
  word: drawWord(draws),
});

/** 32 bits that depend on every letter (FNV-1a). */
function hash(name: string): number {
  let bits = 0x811c9dc5 | 0;
  for (let i = 0; i < name.length; i++) bits = Math.imul(bits ^ name.charCodeAt(i), 0x01000193);
  return bits;
}
