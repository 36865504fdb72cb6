// All facts as preprocessor definitions, for source that is read without its headers.
import { constants } from './constants.ts';
import { kernelMacros } from './kernel-macros.ts';
import { specialRegisters } from './special-registers.ts';

/** The macro definitions that stand in for headers, as `-D` would give them. */
export const factDefinitions = (): readonly string[] => [
  ...Object.entries(specialRegisters).map(([name, number]) => `SPRN_${name} ${number}`),
  ...[...constants()].map(([name, value]) => `${name} 0x${value.toString(16)}`),
  'SPRN_SPRG_PACA SPRN_SPRG1',
  'SPRN_SPRG_SCRATCH0 SPRN_SPRG2',
  'SPRN_SPRG_HPACA SPRN_HSPRG0',
  'SPRN_SPRG_HSCRATCH0 SPRN_HSPRG1',
  ...kernelMacros(),
];
