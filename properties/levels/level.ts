// Levels: models that cut their runs into stretches of their own, so that the same judge reads them all.
//
// A level says how its runs are made and which faults of its rules must break which clauses.
import type fc from 'fast-check';
import type { SpanKind, Trace } from '../../spec/machine.ts';

export interface Definition<R, H> {
  readonly name: string;
  /** The stretches that its runs are cut into. */
  readonly kinds: readonly SpanKind[];
  /** The rules of the two reference models, by name. */
  readonly models: Readonly<Record<'published' | 'repaired', R>>;
  /** Rules with one fault each, and the clauses that it must break: exactly these. */
  readonly faults: Readonly<
    Record<
      string,
      {
        readonly text: string;
        readonly breaks: readonly [string, ...string[]];
        readonly rules: R;
      }
    >
  >;
  /** Shrinks well; satisfies the assumptions but those named. */
  readonly histories: (without: ReadonlySet<string>) => fc.Arbitrary<H>;
  readonly play: (rules: R, history: H) => Trace;
  /** What happens in a history, a short line each. */
  readonly told: (history: H) => readonly string[];
  /** A history that JSON kept, words in hexadecimal; undefined where it is none. */
  readonly read: (kept: unknown) => H | undefined;
}
