// A counterexample as the text of a vitest test: it fails until the fault that it shows is gone.
//
// The text imports the package's own sources, and is meant for a folder right below properties/.

import type { Counterexample } from '../counterexample/counterexample.ts';
import { decodeToken } from '../counterexample/token.ts';
import { wrapped } from './wrapped.ts';

/** The test file of a counterexample, for `properties/FOLDER/NAME.test.ts`. */
export function vitestTest({ clause, token }: Pick<Counterexample, 'clause' | 'token'>): string {
  const { subject } = decodeToken(token);
  return [
    ...wrapped(`${clause.name}: ${clause.says}`, '', 97).map((line) => `// ${line}`),
    '//',
    '// It fails until the fault is gone. It belongs in a folder right below properties/, for example',
    `// properties/found/${clause.name}.test.ts`,
    "import { expect, it } from 'vitest';",
    "import { clauseNamed } from '../../spec/contract.ts';",
    "import { counterexampleFrom } from '../counterexample/counterexample.ts';",
    "import { decodeToken } from '../counterexample/token.ts';",
    "import { levelNamed } from '../levels/levels.ts';",
    "import { card } from '../report/card.ts';",
    '',
    '/** A reference path, a recorded defect alone on the repaired path, or kernel source. */',
    constant('SUBJECT', subject),
    '',
    constant('TOKEN', token),
    '',
    `it(${quoted(`${clause.name} does not break`)}, () => {`,
    '  const kept = decodeToken(TOKEN);',
    '  const clause = clauseNamed(kept.clause);',
    "  if (clause === undefined) throw new Error('no clause has this name any more');",
    "  const terms = { without: new Set<string>(), state: 'as-it-is' } as const;",
    '  const evaluator = levelNamed(kept.level).open(SUBJECT, [clause], terms);',
    "  if (evaluator === undefined) throw new Error('nothing has the name of SUBJECT any more');",
    '  const { verdict } = evaluator.judge(clause, kept.history);',
    '  const replay = () => evaluator.replay(kept.history);',
    "  const shown = counterexampleFrom({ ...kept, clause, replay }, 'steps');",
    "  expect(['holds', 'vacuous'], shown && card(shown)).toContain(verdict);",
    '});',
    '',
  ].join('\n');
}

/** A declaration, on two lines where one would be too long. */
function constant(name: string, text: string): string {
  const line = `const ${name} = ${quoted(text)};`;
  return line.length <= 100 ? line : `const ${name} =\n  ${quoted(text)};`;
}

/** Text as the source text of a string, in single quotes. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
