// Every history that is one notch simpler than another: a word 0, a bit clear, a switch, action, delay or change gone.
import type { History, Round } from '../arbitraries/history.ts';

/** All of them, written down apart from the shrinker that they are to check. */
export function* simplerHistories([words, rounds]: History): Generator<History> {
  for (const [i, word] of words.entries()) {
    if (word === 0n) continue;
    yield [words.slice().fill(0n, i, i + 1), rounds];
    for (let bit = 1n; bit <= word; bit <<= 1n)
      if ((word & bit) !== 0n) yield [words.slice().fill(word & ~bit, i, i + 1), rounds];
  }
  for (const [i, round] of rounds.entries()) {
    yield [words, rounds.toSpliced(i, 1)];
    for (const simpler of simplerRounds(round)) yield [words, rounds.with(i, simpler)];
  }
}

function* simplerRounds(round: Round): Generator<Round> {
  for (const i of round.guest.keys()) yield { ...round, guest: round.guest.toSpliced(i, 1) };
  for (const i of round.delays.keys()) yield { ...round, delays: round.delays.toSpliced(i, 1) };
  for (const i of round.changes.keys()) yield { ...round, changes: round.changes.toSpliced(i, 1) };
}
