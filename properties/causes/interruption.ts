// The mends of what goes wrong where an interrupt comes while hypervisor code runs: hstate.in_guest, the question whether HV was on, and RI.

import { REAL_ADDRESS } from '../../model/layout.ts';
import { replace } from '../../model/mutate.ts';
import { byTag } from '../../model/paths/guest-exit.ts';
import { isHostHandler } from '../../model/paths/host-handlers.ts';
import type { LinkedStep, Program } from '../../model/program.ts';
import { type Step, step } from '../../model/step.ts';
import { IN_GUEST, MSR } from '../../spec/vocabulary/bits.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { type StepVisit, writes } from './executed-steps.ts';
import { beside, type Mend } from './mend.ts';

/** in_guest := a word, through HSPRG0: r13 need not be the PACA yet. */
const says = (word: bigint): Step =>
  step(`hstate.in_guest := ${word}`, (view, words) => {
    const at = view.layout.distanceTo('hstate.in_guest' satisfies Field);
    const address = words.add(view.register('HSPRG0'), words.literal(at));
    return [{ address, bytes: 1, value: words.literal(word) }];
  });

const stores =
  (word: bigint) =>
  ({ taken }: StepVisit): boolean =>
    taken.writes.some((write) => write.place === 'hstate.in_guest' && write.word === word);

const changesTranslation = (met: StepVisit): boolean => writes('AMR')(met) || writes('LPIDR')(met);

/** The entry says that a guest's translation comes before it does, and the exit that it is gone when it is. */
export const saysNone: Mend = ({ steps }) => {
  const first = steps.find(changesTranslation);
  const last = steps.findLast(changesTranslation);
  const early = steps.find(stores(IN_GUEST.NONE));
  if (first === undefined || last === undefined || first === last) return undefined;
  if (steps.slice(0, steps.indexOf(first)).some(stores(IN_GUEST.HOST_HV))) return undefined;
  return [
    beside('before', first, says(IN_GUEST.HOST_HV)),
    ...(early === undefined ? [] : [replace(early.placed.site, says(IN_GUEST.HOST_HV))]),
    beside('after', last, says(IN_GUEST.NONE)),
  ];
};

/** The code at a label of the program, as it is put beside. */
function placedAt(program: Program, label: string): LinkedStep | undefined {
  const address = program.labels.get(label);
  const index = address === undefined ? undefined : program.find(address);
  return index === undefined ? undefined : program.steps[index];
}

/** Who interrupted hypervisor code goes no further. */
const stopsHypervisor = (label: string): Step =>
  step('where HV was on, stop', (view, words, code) => {
    const hypervisor = words.and(byTag('HSRR1', 'SRR1')(view, words), words.literal(MSR.HV));
    const nia = words.select(hypervisor, words.literal(code(label)), view.register('NIA'));
    return [{ register: 'NIA', value: nia }];
  });

export const asksNoHypervisor: Mend = ({ program }) => {
  const placed = placedAt(program, 'kvmppc_interrupt');
  return placed && [beside('before', { placed }, stopsHypervisor('kvmppc_interrupt'))];
};

/** Where the vectors and what belongs to them lie (exceptions-64s.S, from 0x100 to __end_interrupts), with translation off. */
const VECTORS_END = 0x3000n;

/** Who comes from the vectors' own code does not believe RI. */
const doubtsRi: Step = step(
  "r12 := r12 without RI, if r11 is in the vectors' code",
  (view, words) => {
    const translated = words.and(view.register('r12'), words.literal(MSR.IR));
    const real = words.equal(translated, words.literal(0n));
    const inside = words.lessUnsigned(
      words.and(view.register('r11'), words.literal(REAL_ADDRESS)),
      words.literal(VECTORS_END),
    );
    const off = words.select(words.and(real, inside), words.literal(MSR.RI), words.literal(0n));
    return [{ register: 'r12', value: words.and(view.register('r12'), words.not(off)) }];
  },
);

export const believesRi: Mend = ({ program }) => {
  const handlers = [...program.labels.keys()]
    .filter((label) => isHostHandler(label) && /^(?:system_reset|machine_check)/u.test(label))
    .flatMap((label) => placedAt(program, label) ?? []);
  return handlers.length === 0
    ? undefined
    : handlers.map((placed) => beside('before', { placed }, doubtsRi));
};
