// C functions of which the switch needs one effect: what they do to the virtual core, before they answer like any other.
import { cFunction } from '../../model/c-function.ts';
import { passage, type Routine } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';
import { transfers } from '../../model/steps/transfer.ts';

const { put, field } = transfers({ vcore: 'hstate.kvm_vcore' });

/** The primary thread's bit among those of threads that are exiting. */
const EXITING = 0x100n;

/**
 * By name. kvmhv_commence_exit (book3s_hv_builtin.c, since 4.1) notes that this thread is exiting; it also interrupts the others, which
 * are not followed.
 */
const effects: Readonly<Record<string, Step>> = {
  kvmhv_commence_exit: put(
    (view, words) => words.or(field('vcore.entry_exit_count')(view, words), words.literal(EXITING)),
    'vcore.entry_exit_count with the exit bit of the primary thread',
  ).into('vcore.entry_exit_count'),
};

/** A C function that lies at an address, with the effect that is known of it. */
export function functionAt(name: string, kind: 'handler' | 'other', at: bigint): Routine {
  const answering = cFunction(name, kind, at);
  const effect = Object.hasOwn(effects, name) ? effects[name] : undefined;
  if (effect === undefined) return answering;
  return {
    ...answering,
    passages: [
      passage(name, { effect }),
      ...answering.passages.map((one) => ({ ...one, name: `${name}.answers` })),
    ],
  };
}
