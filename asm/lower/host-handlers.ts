// The host's own interrupt handlers, which the vectors go to and a switch's source does not contain.
//
// A handler of the host does its work and restores everything: r9 has CR, r11 and r12 the interrupted address and
// MSR, the save area r9 to r13 (exception-64s.h, EXCEPTION_PROLOG_COMMON).

import { passage, type Routine } from '../../model/program.ts';
import { type StepWrite, step } from '../../model/step.ts';
import { transfers } from '../../model/steps/transfer.ts';

/** A handler of the host's, at the address where the source has one; what it does is the host's business. */
export const hostHandler = (name: string, at: bigint): Routine => {
  const area = name.startsWith('machine_check') ? 'exmc' : 'exgen';
  const { field } = transfers({});
  const restored = step(`the host handles its interrupt, and returns`, (view, words) => [
    { register: 'CR', value: view.register('r9') },
    ...(['r9', 'r10', 'r11', 'r12', 'r13'] as const).map(
      (register, i): StepWrite<ReturnType<typeof view.register>> => ({
        register,
        value: field(`paca.${area}[${i}]`)(view, words),
      }),
    ),
    { register: 'MSR', value: view.register('r12') },
    { register: 'NIA', value: view.register('r11') },
    { register: 'SRR0', value: view.register('r11') },
    { register: 'SRR1', value: view.register('r12') },
  ]);
  return { name, at, passages: [passage(name, { handle: restored })] };
};

/** Whether a label is a handler of the host's that a vector goes to in virtual mode (exceptions-64s.S). */
export const isHostHandler = (label: string): boolean => /^\w+_common$/u.test(label);
