// Steps that may be missing: a register given the word that was expected, from a constant or from the field that is named after
// it; a field given its register; a barrier. And pairs: what is lost kept in a field of its name, and brought back.

import { ENTERING, LEAVING } from '../../model/paths/base-registers.ts';
import { fieldCells } from '../../model/places.ts';
import type { Step } from '../../model/step.ts';
import { isync, ptesync } from '../../model/steps/context.ts';
import { constant, set, transfers } from '../../model/steps/transfer.ts';
import type { Claim, Term } from '../../spec/clause.ts';
import { claimsIn } from '../../spec/judging/parts.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { placesOf, type Place as Register, registers } from '../../spec/vocabulary/registers.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { hex, type Word } from '../../spec/vocabulary/words.ts';

const reaches = [LEAVING, ENTERING].map(transfers);

const allRegisters: readonly Register[] = (
  Object.keys(registers) as (keyof typeof registers)[]
).flatMap(placesOf);

const known: ReadonlySet<string> = new Set(allRegisters);
const isRegister = (place: Place): place is Register => known.has(place);

/** Steps that could put right what a place holds. */
export function settings(place: Place, expected: Word | undefined): readonly Step[] {
  if (isRegister(place))
    return [
      ...[...new Set([...(expected === undefined ? [] : [expected]), 0n])].map((word) =>
        set(place, constant(word), hex(word)),
      ),
      ...loadsOf(place),
    ];
  const field = fieldNamed(place);
  if (field === undefined) return [];
  return registersOf(field).flatMap((name) => reaches.map(({ save }) => save(name).to(field)));
}

/** A register loaded from each field that is named after it. */
export const loadsOf = (register: Register): readonly Step[] =>
  fieldsOf(register).flatMap((field) => reaches.map(({ load }) => load(register).from(field)));

/** Barriers. */
export const barriers: readonly Step[] = [isync, ptesync];

/** Steps that make true what a claim asks of registers: each is given each word that the claim names for it. */
export function demanded(claim: Claim): readonly Step[] {
  const wanted = new Map<string, Step>();
  const want = (place: Place, word: Word) => {
    if (isRegister(place)) wanted.set(`${place} ${word}`, set(place, constant(word), hex(word)));
  };
  for (const { place, word } of demandsOf(claim)) want(place, word);
  return [...wanted.values()];
}

/** A register kept in a field, and brought back from it. */
export interface Pair {
  readonly save: Step;
  readonly load: Step;
}

/** Pairs for a register, by fields that are named after it. */
export const pairsFor = (place: Place): readonly Pair[] =>
  isRegister(place)
    ? fieldsOf(place)
        .filter((field) => /^(?:hstate|caller|frame|paca)\./u.test(field))
        .flatMap((field) =>
          reaches.map(({ save, load }) => ({
            save: save(place).to(field),
            load: load(place).from(field),
          })),
        )
    : [];

/** Fields whose name says that they hold a register. */
const fieldsOf = (register: Register): readonly Field[] =>
  fieldCells.map(({ place }) => place).filter((field) => isNamedAfter(field, register));

const registersOf = (field: Field): readonly Register[] =>
  allRegisters.filter((register) => isNamedAfter(field, register));

/** vcpu.dscr and hstate.host_dscr are named after DSCR, vcpu.gpr[5] after r5. */
function isNamedAfter(field: Field, register: Register): boolean {
  const [, own = ''] = /\.(.+)$/u.exec(field) ?? [];
  const gpr = /^r(\d+)$/u.exec(register)?.[1];
  if (gpr !== undefined && own === `gpr[${gpr}]`) return true;
  return own.split(/[^a-z0-9]+/u).includes(register.toLowerCase());
}

const fieldNamed = (place: Place): Field | undefined =>
  fieldCells.find((cell) => cell.place === place)?.place;

/** A place, and a constant that a claim holds it against. */
interface Demand {
  readonly place: Place;
  readonly word: Word;
}

/** What a claim and its parts demand of places: constants that they must hold, by an equality or somewhere in a formula. */
const demandsOf = (claim: Claim): readonly Demand[] =>
  claimsIn(claim).flatMap((part) => {
    if (part.claim === 'equal') return against(part.left, part.right);
    return part.claim === 'holds' ? inTerm(part.term) : [];
  });

const against = (left: Term, right: Term): readonly Demand[] =>
  left.term === 'now' && right.term === 'literal' ? [{ place: left.place, word: right.word }] : [];

function inTerm(term: Term): readonly Demand[] {
  if (term.term !== 'apply') return [];
  const [left, right] = term.to;
  return [...(left && right ? against(left, right) : []), ...term.to.flatMap(inTerm)];
}
