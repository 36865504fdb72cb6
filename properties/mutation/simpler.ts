// Every history that is one notch simpler than another: a word 0, a bit clear, a switch, action, delay or change gone, or made
// smaller itself.
import type { History, SwitchInputs } from '../levels/switch/history.ts';

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

/** 0, and the word without each of its bits. */
function* smaller(word: bigint): Generator<bigint> {
  if (word === 0n) return;
  yield 0n;
  for (let bit = 1n; bit <= word; bit <<= 1n) if ((word & bit) !== 0n) yield word & ~bit;
}

function* simplerRounds(round: SwitchInputs): Generator<SwitchInputs> {
  for (const [i, action] of round.guest.entries())
    for (const word of smaller(action.word))
      yield { ...round, guest: round.guest.with(i, { ...action, word }) };
  for (const [i, delay] of round.delays.entries())
    for (const ticks of [...smaller(delay.ticks), delay.ticks - 1n])
      if (ticks > 0n) yield { ...round, delays: round.delays.with(i, { ...delay, ticks }) };
  for (const [i, change] of round.changes.entries())
    for (const word of smaller(change.word))
      yield { ...round, changes: round.changes.with(i, { ...change, word }) };
  for (const i of round.guest.keys()) yield { ...round, guest: round.guest.toSpliced(i, 1) };
  for (const i of round.delays.keys()) yield { ...round, delays: round.delays.toSpliced(i, 1) };
  for (const i of round.changes.keys()) yield { ...round, changes: round.changes.toSpliced(i, 1) };
}
