// Which instructions can be reached: from the entry, the vectors and every label whose address is taken on the way.
//
// Both ways of a branch count, also where only a secondary thread would go. Code that nothing reaches is read but not
// lowered: much of it is for other processors, or the host's own. A table of data goes as far as the next label.
import { type Environment, type Expression, evaluate, symbolsOf } from '../expression.ts';
import type { Forms } from '../instructions/form.ts';
import { formOf } from '../instructions/operands.ts';
import type { Instruction } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import type { Located, Placement } from './placement.ts';

/** Instructions behind which nothing goes on. */
const LEAVES = new Set(['b', 'ba', 'blr', 'bctr', 'rfid', 'hrfid', 'rfi']);

/** Indexes of the items that can be reached from some addresses. Whoever stops a walk says so in `ends`. */
export function reach(
  { items, labels }: Placement,
  roots: readonly bigint[],
  forms: Forms,
  at: (here: bigint) => Environment,
  ends: (address: bigint) => boolean,
): ReadonlySet<number> {
  const indexes = new Map(items.map(({ address }, index) => [address, index]));
  const labelled = new Set(labels.values());
  const reached = new Set<number>();
  const open: bigint[] = [...roots];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const index = indexes.get(address);
    if (index === undefined || reached.has(index) || ends(address)) continue;
    reached.add(index);
    const located = items[index];
    if (located === undefined) continue;
    for (const next of successors(located, labels, labelled, forms, at(address))) open.push(next);
  }
  return reached;
}

function successors(
  { item, address }: Located,
  labels: ReadonlyMap<string, bigint>,
  labelled: ReadonlySet<bigint>,
  forms: Forms,
  environment: Environment,
): readonly bigint[] {
  const named = expressionsOf(item)
    .flatMap((expression) => [...symbolsOf(expression)])
    .flatMap((name) => labels.get(name) ?? []);
  if (item.kind === 'data') {
    const behind = address + BigInt(item.width);
    return labelled.has(behind) ? named : [...named, behind];
  }
  if (item.kind !== 'instruction') return named;
  const next = LEAVES.has(item.mnemonic) ? [] : [address + 4n];
  return [...named, ...next, ...targets(item, forms, environment)];
}

/** Where a branch goes, as far as that can be read. */
function targets(instruction: Instruction, forms: Forms, environment: Environment): bigint[] {
  return targetOperands(instruction, forms).flatMap((expression) => {
    const value = evaluate(expression, environment);
    return value.ok ? [BigInt.asUintN(64, value.value)] : [];
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
