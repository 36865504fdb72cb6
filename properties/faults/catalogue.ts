// What is tried on a path: the generated faults; on the path put right also those of its history, and steps too many.
import { type Fault, faultsOf } from '../../model/faults/generated.ts';
import { faultsOfRepaired } from '../../model/faults/planted.ts';
import type { Program } from '../../model/program.ts';
import { subjectNamed } from '../subject.ts';
import { brokenOnPool } from './trial.ts';

/** A path, its faults, and the clauses that it breaks without any. */
export interface Catalogue {
  readonly program: Program;
  readonly faults: readonly Fault[];
  readonly known: ReadonlySet<string>;
}

/** The catalogue of a reference path, or of kernel source. Throws Unreadable where there is none of this name. */
export function catalogueOf(subject: string): Catalogue {
  const { program } = subjectNamed(subject);
  return {
    program,
    faults: subject === 'repaired' ? faultsOfRepaired() : faultsOf(program),
    known: brokenOnPool(program),
  };
}
