// A run of C code as it goes: what every cell holds, what it held at each moment, the steps that were taken, and the spans they make.
//
// Words are kept with all their earlier versions, so that a state of the past is a time, and costs nothing to keep.
import type { Machine, Span, SpanKind, StepRecord, Write } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Moment, recorder } from '../recorder.ts';
import type { At, Writes } from './statements.ts';

/** How a model's cells look from outside. */
interface Cells<P, L> {
  /** What each cell holds before anything is written. */
  readonly base: At<string>;
  /** The machine as a clause sees it, in a state. */
  readonly seen: (at: At<string>) => Machine;
  /** Writes as a clause sees them, in the state after them. */
  readonly told: (writes: Writes<P>, at: At<P | L>) => readonly Write[];
}

/** A run as it goes. */
export interface Run<P, L> {
  readonly at: At<P | L>;
  readonly taken: readonly StepRecord[];
  readonly spans: readonly Span[];
  /** The cells that were written, and what they hold now. */
  written(): readonly (readonly [cell: string, word: Word])[];
  /** Takes a step; it is recorded even where it writes nothing. */
  step(told: Omit<StepRecord, 'writes'>, writes: Writes<P>): void;
  /** Writes what no step does: locals, and what is so of itself. */
  put(writes: Writes<P | L>): void;
  /** Gives r, the local in which routines return, its value. */
  returns(word: Word): void;
  begin(kind: SpanKind): void;
  /** Ends the span of this kind that began last; one that never did has lasted from the beginning of all. */
  end(kind: SpanKind): void;
}

/** Begins a run. */
export function running<P extends string, L extends string>({
  base,
  seen,
  told,
}: Cells<P, L>): Run<P, L> {
  const { at, put, now, written } = versionsOver(base);
  const record = recorder();
  const start = record.moment(seen(now()));
  const begun = new Map<SpanKind, Moment>();
  return {
    at,
    put,
    written,
    taken: record.taken,
    spans: record.spans,
    returns: (word) => put([['r', word]]),
    step({ site, text, by }, writes) {
      put(writes);
      record.take({ site, text, by, writes: told(writes, at) });
    },
    begin: (kind) => {
      begun.set(kind, record.moment(seen(now())));
    },
    end: (kind) => record.cut(begun.get(kind) ?? start, kind, seen(now())),
  };
}

/** What a cell held from a time on, and before. */
interface Version {
  readonly word: Word;
  readonly since: number;
  readonly older: Version | undefined;
}

/** Words over those of a base, with every version of each. */
function versionsOver(base: At<string>) {
  const versions = new Map<string, Version>();
  let time = 0;
  const atTime =
    (when: number): At<string> =>
    (cell) => {
      let version = versions.get(cell);
      while (version !== undefined && version.since > when) version = version.older;
      return version === undefined ? base(cell) : version.word;
    };
  return {
    at: (cell: string): Word => versions.get(cell)?.word ?? base(cell),
    put(writes: Writes<string>): void {
      time++;
      for (const [cell, word] of writes)
        versions.set(cell, { word, since: time, older: versions.get(cell) });
    },
    /** The state at this time, whatever comes later. */
    now: () => atTime(time),
    written: () => [...versions].map(([cell, { word }]) => [cell, word] as const),
  };
}
