// The preprocessor's directives. In lines that do not count only the conditionals are looked at.

import { exhaust } from '../budget.ts';
import { close, counts, holds, open, turn } from './condition.ts';
import { expand } from './expansion.ts';
import { includedName, leadsOut, locate } from './inclusion.ts';
import { textOf, tokensOf } from './token.ts';
import { define, expanderAt, type Place } from './unit.ts';

type Directive = (rest: string, place: Place) => void;

const deepestInclude = 60;

const complain = (place: Place, message: string | undefined): void => {
  if (message !== undefined) place.unit.errors.push({ message, at: place.at });
};

const counting =
  (directive: Directive): Directive =>
  (rest, place) => {
    if (counts(place.conditionals)) directive(rest, place);
  };

const ifDefined =
  (wanted: boolean): Directive =>
  (rest, place) =>
    open(place.conditionals, place.at, () => {
      const name = /^\s*([A-Za-z_$][\w$]*)/.exec(rest)?.[1];
      if (name === undefined) complain(place, 'a name is missing');
      return place.unit.macros.has(name ?? '') === wanted;
    });

const undefine: Directive = (rest, { unit }) => {
  const name = rest.trim();
  if (!unit.reserved.has(name)) unit.macros.delete(name);
};

const include: Directive = (rest, place) => {
  const { unit, at } = place;
  const written =
    includedName(rest) ?? includedName(textOf(expand(tokensOf(rest), expanderAt(place)).tokens));
  if (written === undefined) {
    complain(place, 'the name of the file is missing');
    return;
  }
  const { name, quoted } = written;
  const found = unit.tree && locate(name, quoted ? place.path : undefined, unit.tree);
  if (found === undefined && unit.tree && leadsOut(name, quoted ? place.path : undefined)) {
    complain(place, `${name} leads out of the tree: include a file inside of it`);
    return;
  }
  if (found === undefined) {
    unit.notIncluded.push({ name, at });
    return;
  }
  if (unit.once.has(found.path)) return;
  if (unit.depth >= deepestInclude) {
    complain(place, 'files include each other too deeply');
    exhaust(unit.budget);
    return;
  }
  unit.depth += 1;
  place.follow(found.path, found.text);
  unit.depth -= 1;
};

const pragma: Directive = (rest, place) => {
  if (rest.trim() === 'once') place.unit.once.add(place.path);
};

/** What each directive does, by name. */
export const directives: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['define', counting((rest, place) => complain(place, define(place.unit, rest)))],
  ['undef', counting(undefine)],
  ['include', counting(include)],
  ['error', counting((rest, place) => complain(place, `#error ${rest.trim()}`))],
  ['warning', () => undefined],
  ['pragma', counting(pragma)],
  ['if', (rest, place) => open(place.conditionals, place.at, () => holds(rest, expanderAt(place)))],
  ['ifdef', ifDefined(true)],
  ['ifndef', ifDefined(false)],
  [
    'elif',
    (rest, place) =>
      complain(
        place,
        turn(place.conditionals, false, () => holds(rest, expanderAt(place))),
      ),
  ],
  [
    'else',
    (_, place) =>
      complain(
        place,
        turn(place.conditionals, true, () => true),
      ),
  ],
  ['endif', (_, place) => complain(place, close(place.conditionals))],
]);
