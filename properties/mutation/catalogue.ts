// What is tried on a path: the generated faults; on the path put right also those of its history, and steps too many.

import { faultsOfRepaired } from '../../model/faults/catalogue.ts';
import { type Fault, faultsOf } from '../../model/faults/generated.ts';
import type { Program } from '../../model/program.ts';
import { kernelSourceFrom } from '../subjects/kernel-subject.ts';
import { subjectNamed } from '../subjects/subject.ts';
import type { Sameness } from './ends.ts';
import { brokenOnPool } from './trial.ts';

/** A path, its faults, and the clauses that it breaks without any. */
export interface Catalogue {
  readonly program: Program;
  readonly faults: readonly Fault[];
  readonly known: ReadonlySet<string>;
  /** In what a fault must leave the machine as it was to count as the same. */
  readonly sameness: Sameness;
}

/** The catalogue of a reference path, or of kernel source. Throws Unreadable where there is none of this name. */
export function catalogueOf(subject: string): Catalogue {
  const { program } = subjectNamed(subject);
  const fromSource = kernelSourceFrom(subject) !== undefined;
  const faults = subject === 'repaired' ? faultsOfRepaired() : faultsOf(program);
  return {
    program,
    faults: fromSource ? faults.filter(({ site }) => FILE_AND_LINE.test(site)) : faults,
    known: brokenOnPool(program),
    sameness: fromSource ? 'but-scratch' : 'whole',
  };
}

/** The site of an instruction; what stands for C code and for the host's handlers has none. */
const FILE_AND_LINE = /:\d/u;
