// Two steps as one: the second sees what the first has written, and no time passes between them.
//
// Where the second reads memory that the first stores to, or the SLB that it writes, the one step goes astray on purpose: it
// would not be the two. Steps that jump are not put together.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { type Bytes, type Step, type StepWrite, step, type View } from '../step.ts';

/** Both steps, one right after the other. */
export const atOnce = (first: Step, second: Step): Step =>
  step(`${first.text}, and at once ${second.text}`, (view, words, code) => {
    const done = first.meaning(view, words, code);
    const after = viewAfter(view, words, done);
    const more = second.meaning(after.view, words, code);
    const again = new Set(more.flatMap(({ register, when }) => (when ? [] : [register])));
    const kept = done.filter(({ register }) => register === undefined || !again.has(register));
    return [...kept, ...more, ...astray(view, words, after.unseen)];
  });

/** The machine after some writes; `unseen` is not 0 where something was read that this view cannot tell. */
interface After<V> {
  readonly view: View<V>;
  readonly unseen: V[];
}

function viewAfter<V>(view: View<V>, words: Words<V>, done: readonly StepWrite<V>[]): After<V> {
  const unseen: V[] = [];
  return {
    unseen,
    view: {
      layout: view.layout,
      register: (name) => registerAfter(name, view, words, done),
      load(address, bytes) {
        for (const write of done)
          if ('bytes' in write) unseen.push(overlap([address, bytes], write, words));
        return view.load(address, bytes);
      },
      slb(index, half) {
        if (done.some(({ slb }) => slb !== undefined)) unseen.push(words.literal(1n));
        return view.slb(index, half);
      },
    },
  };
}

function registerAfter<V>(
  name: Register,
  view: View<V>,
  words: Words<V>,
  done: readonly StepWrite<V>[],
): V {
  return done
    .filter(({ register }) => register === name)
    .reduce(
      (word, { value, when }) => (when === undefined ? value : words.select(when, value, word)),
      view.register(name),
    );
}

/** 1 where the bytes of a load and of a store have any in common. */
function overlap<V>(
  [address, bytes]: readonly [V, Bytes],
  store: { readonly address: V; readonly bytes: Bytes },
  words: Words<V>,
): V {
  const distance = words.sub(address, store.address);
  const apart = words.add(distance, words.literal(BigInt(bytes - 1)));
  return words.lessUnsigned(apart, words.literal(BigInt(bytes + store.bytes - 1)));
}

/** Goes where no code is when any of the words is not 0. */
function astray<V>(view: View<V>, words: Words<V>, unseen: readonly V[]): readonly StepWrite<V>[] {
  const [first, ...others] = unseen;
  if (first === undefined) return [];
  const any = others.reduce((a, b) => words.or(a, b), first);
  const value = words.select(any, words.literal(NO_CODE), view.register('NIA'));
  return [{ register: 'NIA', value }];
}

/** An address that has no code in any program. */
const NO_CODE = 0xc0000000deadbee0n;
