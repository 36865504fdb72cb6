// A step is one instruction, or one named transfer, and it means the writes that it makes.

import type { Place as Register } from '../spec/vocabulary/registers.ts';
import type { Words } from '../spec/vocabulary/words.ts';
import type { Layout } from './layout.ts';
import type { SlbHalf } from './places.ts';

/** What a meaning may see of the machine. Registers go by name; memory by effective address and width. */
export interface View<V> {
  register(name: Register): V;
  /** Where the fields lie: constants of the run. */
  readonly layout: Layout;
  /** Big-endian, zero-extended. */
  load(address: V, bytes: Bytes): V;
  /** A half of the SLB entry with this index. */
  slb(index: V, half: SlbHalf): V;
}

/** The width of an access to memory, in bytes. */
export type Bytes = 1 | 2 | 4 | 8;

/** One write. With `when`, it is made only if that word is not 0. */
export type StepWrite<V> = (
  | { readonly register: Register; readonly address?: never; readonly slb?: never }
  | { readonly address: V; readonly bytes: Bytes; readonly register?: never; readonly slb?: never }
  | { readonly slb: V; readonly half: SlbHalf; readonly register?: never; readonly address?: never }
) & { readonly value: V; readonly when?: V };

/** The address of a label, as the program that the step belongs to has it. */
export type Code = (label: string) => bigint;

/** Reads see the state before the step; NIA already points after it, so a branch writes NIA. */
export type Meaning = <V>(view: View<V>, words: Words<V>, code: Code) => readonly StepWrite<V>[];

/** One instruction, or one named transfer. */
export interface Step {
  /** What it does, as a reader of the path would say it. */
  readonly text: string;
  readonly meaning: Meaning;
}

/** A step from its text and its meaning. */
export const step = (text: string, meaning: Meaning): Step => ({ text, meaning });
