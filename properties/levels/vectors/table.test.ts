// The table of vectors, line by line, held to what the model's guests do: each interrupt of a guest is raised and goes where its line says.
import { describe, expect, it } from 'vitest';
import { ownInterrupt } from '../../../model/guest/actions.ts';
import * as cause from '../../../model/guest/causes.ts';
import { execute } from '../../../model/interpret.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import { noCells, withWords, wordIn } from '../../../model/state.ts';
import type { Step } from '../../../model/step.ts';
import { HSRR_VECTORS, LPCR, MSR, VECTOR } from '../../../spec/vocabulary/bits.ts';
import { vectorRows } from '../../../spec/vocabulary/vectors.ts';

/** What raises each interrupt that goes to the hypervisor. */
const raised: ReadonlyMap<bigint, Step> = new Map([
  [VECTOR.SYSTEM_RESET, cause.systemReset],
  [VECTOR.MACHINE_CHECK, cause.machineCheck],
  [VECTOR.EXTERNAL, cause.external],
  [VECTOR.HV_DECREMENTER, cause.leftoverHdec],
  [VECTOR.SYSTEM_CALL, cause.hypercall],
  [
    VECTOR.H_DATA_STORAGE,
    cause.dataStorage(
      (words) => words.literal(0n),
      (words) => words.literal(0n),
    ),
  ],
  [VECTOR.H_INST_STORAGE, cause.instStorage],
  [VECTOR.H_MAINTENANCE, cause.maintenance],
  [VECTOR.H_EMUL_ASSIST, cause.emulationAssist((words) => words.literal(0n))],
]);

const GUEST = MSR.SF | MSR.EE | MSR.ME | MSR.RI;
const before = withWords(noCells(), [
  ['MSR', GUEST],
  ['LPCR', LPCR.LPES1],
]);

function taken(step: Step) {
  const { cells } = execute(before, step, repaired, 0x2004n);
  const [nia, msr] = [wordIn(cells, 'NIA'), wordIn(cells, 'MSR')];
  const pair = wordIn(cells, 'SRR1') === 0n ? 'HSRR' : 'SRR';
  return { nia, hypervisor: (msr & MSR.HV) !== 0n, pair, recoverable: (msr & MSR.RI) !== 0n };
}

describe.each(vectorRows)('$is', ({ address, goes, saves }) => {
  const step = goes === 'to the guest' ? ownInterrupt(address) : raised.get(address);

  it('goes where its line says, and is saved there', () => {
    if (step === undefined) {
      expect(goes).toBe('to nobody');
      return;
    }
    expect(taken(step)).toEqual({
      nia: address,
      hypervisor: goes === 'to the hypervisor',
      pair: saves,
      recoverable: saves === 'HSRR',
    });
  });

  it('uses the pair that the vectors of the hypervisor know', () => {
    if (goes === 'to the hypervisor') expect(HSRR_VECTORS.includes(address)).toBe(saves === 'HSRR');
  });
});
