// Histories of switches as tokens and corpora hold them: one shape of a round, in which places go by number in the one and by name in the
// other, since a file of a corpus outlives the numbers of slots.
import { allPlaces, slotOf, slots } from '../../../model/places.ts';
import { type Action, isDoing, stepOf } from '../../arbitraries/guest-program.ts';
import { InvalidHistory, type Json } from '../../input/json.ts';
import {
  guarded,
  list,
  named,
  parts,
  record,
  type Schema,
  whole,
  word,
} from '../../input/schema.ts';
import type { Change, Delay, History, SwitchInputs } from './history.ts';

/** Ticks between two steps are given at so many steps of a switch at most. */
const STEPS = 1e6;

/** Switches of a history, at most. */
export const ROUNDS = 10;

const action = parts<Action>({ does: guarded(isDoing), on: whole(0xffff), word });

/** What comes before a switch and what its guest does, over how a place and an action are told. */
const roundWith = (place: Schema<number>, guest: Schema<Action>): Schema<SwitchInputs> =>
  parts<SwitchInputs>({
    changes: list(parts<Change>({ place, word })),
    delays: list(parts<Delay>({ after: whole(STEPS), ticks: word })),
    guest: list(guest),
  });

/** A round whose places are numbers. */
export const round: Schema<SwitchInputs> = roundWith(whole(allPlaces.length - 1), action);

const rounds = list(round, ROUNDS);

/** Words that are not 0, by their slots. Blocks keep a few histories each: this is written for speed. */
const words: Schema<BigUint64Array> = {
  read(value) {
    const held = new BigUint64Array(slots + 1);
    for (const entry of list(pair, slots + 1).read(value)) held[entry[0]] = entry[1];
    return held;
  },
  write(held) {
    const entries: Json[] = [];
    for (let slot = 0; slot < held.length; slot++) {
      const found = held[slot] ?? 0n;
      if (found !== 0n) entries.push(pair.write([slot, found]));
    }
    return entries;
  },
};

/** A slot, and the word in it. */
const pair: Schema<readonly [number, bigint]> = {
  read(value) {
    if (!Array.isArray(value)) throw new InvalidHistory();
    return [whole(slots).read(value[0]), word.read(value[1])];
  },
  write: ([slot, held]) => [slot, word.write(held)],
};

/** A history in a token. */
export const switchHistory: Schema<History> = {
  read(value) {
    const { w, r } = record(value);
    return [words.read(w), rounds.read(r)];
  },
  write: ([held, switches]) => ({ w: words.write(held), r: rounds.write(switches) }),
};

const placeByName: Schema<number> = {
  read(value) {
    const slot = typeof value === 'string' ? slotOf.get(value) : undefined;
    if (slot === undefined) throw new InvalidHistory(`no place is called '${String(value)}'`);
    return slot;
  },
  write: (slot) => allPlaces[slot] ?? null,
};

/** An action and what it is in words, which must still be so. */
const toldAction: Schema<Action> = {
  read(value) {
    const one = action.read(value);
    const means = stepOf(one).text;
    const { text } = record(value);
    if (text !== means) throw new InvalidHistory(`'${String(text)}' is '${means}' now`);
    return one;
  },
  write: (one) => ({ ...record(action.write(one)), text: stepOf(one).text }),
};

const toldRounds = list(roundWith(placeByName, toldAction), ROUNDS);
const start = named(word, (name) => slotOf.has(name));

/** A history in a file of a corpus, as a small program that names places and says what guests do. */
export const switchProgram: Schema<History> = {
  read(value) {
    const program = record(value);
    const held = new BigUint64Array(slots + 1);
    for (const [place, found] of Object.entries(start.read(program.start)))
      held[slotOf.get(place) ?? slots] = found;
    held[slots] = word.read(program.flags);
    return [held, toldRounds.read(program.switches)];
  },
  write: ([held, switches]) => ({
    start: start.write(byPlace(held)),
    flags: word.write(held[slots] ?? 0n),
    switches: toldRounds.write(switches),
  }),
};

const byPlace = (held: BigUint64Array): Readonly<Record<string, bigint>> =>
  Object.fromEntries(
    allPlaces.flatMap((place, slot) => {
      const found = held[slot] ?? 0n;
      return found === 0n ? [] : [[place, found]];
    }),
  );
