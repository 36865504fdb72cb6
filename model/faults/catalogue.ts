// Every fault of the path put right: those of its history, steps too many, and the generated ones.
import { repaired } from '../paths/repairs.ts';
import { type Fault, faultsOf } from './generated.ts';
import { putIns } from './inserted-steps.ts';
import { laterFaults, recordedFaults } from './named-faults.ts';

/** Made when they are first asked for: each step is read for what it touches. */
let made: readonly Fault[] | undefined;

/** Faults by hand come first. */
export function faultsOfRepaired(): readonly Fault[] {
  made ??= [...recordedFaults, ...laterFaults, ...putIns, ...faultsOf(repaired)];
  return made;
}

/** The fault of the path put right that has this name, if there is one. */
export const faultNamed = (name: string): Fault | undefined =>
  faultsOfRepaired().find((fault) => fault.name === name);
