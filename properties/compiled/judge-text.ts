// Functions that judge clauses: each puts into `V` what it finds of its clauses, where that is worse than what is there.

import { emitter } from '../../model/compiled/emitter.ts';
import { compileFunction, type Scope } from '../../model/compiled/scope.ts';
import type { Clause } from '../../spec/clause.ts';
import { SEVERITY } from '../severity.ts';
import { BROKEN, type ClaimContext, claimCode, MET } from './claim-code.ts';

/** A clause, and where its verdict is. */
interface NumberedClause {
  readonly clause: Clause;
  readonly index: number;
}

/** Clauses with their places in a list. */
export const numbered = (clauses: readonly Clause[]): readonly NumberedClause[] =>
  clauses.map((clause, index) => ({ clause, index }));

/** Functions with these parameters that together judge some clauses: as many in each as it may be long. The scope has `V`. */
export function judgeFunctions<F>(
  clauses: readonly NumberedClause[],
  scope: Scope,
  name: string,
  parameters: string,
  context: ClaimContext,
): readonly F[] {
  const texts = clauses.map(({ clause, index }) => judgeText(clause, index, context));
  return chunks(texts).map((text, i) =>
    compileFunction<F>(scope, `${name}${i}(${parameters})`, text),
  );
}

function judgeText({ claim }: Clause, index: number, context: ClaimContext): string {
  const to = emitter();
  claimCode(claim, to, context);
  const verdict = `V[${index}]`;
  const broken = `if(x&${BROKEN})${verdict}=${SEVERITY.violated};`;
  const met = `else if((x&${MET})&&${verdict}===0)${verdict}=${SEVERITY.holds};`;
  return `{let x=0;${to.text()}${broken}${met}}`;
}

/** Characters of a function of judges beyond which it takes no more. */
const LONG = 6000;

/** Texts put together to chunks, each about as long as a function may be. */
function chunks(texts: readonly string[]): readonly string[] {
  const made: string[] = [];
  for (const text of texts) {
    const last = made.pop() ?? '';
    if (last.length + text.length > LONG) made.push(last, text);
    else made.push(last + text);
  }
  return made;
}
