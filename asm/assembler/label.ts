// Labels. A numeric label may be defined again and again: `1b` is the last instance before the use and
// `1f` the next one after it, in the order of the text whatever section it is in. The instances get
// names that no source can spell: `1#1`, `1#2`, ...
import type { Expression } from '../expression.ts';
import type { Position } from '../listing.ts';
import { type Assembly, complain, emit } from './assembly.ts';

/** Defines a label here, a numeric one as the next instance of its number. */
export const defineLabel = (assembly: Assembly, written: string, at: Position): void => {
  const name = /^[0-9]/.test(written) ? nextInstance(assembly, written) : written;
  if (assembly.labels.has(name) || assembly.symbols.has(name)) {
    const before = assembly.labels.get(name);
    const where = before === undefined ? '' : ` at ${before.file}:${before.line}`;
    complain(assembly, at, `${name} is defined already${where}`);
    return;
  }
  assembly.labels.set(name, at);
  emit(assembly, { kind: 'label', at, name });
};

const nextInstance = (assembly: Assembly, number: string): string => {
  const count = (assembly.instances.get(number) ?? 0) + 1;
  assembly.instances.set(number, count);
  return instance(number, count);
};

/** What `1b` or `1f` stands for at this place; `1f` is checked when the file ends. */
export const numericReference = (
  assembly: Assembly,
  number: string,
  direction: 'b' | 'f',
  at: Position,
): Expression | undefined => {
  const count = assembly.instances.get(number) ?? 0;
  if (direction === 'b') {
    const any = count > (assembly.earlier.get(number) ?? 0);
    return any ? { kind: 'symbol', name: instance(number, count) } : undefined;
  }
  const label = instance(number, count + 1);
  assembly.forward.push({ label, written: `${number}f`, at });
  return { kind: 'symbol', name: label };
};

/** Ends a file: every forward reference must have found its label, and no later one may look back. */
export const settleNumericLabels = (assembly: Assembly): void => {
  for (const { label, written, at } of assembly.forward) {
    if (!hasBeen(assembly, label)) complain(assembly, at, `there is no label for ${written}`);
  }
  assembly.forward.length = 0;
  for (const [number, count] of assembly.instances) assembly.earlier.set(number, count);
};

/** Whether an instance was defined, also where a feature section has not kept it. */
const hasBeen = ({ instances }: Assembly, label: string): boolean => {
  const [number = '', count] = label.split('#');
  return Number(count) <= (instances.get(number) ?? 0);
};

/** A label for the current location, for values that must remember it. */
export const freezeLocation = (assembly: Assembly, at: Position): Expression => {
  assembly.frozen += 1;
  const name = `.#${assembly.frozen}`;
  assembly.labels.set(name, at);
  emit(assembly, { kind: 'label', at, name });
  return { kind: 'symbol', name };
};

const instance = (number: string, count: number): string => `${Number(number)}#${count}`;
