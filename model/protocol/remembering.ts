// What follows from a thread and what the threads share is worked out once: a search comes to it many times.
import type { Program } from '../program.ts';
import type { ProtocolThread } from './thread.ts';

/** A function that remembers what it has answered, by program, thread and a text that stands for the rest. */
export function remembering<A extends readonly unknown[], R>(
  textOf: (...rest: A) => string,
  answer: (thread: ProtocolThread, program: Program, ...rest: A) => R,
): (thread: ProtocolThread, program: Program, ...rest: A) => R {
  const known = new WeakMap<Program, WeakMap<ProtocolThread, Map<string, R>>>();
  return (thread, program, ...rest) => {
    const ofProgram = known.get(program) ?? new WeakMap<ProtocolThread, Map<string, R>>();
    known.set(program, ofProgram);
    const ofThread = ofProgram.get(thread) ?? new Map<string, R>();
    ofProgram.set(thread, ofThread);
    const text = textOf(...rest);
    const found = ofThread.get(text);
    if (found !== undefined) return found;
    const made = answer(thread, program, ...rest);
    ofThread.set(text, made);
    return made;
  };
}
