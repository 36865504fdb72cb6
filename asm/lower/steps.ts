// The code that can be reached, as routines of the model: one for each stretch without a gap, a passage for each label.
import type { Passage, Routine, StepAtSite } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';
import { beforeHandlers, firstOfHandler } from '../../model/steps/handler.ts';
import { firstOfVector } from '../../model/steps/vector.ts';
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import { type HandlerName, handlerNamed } from '../../spec/vocabulary/hypercalls.ts';
import { symbolsOf } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import { decode } from '../instructions/operands.ts';
import type { SourceError } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import type { Names } from './names.ts';
import { KERNEL_BASE, type LocatedItem, type Placement } from './placement.ts';
import { signs } from './sites.ts';

/** The steps of what is reached: a routine for each stretch without a gap, a passage for each label. */
export function stepsOf(
  { items, labels }: Placement,
  reached: ReadonlySet<number>,
  names: Names,
  listed: readonly HandlerName[],
) {
  const errors: SourceError[] = [];
  const stretches: { at: bigint; passages: { name: string; steps: StepAtSite[] }[] }[] = [];
  const namesAt = labelsByAddress(labels);
  const code = items.filter((located, index) => reached.has(index) && isInstruction(located));
  const signed = signs(code.map(({ item }) => item).filter((item) => item.kind === 'instruction'));
  let next: bigint | undefined;
  for (const [i, { item, address }] of code.entries()) {
    const sign = signed[i];
    if (item.kind !== 'instruction' || sign === undefined) continue;
    const decoding = decode(item, names.at(address), forms);
    if (!decoding.ok) {
      errors.push({ message: decoding.why, at: item.at });
      continue;
    }
    if (address !== next) stretches.push({ at: address, passages: [] });
    next = address + 4n;
    const passages = stretches.at(-1)?.passages ?? [];
    const own = namesAt.get(address) ?? [];
    for (const name of own) passages.push({ name, steps: [] });
    if (passages.length === 0) passages.push({ name: sign.site, steps: [] });
    passages.at(-1)?.steps.push({
      site: sign.site,
      step: entered(address, own, listed, { text: sign.text, meaning: decoding.meaning }),
    });
  }
  const routines = stretches.map(({ at, passages }): Routine => {
    const [first = { name: `0x${at.toString(16)}` }] = passages;
    return { name: first.name, at, passages: passages satisfies readonly Passage[] };
  });
  return { routines, errors };
}

const VECTORS: readonly bigint[] = Object.values(VECTOR);

/** The step at an address with these labels, which may be where a vector's code begins, KVM's after an interrupt, or a handler's. */
function entered(
  address: bigint,
  labels: readonly string[],
  listed: readonly HandlerName[],
  step: Step,
): Step {
  const vector = address - KERNEL_BASE;
  if (VECTORS.includes(vector)) return firstOfVector(vector, step);
  if (labels.includes('kvmppc_interrupt')) return beforeHandlers(listed, step);
  const [handler] = labels.flatMap((label) => handlerNamed(label) ?? []);
  return handler === undefined ? step : firstOfHandler(handler.number, step);
}

/** Names that what is reached speaks of, without the dot of a function's entry. */
export function namesIn({ items }: Placement, reached: ReadonlySet<number>): ReadonlySet<string> {
  const named = items
    .filter((_located, index) => reached.has(index))
    .flatMap(({ item }) => expressionsOf(item))
    .flatMap((expression) => [...symbolsOf(expression)]);
  return new Set(named.map((name) => name.replace(/^\./u, '')));
}

const isInstruction = ({ item }: LocatedItem): boolean => item.kind === 'instruction';

/** Labels of code by where they are; the entry of a function has its name without the dot. */
function labelsByAddress(labels: ReadonlyMap<string, bigint>): ReadonlyMap<bigint, string[]> {
  const byAddress = new Map<bigint, string[]>();
  for (const [label, address] of labels) {
    const name = label.startsWith('.') && label.length > 1 ? label.slice(1) : label;
    const names = byAddress.get(address) ?? [];
    names.push(name);
    byAddress.set(address, names);
  }
  return byAddress;
}
