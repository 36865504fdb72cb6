// Steps with one thing wrong, made from a sound one by what stands between its meaning and the machine: another register,
// another place in memory, another width, the other side of a choice, another constant.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import {
  type Bytes,
  type Code,
  type Meaning,
  type Step,
  type StepWrite,
  step,
  type View,
} from '../step.ts';
import { footprintOf } from './footprint.ts';

/** Does nothing at all. */
export const nothing: Step = step('nothing', () => []);

/** Reads one register where it should read another. */
export const reading = (sound: Step, wrong: Register, right: Register): Step =>
  altered(
    sound,
    `reads ${wrong} for ${right}`,
    (meaning) => (view, words, code) =>
      meaning(
        { ...view, register: (name) => view.register(name === right ? wrong : name) },
        words,
        code,
      ),
  );

/** Writes one register where it should write another. */
export const writing = (sound: Step, wrong: Register, right: Register): Step =>
  withWrites(sound, `writes ${wrong} for ${right}`, (write) =>
    write.register === right ? { ...write, register: wrong } : write,
  );

/** Goes through a register where it goes through a pointer that it loads first. */
export const through = (sound: Step, pointer: Register): Step =>
  withoutLoad(sound, `through ${pointer}`, 'first', pointer);

/** Asks a register where it asks a field. */
export const asking = (sound: Step, name: Register): Step =>
  withoutLoad(sound, `asks ${name}`, 'last', name);

/** Takes the word of a register for one that it loads. */
function withoutLoad(sound: Step, what: string, which: 'first' | 'last', by: Register): Step {
  const number = which === 'first' ? 0 : footprintOf(sound).loaded.length - 1;
  return altered(sound, what, (meaning) => (view, words, code) => {
    let loads = 0;
    return meaning(
      {
        ...view,
        load: (address, bytes) =>
          loads++ === number ? view.register(by) : view.load(address, bytes),
      },
      words,
      code,
    );
  });
}

/** Loads from so many bytes beside where it should. */
export const loadingBeside = (sound: Step, bytes: number): Step =>
  altered(
    sound,
    `loads ${beside(bytes)}`,
    (meaning) => (view, words, code) =>
      meaning(
        { ...view, load: (address, width) => view.load(moved(words, address, bytes), width) },
        words,
        code,
      ),
  );

/** Stores so many bytes beside where it should. */
export const storingBeside = (sound: Step, bytes: number): Step =>
  withWrites(sound, `stores ${beside(bytes)}`, <V>(write: StepWrite<V>, words: Words<V>) =>
    stored(write, (address, width) => [moved(words, address, bytes), width]),
  );

/** Loads another width. */
export const loadingWidth = (sound: Step, wrong: Bytes, right: Bytes): Step =>
  altered(
    sound,
    `loads ${wrong} bytes for ${right}`,
    (meaning) => (view, words, code) =>
      meaning(
        { ...view, load: (address, width) => view.load(address, width === right ? wrong : width) },
        words,
        code,
      ),
  );

/** Stores another width. */
export const storingWidth = (sound: Step, wrong: Bytes, right: Bytes): Step =>
  withWrites(sound, `stores ${wrong} bytes for ${right}`, <V>(write: StepWrite<V>) =>
    stored(write, (address, width) => [address, width === right ? wrong : width]),
  );

/** A store with another address or width; any other write as it is. */
function stored<V>(
  write: StepWrite<V>,
  change: (address: V, bytes: Bytes) => readonly [V, Bytes],
): StepWrite<V> {
  if (!('bytes' in write)) return write;
  const [address, bytes] = change(write.address, write.bytes);
  const { value, when } = write;
  return { address, bytes, value, ...(when === undefined ? {} : { when }) };
}

/** Takes the other side of every choice. */
export const inverted = (sound: Step): Step =>
  altered(
    sound,
    'the other way round',
    (meaning) => (view, words, code) =>
      meaning(
        view,
        { ...words, select: (condition, yes, no) => words.select(condition, no, yes) },
        code,
      ),
  );

/** Computes with another constant. */
export const counting = (sound: Step, wrong: Word, right: Word): Step =>
  altered(
    sound,
    `0x${wrong.toString(16)} for 0x${right.toString(16)}`,
    (meaning) => (view, words, code) =>
      meaning(
        view,
        { ...words, literal: (value) => words.literal(value === right ? wrong : value) },
        code,
      ),
  );

function altered(sound: Step, what: string, change: (meaning: Meaning) => Meaning): Step {
  return step(`${sound.text}, but ${what}`, change(sound.meaning));
}

function withWrites(
  sound: Step,
  what: string,
  change: <V>(write: StepWrite<V>, words: Words<V>) => StepWrite<V>,
): Step {
  return step(
    `${sound.text}, but ${what}`,
    <V>(view: View<V>, words: Words<V>, code: Code): readonly StepWrite<V>[] =>
      sound.meaning(view, words, code).map((write) => change(write, words)),
  );
}

const moved = <V>(words: Words<V>, address: V, bytes: number): V =>
  words.add(address, words.literal(BigInt.asUintN(64, BigInt(bytes))));

const beside = (bytes: number): string =>
  bytes < 0 ? `${-bytes} bytes before` : `${bytes} bytes behind`;
