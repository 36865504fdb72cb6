// What of a kernel's source was judged, for scripts: what was read, and what of it is not the source's own.
import type { LoweredProgram } from '../asm/lower/lower.ts';
import { editionsFound } from '../properties/subjects/editions.ts';

/** What was judged, for scripts. */
export const aboutJson = (lowered: LoweredProgram, read: readonly string[]): object => ({
  read,
  instructions: lowered.instructions,
  reached: lowered.reached,
  fromReferencePath: lowered.taken,
  answeredArbitrarily: lowered.called,
  hostHandlers: lowered.handlers,
  configuration: lowered.taking.configuration,
  otherFeatures: lowered.taking.otherFeatures,
  editions: editionsFound(lowered),
  fields: Object.fromEntries(lowered.spares),
  notUnderstood: lowered.passedOver.map(({ at, message }) => `${at.file}:${at.line}: ${message}`),
  threads: 'primary only',
});
