// A term as people read it: a formula that stops at some depth, where it goes on with dots.
import { hex } from '../../spec/vocabulary/words.ts';
import type { Term } from './term.ts';

const INFIX = {
  multiply: '*',
  and: '&',
  or: '|',
  xor: '^',
  equal: '==',
  lessSigned: '<',
  lessUnsigned: '<u',
} as const;

/** The formula, down to a depth. */
export function termText(term: Term, depth = 4): string {
  if (term.op === 'literal') return hex(term.word);
  if (term.op === 'variable') return term.name;
  if (depth === 0) return '…';
  const parts = term.args.map((part) => termText(part, depth - 1));
  switch (term.op) {
    case 'sum':
      return sumText(term.word, term.factors, parts);
    case 'not':
      return `~${parts[0]}`;
    case 'select':
      return `(${parts[0]} ? ${parts[1]} : ${parts[2]})`;
    case 'shiftLeft':
      return `(${parts[0]} << ${term.by})`;
    case 'shiftRight':
      return `(${parts[0]} >> ${term.by})`;
    case 'signExtend':
      return `signed${term.by}(${parts[0]})`;
    case 'multiply':
    case 'and':
    case 'or':
    case 'xor':
    case 'equal':
    case 'lessSigned':
    case 'lessUnsigned':
      return `(${parts.join(` ${INFIX[term.op]} `)})`;
  }
}

function sumText(word: bigint, factors: readonly bigint[], parts: readonly string[]): string {
  const terms = parts.map((part, i) => {
    const factor = BigInt.asIntN(64, factors[i] ?? 0n);
    if (factor === 1n) return `+ ${part}`;
    return factor < 0n
      ? `- ${factor === -1n ? '' : `${-factor} * `}${part}`
      : `+ ${factor} * ${part}`;
  });
  const constant = word === 0n ? [] : [`+ ${hex(word)}`];
  return `(${[...terms, ...constant].join(' ').replace(/^\+ /u, '')})`;
}
