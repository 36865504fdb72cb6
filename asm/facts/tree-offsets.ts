// Names of asm-offsets.c as a tree has them: of which structure each is, and of which field, by the C names.
//
// DEFINE(NAME, offsetof(struct S, field)) is how the kernel has written them; HSTATE_FIELD(NAME, field) is for the host state in the PACA, and
// OFFSET(NAME, S, field), from 4.12 on, is the first in short. Conditions of the preprocessor are not looked at: what counts is the
// first line with a name that is of a structure known here.
import { fieldCells } from '../../model/places.ts';
import type { Field, Structure } from '../../spec/vocabulary/structures.ts';

/** The field of a structure that a name stands for. */
export interface NamedField {
  readonly of: Structure;
  /** The C names that lead to it from the structure. */
  readonly path: string;
}

/** The kernel's structures, by their C names. */
const STRUCTURES: Readonly<Record<string, Structure>> = {
  kvm_vcpu: 'vcpu',
  paca_struct: 'paca',
  kvm: 'kvm',
  kvmppc_vcore: 'vcore',
  lppaca: 'lppaca',
  slb_shadow: 'slb_shadow',
  pt_regs: 'frame',
};

const FIELD =
  /\b(?:DEFINE\(\s*(\w+)\s*,.*?\boffsetof\(\s*struct\s+(\w+)\s*,(.*?)\)\s*\)|OFFSET\(\s*(\w+)\s*,\s*(\w+)\s*,(.*?)\)|HSTATE_FIELD\(\s*(\w+)\s*,(.*?)\))\s*$/su;

/** Letters of a statement that are looked at: its last ones. */
const LETTERS = 300;

/** The names that a text like asm-offsets.c has for fields of structures that are known here. */
export function namedFields(text: string): ReadonlyMap<string, NamedField> {
  const found = new Map<string, NamedField>();
  for (const statement of text.split(';')) {
    const match = FIELD.exec(statement.slice(-LETTERS));
    if (match === null) continue;
    const [, name, struct, path, short, of, way, ofHost, inHost] = match;
    const key = name ?? short ?? ofHost ?? '';
    const structure: Structure | undefined =
      ofHost === undefined ? STRUCTURES[struct ?? of ?? ''] : 'hstate';
    const to = (path ?? way ?? inHost ?? '').replaceAll(/\s+/gu, '');
    if (structure !== undefined && !found.has(key)) found.set(key, hostStateApart(structure, to));
  }
  return found;
}

/** The host state is a structure of its own here; the kernel has it in the PACA. */
const hostStateApart = (of: Structure, path: string): NamedField =>
  of === 'paca' && path.startsWith('kvm_hstate.')
    ? { of: 'hstate', path: path.slice('kvm_hstate.'.length) }
    : { of, path };

/** The field of the vocabulary that a name of a tree stands for, if there is one with the same C name. */
export function fieldOf({ of, path }: NamedField): Field | undefined {
  const own = path.replace(/^(?:arch\.)?(?:shregs\.)?/u, '');
  const place = `${of}.${own}`;
  return places.get(place) ?? places.get(`${place}[0]`);
}

const places: ReadonlyMap<string, Field> = new Map(fieldCells.map(({ place }) => [place, place]));
