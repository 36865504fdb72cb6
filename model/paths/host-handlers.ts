// The host's own interrupt handlers, which the vectors go to with translation on and of which no switch is a part.
//
// A handler does the host's work and gives back all that its vector put away: r9 has CR, r11 and r12 the address and the MSR of what was
// interrupted, the save area r9 to r13 (exception-64s.h, EXCEPTION_PROLOG_COMMON). Where that MSR has RI off a kernel panics (traps.c,
// system_reset_exception, machine_check_exception; entry_64.S, unrecov_restore); whether it does is no part of a path.
import { MSR, SRR1_STATUS } from '../../spec/vocabulary/bits.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { passage, type Routine } from '../program.ts';
import { type Step, type StepWrite, step } from '../step.ts';
import { transfers } from '../steps/transfer.ts';

/** The areas of the PACA in which vectors put registers away: a machine check has one of its own. */
export type Area = 'exgen' | 'exmc';

/** The label at which the handler of this name begins. */
export const commonOf = (name: string): string => `${name}_common`;

/** Whether a label is a handler of the host's that a vector goes to in virtual mode (exceptions-64s.S). */
export const isHostHandler = (label: string): boolean => /^\w+_common$/u.test(label);

/** A handler of the host's as a part of a program, under its label; what it does is the host's business. */
export const hostHandler = (label: string): Pick<Routine, 'name' | 'passages'> => ({
  name: label,
  passages: [passage(label, { handle: handled(label) })],
});

function handled(label: string): Step {
  const area: Area = label.startsWith('machine_check') ? 'exmc' : 'exgen';
  const { field } = transfers({});
  return step('the host handles its interrupt, and returns', (view, words) => {
    const [address, msr] = [view.register('r11'), view.register('r12')];
    const status = words.literal(SRR1_STATUS);
    const kept = words.and(view.register('MSR'), status);
    return [
      { register: 'CR', value: view.register('r9') },
      ...(['r9', 'r10', 'r11', 'r12', 'r13'] as const).map(
        (register, i): StepWrite<typeof msr> => ({
          register,
          value: field(`paca.${area}[${i}]`)(view, words),
        }),
      ),
      { register: 'MSR', value: words.or(words.and(msr, words.not(status)), kept) },
      { register: 'NIA', value: address },
      { register: 'SRR0', value: address },
      { register: 'SRR1', value: msr },
    ];
  });
}

/** Whether the handler that is about to run would return: to where RI was on. */
export const returnsTo = (msr: Word): boolean => (msr & MSR.RI) !== 0n;
