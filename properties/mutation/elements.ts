// The kill matrix in the schema of mutation-testing-elements, whose public report shows it: a routine is a file, a step a line.
//
// https://github.com/stryker-mutator/mutation-testing-elements, report schema version 2.
import type { Program } from '../../model/program.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { Fate, FaultOutcome } from './kill.ts';

/** The report of a program's faults. */
export function elementsJson({ routines }: Program, tried: readonly FaultOutcome[]): object {
  const ids = new Map(switchContract.map(({ name }, i) => [name, String(i)]));
  return {
    schemaVersion: '2',
    thresholds: { high: 100, low: 99 },
    framework: { name: 'hvspec' },
    files: Object.fromEntries(
      routines
        .filter(({ passages }) => passages.some(({ steps }) => steps.length > 0))
        .map(({ name, passages }) => {
          const steps = passages.flatMap((passage) => passage.steps);
          const lines = new Map(steps.map(({ site }, i) => [site, i + 1]));
          return [
            name,
            {
              language: 'text',
              source: steps.map(({ site, step }) => `${site}: ${step.text}`).join('\n'),
              mutants: tried.flatMap((one) => mutant(one, lines.get(one.fault.site), ids)),
            },
          ];
        }),
    ),
    testFiles: {
      contract: {
        tests: switchContract.map(({ name, says }) => ({
          id: ids.get(name),
          name: `${name}: ${says}`,
        })),
      },
    },
  };
}

function mutant(
  { fault, outcome }: FaultOutcome,
  line: number | undefined,
  ids: ReadonlyMap<string, string>,
): readonly object[] {
  if (line === undefined) return [];
  return [
    {
      id: fault.name,
      mutatorName: fault.slip,
      replacement: fault.text,
      location: { start: { line, column: 1 }, end: { line: line + 1, column: 1 } },
      ...status(outcome, ids),
    },
  ];
}

function status(outcome: Fate, ids: ReadonlyMap<string, string>): object {
  switch (outcome.fate) {
    case 'killed':
      return { status: 'Killed', killedBy: outcome.by.flatMap((clause) => ids.get(clause) ?? []) };
    case 'unreached':
      return {
        status: 'NoCoverage',
        statusReason: `no history comes to ${outcome.at}: ${outcome.why ?? 'nothing says what would'}`,
      };
    case 'equivalent':
    case 'excused':
      return { status: 'Ignored', statusReason: outcome.why };
    case 'survived':
      return { status: 'Survived' };
  }
}
