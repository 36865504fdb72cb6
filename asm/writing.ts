// A listing as text, for people and for tests: what was read, after macros, repetition and feature
// sections. It is not meant to be assembled again.
import type { Expression } from './expression.ts';
import type { Item, Operand } from './listing.ts';

const writeExpression = (expression: Expression): string => {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'symbol':
      return expression.name;
    case 'here':
      return '.';
    case 'unary':
      return `${expression.operator}${writeExpression(expression.operand)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      return `(${writeExpression(left)}${operator}${writeExpression(right)})`;
    }
    case 'relocation':
      return `${writeExpression(expression.of)}@${expression.suffix}`;
  }
};

/** One item as a line of assembler text. */
export const writeItem = (item: Item): string => {
  switch (item.kind) {
    case 'instruction': {
      const operands = item.operands.map(writeOperand).join(', ');
      return `${item.mnemonic}${item.hint ?? ''} ${operands}`.trim();
    }
    case 'label':
      return `${item.name}:`;
    case 'data':
      return `.${item.width}byte ${writeExpression(item.value)}`;
    case 'space':
      return `.space ${writeExpression(item.size)}, ${writeExpression(item.fill)}`;
    case 'align':
      return `.balign ${item.bytes}`;
    case 'origin':
      return `. = ${writeExpression(item.to)}`;
  }
};

const writeOperand = (operand: Operand): string =>
  operand.kind === 'memory'
    ? `${writeExpression(operand.displacement)}(${writeExpression(operand.base)})`
    : writeExpression(operand.value);
