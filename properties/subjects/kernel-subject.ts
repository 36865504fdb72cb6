// How a token names kernel source: all that was asked for, and a digest of what was read.
import { HISTORY, jsonWithin } from '../input/bounded-reading.ts';
import type { KernelSource } from './kernel-source.ts';

/** Kernel source, and what it was when a counterexample was found in it. */
export interface SourceSnapshot extends KernelSource {
  readonly digest: string;
}

const PREFIX = 'kernel:';

/** The name of kernel source in a token. */
export const kernelSubject = (source: SourceSnapshot): string => PREFIX + JSON.stringify(source);

/** The kernel source that a name stands for; undefined where it stands for something else. */
export function kernelSourceFrom(subject: string): SourceSnapshot | undefined {
  if (!subject.startsWith(PREFIX)) return undefined;
  const kept = parsed(subject.slice(PREFIX.length));
  return isKept(kept) ? kept : undefined;
}

function parsed(text: string): unknown {
  try {
    return jsonWithin(text, HISTORY);
  } catch {
    return undefined;
  }
}

const isKept = (value: unknown): value is SourceSnapshot =>
  typeof value === 'object' &&
  value !== null &&
  'paths' in value &&
  isTexts(value.paths) &&
  'defines' in value &&
  isTexts(value.defines) &&
  'digest' in value &&
  typeof value.digest === 'string' &&
  (!('entry' in value) || typeof value.entry === 'string') &&
  (!('exit' in value) || typeof value.exit === 'string') &&
  (!('tree' in value) || typeof value.tree === 'string') &&
  (!('patch' in value) || typeof value.patch === 'string');

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
