// The repairs of the recorded defects, made in a program that is not the reference path: where each belongs is seen on the way of a run.
//
// A mend says first whether its defect is there at all: that the step which a repair adds is missing, or that the wrong one is to be
// seen. Where it is not, the defect is no cause, whatever it breaks elsewhere.
import { type Edit, replace } from '../../model/mutate.ts';
import { ENTERING, LEAVING } from '../../model/paths/base-registers.ts';
import type { DefectName } from '../../model/paths/repairs.ts';
import { type Step, step } from '../../model/step.ts';
import { constant, copy, set, transfers } from '../../model/steps/transfer.ts';
import type { ClauseName } from '../../spec/contract.ts';
import { MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { isGeneral, loadsAt, type StepVisit, takes, writes } from './executed-steps.ts';
import { asksNoHypervisor, believesRi, saysNone } from './interruption.ts';
import { beside, type Mend, until } from './mend.ts';
import { untested } from './reset.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

/** Several steps as one. */
const together = (text: string, ...steps: readonly Step[]): Step =>
  step(text, (view, words, code) => steps.flatMap(({ meaning }) => meaning(view, words, code)));

/** The host's register is kept at the call and brought back at the return, where nobody takes it away before it is lost. */
const keptOver =
  (register: 'CR' | 'VRSAVE', field: Field): Mend =>
  ({ steps }) => {
    const lost = (met: StepVisit) => writes(register)(met) && !met.foot.reads.includes(register);
    const [first, last] = [steps[0], steps.at(-1)];
    const entry = steps.filter(({ part }) => part === 'entry');
    if (first === undefined || last === undefined || until(entry, lost).some(takes(register)))
      return undefined;
    return [
      beside('before', first, entering.save(register).to(field)),
      beside('before', last, entering.load(register).from(field)),
    ];
  };

const throughItsValue: Mend = ({ program: { layout }, before, steps }) => {
  const edits: Edit[] = [];
  let host = before.word('hstate.host_dscr');
  for (const { taken, placed } of steps) {
    host = taken.writes.find(({ place }) => place === 'hstate.host_dscr')?.word ?? host;
    const wrong = `[0x${BigInt.asUintN(64, host + layout.distanceTo('vcpu.dscr')).toString(16)}]`;
    if (taken.writes.some(({ place }) => place === wrong))
      edits.push(replace(placed.site, leaving.save('DSCR').to('vcpu.dscr')));
  }
  return edits.length === 0 ? undefined : edits;
};

const uamorLeft: Mend = ({ steps }) => {
  const amr = steps.findLastIndex(writes('AMR'));
  const met = steps[amr];
  if (met === undefined || steps.slice(amr).some(writes('UAMOR'))) return undefined;
  const kept = steps.findLastIndex(takes('UAMOR'));
  if (steps.slice(Math.max(0, kept)).some(writes('UAMOR'))) return undefined;
  return [beside('after', met, set('UAMOR', constant(0n), '0'))];
};

/** How many steps before a write of DABR the counting may be stopped. */
const NEAR = 24;

const stopsCounting = ({ taken }: StepVisit): boolean =>
  taken.writes.some(({ place, word }) => place === 'MMCRA' && word === 0n);

const whileCounting: Mend = ({ steps }) => {
  const frozen = together(
    'freeze, and MMCRA := 0',
    leaving.save('MMCR0').to('hstate.scratch0'),
    leaving.save('MMCRA').to('hstate.scratch1'),
    set('MMCR0', constant(MMCR0_FC), 'FC'),
    set('MMCRA', constant(0n), '0'),
  );
  const thawed = together(
    'as before',
    leaving.load('MMCRA').from('hstate.scratch1'),
    leaving.load('MMCR0').from('hstate.scratch0'),
  );
  const wrong = steps.filter((met, i) => {
    const near = steps.slice(Math.max(0, i - NEAR), i);
    return writes('DABR')(met) && !near.some(stopsCounting);
  });
  if (wrong.length === 0) return undefined;
  return distinct(wrong).flatMap((met) => [
    beside('before', met, frozen),
    beside('after', met, thawed),
  ]);
};

const halfOfXer: Mend = ({ steps }) => {
  const edits = distinct(steps).flatMap((met): readonly Edit[] => {
    const { foot, taken } = met;
    const stores =
      foot.stores.includes(4) && taken.writes.some(({ place }) => place === 'vcpu.xer');
    if (stores) return [replace(met.placed.site, leaving.save('XER').to('vcpu.xer'))];
    const from = writes('XER')(met) ? foot.reads.find(isGeneral) : undefined;
    const made = from && steps.slice(0, steps.indexOf(met)).findLast(writes(from));
    return made?.foot.loads.includes(4) === true
      ? [beside('after', met, entering.load('XER').from('vcpu.xer'))]
      : [];
  });
  return edits.length === 0 ? undefined : edits;
};

const notSwitched: Mend = ({ steps }) => {
  if (steps.some((met) => takes('SIAR')(met) || writes('SIAR')(met))) return undefined;
  if (steps.every(({ part }) => part === 'entry')) return undefined;
  const entry = steps.filter(({ part }) => part === 'entry');
  const exit = steps.filter(({ part }) => part === 'exit');
  const inUse = until(entry, writes('MMCRA')).find(takes('MMCRA'));
  const loads = entry.findLast(writes('MMCR1'));
  const frozen = exit.find(writes('MMCR0'));
  const back = exit.findLast(writes('MMCR1'));
  const both = (text: string, make: (register: 'SIAR' | 'SDAR') => Step): Step =>
    together(text, make('SIAR'), make('SDAR'));
  const side = (register: 'SIAR' | 'SDAR') => register.toLowerCase() as 'siar' | 'sdar';
  const edit = (
    where: 'before' | 'after',
    met: StepVisit | undefined,
    what: Step,
  ): readonly Edit[] => (met === undefined ? [] : [beside(where, met, what)]);
  return [
    ...edit(
      'after',
      inUse,
      both('keep samples', (r) => entering.save(r).to(`hstate.host_${side(r)}`)),
    ),
    ...edit(
      'after',
      loads,
      both('load samples', (r) => entering.load(r).from(`vcpu.${side(r)}`)),
    ),
    ...edit(
      'after',
      frozen,
      both('save samples', (r) => leaving.save(r).to(`vcpu.${side(r)}`)),
    ),
    ...edit(
      'before',
      back,
      both('bring samples back', (r) => leaving.load(r).from(`hstate.host_${side(r)}`)),
    ),
  ];
};

const asksTheVm: Mend = ({ program: { layout }, steps }) => {
  const after = until(
    steps.filter(({ part }) => part !== 'entry'),
    writes('LPCR'),
  );
  const asking = after.find(loadsAt(layout.distanceTo('kvm.lpcr'), 8));
  const into = asking?.foot.writes.find(isGeneral);
  if (asking === undefined || into === undefined || after.some(takes('LPCR'))) return undefined;
  return [replace(asking.placed.site, copy('LPCR', into))];
};

const distinct = (steps: readonly StepVisit[]): readonly StepVisit[] => [
  ...new Map(steps.map((met) => [met.placed.site, met])).values(),
];

/** By the name of the defect. */
export const mends: Readonly<Record<DefectName, Mend>> = {
  'cr-not-kept': keptOver('CR', 'caller.cr_save'),
  'dscr-saved-through-its-value': throughItsValue,
  'uamor-left': uamorLeft,
  'vrsave-lost': keptOver('VRSAVE', 'hstate.host_vrsave'),
  'dabr-written-while-counting': whileCounting,
  'xer-in-the-high-half': halfOfXer,
  'samples-not-switched': notSwitched,
  'mediated-exit-asks-the-vm': asksTheVm,
  'host-handler-in-the-guests-partition': saysNone,
  'interrupted-hypervisor-taken-for-a-guest': asksNoHypervisor,
  'hypervisor-vectors-say-recoverable': believesRi,
  'system-reset-untested': untested,
};

/**
 * Clauses that a mend breaks by itself, since it moves no code and so cannot put steps in everywhere: where these are judged with
 * defects put right, that one is left as it is.
 */
export const brokenByMend: Readonly<Partial<Record<DefectName, readonly ClauseName[]>>> = {
  'dabr-written-while-counting': ['counters-are-frozen-while-switched'],
  'samples-not-switched': ['counters-are-frozen-while-switched'],
  'mediated-exit-asks-the-vm': ['guest-starts-from-vcpu', 'resumed-guest-keeps-its-registers'],
  'system-reset-untested': ['host-runs-at-medium-priority', 'host-vector-runs-for-its-interrupts'],
};
