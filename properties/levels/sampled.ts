// A level from its definition: a model with rules, histories that fast-check makes, and how a history is played to a trace.
import type fc from 'fast-check';
import type { SpanKind, Trace } from '../../spec/machine.ts';
import type { ModelName } from '../models.ts';

/** A fault of a level's rules, planted in the rules that are right otherwise. */
interface PlantedFault<R> {
  readonly text: string;
  /** Just these. */
  readonly breaks: readonly [string, ...string[]];
  readonly rules: R;
}

export interface Definition<R, H> {
  readonly name: string;
  readonly kinds: readonly SpanKind[];
  /** The rules of the two reference models. */
  readonly models: Readonly<Record<ModelName, R>>;
  readonly faults: Readonly<Record<string, PlantedFault<R>>>;
  /** Histories that satisfy the assumptions but those named. */
  readonly histories: (without: ReadonlySet<string>) => fc.Arbitrary<H>;
  readonly play: (rules: R, history: H) => Trace;
  /** What happens in a history, a line each. */
  readonly told: (history: H) => readonly string[];
  /** A history that JSON kept, words in hexadecimal; undefined where it is none. */
  readonly read: (kept: unknown) => H | undefined;
}
