// Where the fields of a tree lie, so that its source can be lowered: those of the model, and those that only the tree has and its code
// comes to, which are found by looking at the code once without them.
import { type Layout, layOut, ownLayout } from '../../model/layout.ts';
import type { Routine } from '../../model/program.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { symbolsOf } from '../expression.ts';
import { givenBy, offsetsDefined } from '../facts/fields.ts';
import { type Spares, sparesFor, stackBelow } from '../facts/spare-fields.ts';
import { fieldOf, type NamedField, namedFields } from '../facts/tree-offsets.ts';
import type { Listing } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import { registerNumber } from '../registers.ts';
import { type EntryPoint, survey } from './survey.ts';

/** What a tree says of its structures; each part only where the tree has it. */
export interface StructureSources {
  /** The text of asm-offsets.c. */
  readonly names: string | undefined;
  /** The text of asm-offsets.h, as a build has made it. */
  readonly built: string | undefined;
}

/** Where fields lie, the names that only the tree has, and those of them for which the model has no field left. */
export interface TreeGeometry {
  readonly layout: Layout;
  readonly more: ReadonlyMap<string, Field>;
  readonly without: readonly string[];
}

/** The geometry of a tree for a listing of its source. Throws where a build has put two fields at the same byte. */
export function geometryOf(
  listing: Listing,
  called: EntryPoint,
  reference: readonly Routine[],
  { names, built }: StructureSources,
): TreeGeometry {
  const known = names === undefined ? NO_FIELDS : namedFields(names);
  const wanted = [...openNamesReached(listing, called, reference), ...movedIn(known)].flatMap(
    (name) => {
      const field = known.get(name);
      return field === undefined ? [] : [[name, field] as const];
    },
  );
  const found = wanted.flatMap(([name, named]): [string, Field][] => {
    const field = moved.get(name)?.field ?? fieldOf(named);
    return field === undefined || isMovedFrom(name, known) ? [] : [[name, field]];
  });
  const has = new Set(found.map(([name]) => name));
  const spares = sparesFor(new Map(wanted.filter(([name]) => !has.has(name))));
  const more = new Map([...found, ...spares.names]);
  return { layout: layoutWith(spares, more, built), more, without: spares.without };
}

const NO_FIELDS: ReadonlyMap<string, NamedField> = new Map();

/** A layout in which a tree's spare fields lie at home, where a build has put them if there was one. */
function layoutWith(
  { fields, holds }: Spares,
  more: ReadonlyMap<string, Field>,
  built: string | undefined,
): Layout {
  if (built === undefined && fields.length === 0) return ownLayout;
  const offsets =
    built === undefined ? { fields: new Map() } : givenBy(offsetsDefined(built), more);
  if (fields.length === 0) return layOut(offsets);
  const stack = stackBelow();
  return layOut({
    ...offsets,
    fields: new Map([...offsets.fields, ...stack.offsets]),
    spares: [...fields, ...stack.fields],
    holds,
  });
}

/** Names that have taken over a field of the model from another name: HEIR has a field of its own since 3.19. */
const moved: ReadonlyMap<string, { readonly from: string; readonly field: Field }> = new Map([
  ['VCPU_HEIR', { from: 'VCPU_LAST_INST', field: 'vcpu.last_inst' }],
]);

/** The names that have taken a field over in a tree, and those from which they have. */
const movedIn = (known: ReadonlyMap<string, NamedField>): readonly string[] =>
  [...moved].flatMap(([name, { from }]) => (known.has(name) ? [name, from] : []));

const isMovedFrom = (name: string, known: ReadonlyMap<string, NamedField>): boolean =>
  [...moved].some(([to, { from }]) => from === name && known.has(to));

/** Names without a value in what can be reached. */
function openNamesReached(
  listing: Listing,
  called: EntryPoint,
  reference: readonly Routine[],
): ReadonlySet<string> {
  const { placement, reached, names } = survey({ listing, called, reference, layout: ownLayout });
  const { symbol } = names.at(0n);
  const open = new Set<string>();
  for (const [index, { item }] of placement.items.entries())
    if (reached.indexes.has(index))
      for (const expression of expressionsOf(item))
        for (const name of symbolsOf(expression))
          if (symbol(name) === undefined && registerNumber(name) === undefined) open.add(name);
  return open;
}
