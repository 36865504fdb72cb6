// The paths that are timed: the one put right, the project's own kernel source, and a real kernel where HVSPEC_KERNEL names one.
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { Unreadable } from '../input/unreadable.ts';
import { diskFiles } from '../subjects/disk-files.ts';
import { OWN_TREE } from '../subjects/fixtures.ts';
import { readKernel } from '../subjects/kernel-source.ts';
import { kernelSubject } from '../subjects/kernel-subject.ts';

/** A path under the name that a thread knows it by. */
export interface BenchSubject {
  readonly title: string;
  readonly name: string;
  readonly program: Program;
}

/** A kernel tree, under what the table calls it. */
export interface Tree {
  readonly title: string;
  readonly path: string;
}

/** The trees that are there. */
export function trees(): readonly Tree[] {
  const real = process.env.HVSPEC_KERNEL;
  const own = { title: `lowered from ${OWN_TREE}`, path: OWN_TREE };
  return real === undefined ? [own] : [own, { title: 'lowered from a real kernel', path: real }];
}

/** The paths that are there. */
export const benchSubjects = (): readonly BenchSubject[] => [
  { title: 'repaired', name: 'repaired', program: repaired },
  ...trees().map(sourceSubject),
];

/** A tree read and lowered. Throws Unreadable where it cannot be. */
export function sourceSubject({ title, path }: Tree): BenchSubject {
  const source = { paths: [path], defines: [] };
  const reading = readKernel(source, diskFiles);
  if (!reading.ok) throw new Unreadable(`${path} does not read: hvspec kernel says why`);
  const name = kernelSubject({ ...source, digest: reading.digest });
  return { title, name, program: reading.lowered.program };
}
