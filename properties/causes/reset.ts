// The mend of the vector of a system reset that asks for no guest: it goes on for one as the other vectors do.
import { REAL_ADDRESS } from '../../model/layout.ts';
import { type Step, type StepWrite, step } from '../../model/step.ts';
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { loadsAt } from './executed-steps.ts';
import { beside, type Mend, until } from './mend.ts';

/** What the other vectors do for a guest, in one step: PACA, tag and scratch, and on to KVM. */
const forGuest: Step = step('where a guest runs, on to kvmppc_interrupt', (view, words, code) => {
  const paca = view.register('HSPRG0');
  const at = (field: Field) => words.add(paca, words.literal(view.layout.distanceTo(field)));
  const when = view.load(at('hstate.in_guest'), 1);
  const values: readonly StepWrite<typeof paca>[] = [
    { register: 'HSPRG1', value: view.register('r13') },
    { register: 'r13', value: paca },
    { address: at('hstate.scratch0'), bytes: 8, value: view.register('r12') },
    { address: at('hstate.scratch1'), bytes: 4, value: view.register('CR') },
    { register: 'r12', value: words.literal(VECTOR.SYSTEM_RESET) },
    { register: 'NIA', value: words.literal(code('kvmppc_interrupt')) },
  ];
  return values.map((write) => ({ ...write, when }));
});

export const untested: Mend = ({ program, steps }) => {
  const begin = steps.findIndex(
    ({ placed }) => (placed.address & REAL_ADDRESS) === VECTOR.SYSTEM_RESET,
  );
  const met = steps[begin];
  if (met === undefined || !program.labels.has('kvmppc_interrupt')) return undefined;
  const own = until(steps.slice(begin), ({ foot }) => foot.writes.includes('MSR'));
  if (own.some(loadsAt(program.layout.distanceTo('hstate.in_guest'), 1))) return undefined;
  return [beside('before', met, forGuest)];
};
