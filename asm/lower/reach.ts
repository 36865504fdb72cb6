// Which instructions can be reached: from the entry, the vectors and every label whose address is taken on the way.
//
// Both ways of a branch count, also where only a secondary thread would go. Code that nothing reaches is read but not
// lowered: much of it is for other processors, or the host's own. A table of data goes as far as the next label. Where an
// instruction leads to data, that is code: the instruction that it encodes, or an error.
import { instructionOf } from '../encoding/decode.ts';
import { type Environment, type Expression, evaluate, symbolsOf } from '../expression.ts';
import type { Forms } from '../instructions/form.ts';
import { formOf, withRegisters } from '../instructions/operands.ts';
import type { Instruction, Item, SourceError } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import type { LocatedItem, Placement } from './placement.ts';

/** Instructions after which nothing goes on. */
const LEAVES = new Set(['b', 'ba', 'blr', 'bctr', 'rfid', 'hrfid', 'rfi']);

/** What execution may come to. */
export interface ReachableCode {
  /** Of the items, those that can be reached, or that what is reached speaks of. */
  readonly indexes: ReadonlySet<number>;
  /** Data that is come to as code, as the instructions that they encode. */
  readonly words: ReadonlyMap<number, Instruction>;
  readonly errors: readonly SourceError[];
}

/** An address to look at: come to as code, or spoken of, which may be a table. */
export interface Lead {
  readonly address: bigint;
  readonly as: 'code' | 'name';
  /** The instruction in front, or the branch. */
  readonly from?: Instruction;
}

interface Code {
  readonly placement: Placement;
  readonly forms: Forms;
  readonly at: (here: bigint) => Environment;
  readonly labelled: ReadonlySet<bigint>;
}

/** Indexes of the items that can be reached from some addresses. Whoever stops a walk says so in `ends`. */
export const reach = (
  placement: Placement,
  roots: readonly bigint[],
  forms: Forms,
  at: (here: bigint) => Environment,
  ends: (address: bigint) => boolean,
): ReadonlySet<number> =>
  reached(
    placement,
    roots.map((address) => ({ address, as: 'name' })),
    forms,
    at,
    ends,
  ).indexes;

/** The same, with what is data where code should be. */
export function reached(
  placement: Placement,
  roots: readonly Lead[],
  forms: Forms,
  at: (here: bigint) => Environment,
  ends: (address: bigint) => boolean,
): ReachableCode {
  const { items, labels } = placement;
  const known = new Map(items.map(({ address }, index) => [address, index]));
  const code = { placement, forms, at, labelled: new Set(labels.values()) };
  const indexes = new Set<number>();
  const words = new Map<number, Instruction>();
  const errors: SourceError[] = [];
  const seen = new Set<string>();
  const open = [...roots];
  for (let lead = open.pop(); lead !== undefined; lead = open.pop()) {
    const index = known.get(lead.address);
    const located = index === undefined ? undefined : items[index];
    if (index === undefined || located === undefined || ends(lead.address)) continue;
    const item = lead.as === 'code' ? asCode(located, lead, at) : located.item;
    const key = `${index} ${item.kind === 'instruction' ? 'code' : 'name'}`;
    if (seen.has(key)) continue;
    seen.add(key);
    indexes.add(index);
    if (item.kind === 'wrong') errors.push(item);
    else if (item.kind === 'instruction' && item !== located.item) words.set(index, item);
    if (item.kind !== 'wrong') open.push(...successors({ ...located, item }, code));
  }
  return { indexes, words, errors };
}

/** Data that is come to as code: the instruction that it encodes, or a complaint. */
function asCode(
  { item, address }: LocatedItem,
  { from }: Lead,
  at: (here: bigint) => Environment,
): Item | ({ readonly kind: 'wrong' } & SourceError) {
  if (item.kind !== 'data' && item.kind !== 'space') return item;
  const size = item.kind === 'data' ? item.value : item.size;
  const value = evaluate(size, withRegisters(at(address)));
  const word = item.kind === 'data' && item.width === 4 && value.ok ? value.value : undefined;
  const found = word === undefined ? undefined : instructionOf(word, address, item.at);
  if (found !== undefined) return found;
  const what =
    word === undefined
      ? 'this is data'
      : `0x${BigInt.asUintN(32, word).toString(16)} encodes no instruction that is known here`;
  const way = from === undefined ? '' : `, from ${from.at.file}:${from.at.line}`;
  return { kind: 'wrong', message: `${what}, and it is come to as code${way}`, at: item.at };
}

function successors({ item, address }: LocatedItem, code: Code): readonly Lead[] {
  const { labels } = code.placement;
  const named = expressionsOf(item)
    .flatMap((expression) => [...symbolsOf(expression)])
    .flatMap((name) => labels.get(name) ?? [])
    .map((of): Lead => ({ address: of, as: 'name' }));
  if (item.kind === 'data') {
    const after = address + BigInt(item.width);
    return code.labelled.has(after) ? named : [...named, { address: after, as: 'name' }];
  }
  if (item.kind !== 'instruction') return named;
  const next = LEAVES.has(item.mnemonic) ? [] : [address + 4n];
  const on = [...next, ...targets(item, code.forms, code.at(address))];
  return [...named, ...on.map((to): Lead => ({ address: to, as: 'code', from: item }))];
}

/** Where a branch goes, as far as that can be read. */
function targets(instruction: Instruction, forms: Forms, environment: Environment): bigint[] {
  return targetOperands(instruction, forms).flatMap((expression) => {
    const value = evaluate(expression, environment);
    if (!value.ok) return [];
    const named = BigInt.asUintN(64, value.value);
    return [environment.entry?.(named) ?? named];
  });
}

/** The operands of an instruction that say where it goes. */
export function targetOperands(instruction: Instruction, forms: Forms): readonly Expression[] {
  const form = formOf(instruction, forms);
  if (typeof form === 'string') return [];
  return instruction.operands.flatMap((operand, i) =>
    operand.kind === 'expression' && form.operands[i] === 'target' ? [operand.value] : [],
  );
}
