// What the subject of a token stands for: a reference path, a fault of the path put right, or kernel source.
import { faultNamed } from '../../model/faults/catalogue.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import type { EditionName } from '../../spec/editions/editions.ts';
import type { Asking } from '../../spec/vocabulary/vectors.ts';
import { Unreadable } from '../input/unreadable.ts';
import { editionsFound } from './editions.ts';
import { readKernel } from './kernel-source.ts';
import { kernelSourceFrom, type SourceSnapshot } from './kernel-subject.ts';
import { filesOf } from './source-files.ts';
import { type ModelName, modelNames, models } from './variants.ts';

/** A path under the name by which a token knows it. */
export interface CodeSubject {
  readonly model: string;
  readonly program: Program;
  /** By vector that has code, what that asks; where it was read off source. */
  readonly asking?: ReadonlyMap<bigint, Asking>;
  /** What is owed otherwise than in the contract; where it was read off source, and there is any. */
  readonly editions?: readonly EditionName[];
}

/**
 * Whether kernel source must still be what it was. A replay shows the same run only `as-found`; a test that waits for
 * the source to be put right takes it `as-it-is`.
 */
export type SourceState = 'as-found' | 'as-it-is';

/** The path with this name. Throws Unreadable when there is none, or when its source is not as it must be. */
export function subjectNamed(name: string, state: SourceState = 'as-found'): CodeSubject {
  const found = findSubject(name, state);
  if (found !== undefined) return found;
  const known = [...modelNames, ...defectNames].join(', ');
  throw new Unreadable(
    `no path or fault is called '${name}'; there are ${known}, and what hvspec faults --all lists`,
  );
}

/** The path with this name, if there is one. Throws Unreadable when its source is not as it must be. */
export function findSubject(
  name: string,
  state: SourceState = 'as-found',
): CodeSubject | undefined {
  const source = kernelSourceFrom(name);
  if (source !== undefined) return { model: name, ...kernelCode(source, state) };
  if (isModel(name)) return { model: name, program: models[name] };
  const fault = faultNamed(name);
  return fault && { model: name, program: fault.plantedIn(repaired) };
}

const isModel = (name: string): name is ModelName => modelNames.some((known) => known === name);

function kernelCode(source: SourceSnapshot, state: SourceState): Omit<CodeSubject, 'model'> {
  const named = source.paths.join(' ');
  const reading = readKernel(source, filesOf(source));
  if (!reading.ok) throw new Unreadable(`${named} does not read any more; run hvspec kernel on it`);
  if (state === 'as-found' && reading.digest !== source.digest)
    throw new Unreadable(
      `${named} has changed since the counterexample was found; run hvspec kernel on it`,
    );
  const { program, asking } = reading.lowered;
  const editions = editionsFound(reading.lowered).map(({ edition }) => edition);
  return {
    program,
    ...(asking.size === 0 ? {} : { asking }),
    ...(editions.length === 0 ? {} : { editions }),
  };
}
