// One of several threads that hold the prover to faults: it is told by number which ones, in the order of the catalogue.
import { catalogueOf } from '../../mutation/catalogue.ts';
import { tryFault } from '../../mutation/kill.ts';
import { type FaultProof, holding } from './held.ts';

const { program, faults, known } = catalogueOf('repaired');
const held = holding(program);

/** What came of one fault; `internal` where the prover has thrown. */
export interface FaultRow {
  readonly fault: string;
  readonly fate: string;
  readonly proof?: FaultProof | undefined;
  readonly internal?: string;
  readonly seconds: number;
}

/** Tries faults on the pool, and then holds the prover to what came of them. */
export const holdThem = (numbers: readonly number[]): readonly FaultRow[] =>
  numbers.flatMap((number): readonly FaultRow[] => {
    const fault = faults[number];
    if (fault === undefined) return [];
    const begun = performance.now();
    const { outcome } = tryFault(program, fault, known);
    const told = { fault: fault.name, fate: outcome.fate };
    const seconds = (): number => (performance.now() - begun) / 1000;
    try {
      return [{ ...told, proof: held(fault, outcome), seconds: seconds() }];
    } catch (error) {
      return [{ ...told, internal: String(error), seconds: seconds() }];
    }
  });
