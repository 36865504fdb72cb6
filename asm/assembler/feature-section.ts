// Feature sections, decided for one processor. As in the assembler both versions are read, so that
// numeric labels count and assigned symbols change as they do there; at the end the items that the
// processor never executes are taken out. The labels of a body that is not kept stay, since the kernel
// overwrites the body in place and code elsewhere may still branch there.
import { cursorOver, expectEnd } from '../cursor.ts';
import { type Expression, evaluate, symbolsOf } from '../expression.ts';
import { parseExpression } from '../grammar.ts';
import type { Position } from '../listing.ts';
import { featureName, type Mark } from '../preprocessor/mark.ts';
import { assemblerStrength } from '../strength.ts';
import { type Assembly, complain, type FeatureFrame, itemsOf } from './assembly.ts';

type End = Extract<Mark, { action: 'end' }>;

/** Begins, turns or ends a feature section. */
export const border = (assembly: Assembly, mark: Mark, at: Position): void => {
  if (mark.action === 'begin') {
    begin(assembly, mark.label, at);
    return;
  }
  const frame = assembly.frames.at(-1);
  const wrong = mismatch(assembly, frame, mark);
  if (frame === undefined || wrong !== undefined) {
    complain(assembly, at, wrong);
    return;
  }
  if (mark.action === 'end') end(assembly, frame, mark, at);
  else frame.alternative = itemsOf(assembly, frame.section).length;
};

const begin = (assembly: Assembly, label: string, at: Position): void => {
  const { section } = assembly;
  const body = itemsOf(assembly, section).length;
  assembly.frames.push({ at, label, section, body, alternative: undefined });
};

const mismatch = (
  assembly: Assembly,
  frame: FeatureFrame | undefined,
  mark: Mark,
): string | undefined => {
  if (frame === undefined) return 'no feature section has begun';
  if (frame.label !== mark.label)
    return `the open feature section is ${frame.label}, not ${mark.label}`;
  if (frame.section !== assembly.section) return `the feature section began in ${frame.section}`;
  if (mark.action === 'else' && frame.alternative !== undefined)
    return 'there was an alternative already';
  if (mark.action === 'end' && mark.alternative && frame.alternative === undefined) {
    return 'the feature section has no alternative';
  }
  return undefined;
};

const end = (assembly: Assembly, frame: FeatureFrame, mark: End, at: Position): void => {
  assembly.frames.pop();
  const keep = bodyIsKept(assembly, mark, at);
  if (keep === undefined) return;
  const items = itemsOf(assembly, frame.section);
  const turn = frame.alternative ?? items.length;
  const alternative = items.splice(turn);
  if (keep) {
    for (const item of alternative) if (item.kind === 'label') assembly.labels.delete(item.name);
    return;
  }
  const labels = items.splice(frame.body).filter((item) => item.kind === 'label');
  for (const item of [...labels, ...alternative]) items.push(item);
};

/** Whether (features & mask) == value; each feature counts as a bit of its own. */
const bodyIsKept = (assembly: Assembly, mark: End, at: Position): boolean | undefined => {
  const mask = read(assembly, mark.mask, at);
  const value = read(assembly, mark.value, at);
  if (mask === undefined || value === undefined) return undefined;
  const names = [...symbolsOf(value, symbolsOf(mask))];
  const unknown = names.filter((name) => !assembly.features.has(name));
  if (unknown.length > 0) {
    return refuse(
      assembly,
      at,
      `whether POWER7 has ${unknown.join(', ')} is not known${mendOf(unknown)}`,
    );
  }
  if (hasNumber(mask) || (hasNumber(value) && names.length > 0)) {
    return refuse(assembly, at, 'the mask is not made of named features');
  }
  const bits = new Map(names.map((name, index) => [name, 1n << BigInt(index)]));
  const present = names.reduce(
    (sum, name) => sum | (assembly.features.get(name) ? (bits.get(name) ?? 0n) : 0n),
    0n,
  );
  const [wanted, given] = [mask, value].map((each) =>
    evaluate(each, { symbol: (name) => bits.get(name) }),
  );
  if (wanted?.ok !== true || given?.ok !== true)
    return refuse(assembly, at, 'the mask has no value');
  return (present & wanted.value) === given.value;
};

const mendOf = (unknown: readonly string[]): string => {
  const name = unknown.find((each) => featureName.test(each));
  return name === undefined ? '' : `: say --define ${name}, or --define ${name}=n`;
};

// A number would have to be a bit of the kernel's own numbering, which a reading need not know. Zero is no
// bit at all, and the kernel writes (0, 1) for code that is always patched out.
const hasNumber = (expression: Expression): boolean => {
  switch (expression.kind) {
    case 'literal':
      return expression.value !== 0n;
    case 'binary':
      return hasNumber(expression.left) || hasNumber(expression.right);
    case 'unary':
      return hasNumber(expression.operand);
    case 'symbol':
      return false;
    case 'here':
    case 'relocation':
      return true;
  }
};

const read = (assembly: Assembly, text: string, at: Position): Expression | undefined => {
  const cursor = cursorOver(text.trim());
  const expression = parseExpression(cursor, {
    strength: assemblerStrength,
    name: (name) => ({ kind: 'symbol', name }),
  });
  expectEnd(cursor);
  if (cursor.fault === undefined) return expression;
  complain(assembly, at, `the mask of the feature section: ${cursor.fault}`);
  return undefined;
};

const refuse = (assembly: Assembly, at: Position, message: string): undefined => {
  complain(assembly, at, message);
  return undefined;
};
