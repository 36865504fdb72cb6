// C code as data: statements at sites, in the order in which the C code is read, and what runs them.
//
// A step means the places that it writes. What is no step (an assignment to locals, a condition, a loop, a call, a return) says
// where the code goes on. `P` are the cells that steps write, `L` the locals, `W` what the world has in store for a run.
import type { SpanKind, StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** What a cell holds; 0 where nothing was written. */
export type At<C> = (cell: C) => Word;

/** Words by cell, in the order in which they are written. */
export type Writes<C> = readonly (readonly [cell: C, word: Word])[];

/** A step: who takes it, what it does in words, and what it writes. */
export interface Step<P, L, W> {
  readonly does: 'step';
  readonly by: StepRecord['by'];
  readonly text: (at: At<P | L>, world: W) => string;
  readonly writes: (at: At<P | L>, world: W) => Writes<P>;
}

/** A question that code asks of a state. */
export type Condition<P, L, W> = (at: At<P | L>, world: W) => boolean;

export type Statement<P, L, W> =
  | Step<P, L, W>
  /** Gives locals their values; nothing else can see them. */
  | { readonly does: 'assign'; readonly locals: (at: At<P | L>) => Writes<L> }
  | {
      readonly does: 'when' | 'loop';
      readonly condition: Condition<P, L, W>;
      readonly body: Body<P, L, W>;
    }
  /** The statements that a span is made of. */
  | { readonly does: 'span'; readonly kind: SpanKind; readonly body: Body<P, L, W> }
  /** The beginning of a span, and the end of the one that began last. */
  | { readonly does: 'begin' | 'end'; readonly kind: SpanKind }
  | { readonly does: 'call'; readonly routine: string }
  /** The end of the routine, with a value for r where one is given. */
  | { readonly does: 'return'; readonly value?: (at: At<P | L>) => Word }
  /** The end of all: no routine returns. */
  | { readonly does: 'stop' };

/** Statements by key; the keys become parts of their sites. */
export type Body<P, L, W> = Readonly<Record<string, Statement<P, L, W>>>;

/** Routines by the kernel's name. */
export type Code<P, L, W> = Readonly<Record<string, Body<P, L, W>>>;

/** The makers of statements over some cells. */
export function statementsOver<P extends string, L extends string, W>() {
  type Own = Statement<P, L, W>;
  type Block = Body<P, L, W>;
  const ask = (does: 'when' | 'loop') => (condition: Condition<P, L, W>, body: Block) =>
    ({ does, condition, body }) satisfies Own;
  const mark = (does: 'begin' | 'end') => (kind: SpanKind) => ({ does, kind }) satisfies Own;
  return {
    /** A step of hypervisor code, or of another. */
    step: (
      text: string | Step<P, L, W>['text'],
      writes: Step<P, L, W>['writes'],
      by: StepRecord['by'] = 'host',
    ) =>
      ({
        does: 'step',
        by,
        text: typeof text === 'string' ? () => text : text,
        writes,
      }) satisfies Own,
    assign: (locals: (at: At<P | L>) => Writes<L>) => ({ does: 'assign', locals }) satisfies Own,
    /** if (condition) { body } */
    when: ask('when'),
    /** while (condition) { body } */
    loop: ask('loop'),
    span: (kind: SpanKind, body: Block) => ({ does: 'span', kind, body }) satisfies Own,
    begin: mark('begin'),
    end: mark('end'),
    call: (routine: string) => ({ does: 'call', routine }) satisfies Own,
    /** return r, or a value that r gets. */
    returns: (value?: Word | ((at: At<P | L>) => Word)) =>
      (value === undefined
        ? { does: 'return' }
        : {
            does: 'return',
            value: typeof value === 'bigint' ? () => value : value,
          }) satisfies Own,
    stop: { does: 'stop' } satisfies Own,
  } as const;
}
