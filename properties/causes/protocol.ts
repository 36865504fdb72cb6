// Which recorded defects of the core's protocol cause what a history shows: those whose repair, made in this program, makes it go.
//
// The repairs are small ones that need no other C code: where a thread comes too late, where it goes to its nap, and where one that was
// woken asks whether it was called. They are put in beside the steps at those places, so that the code stays where it is.
import { footprintOf } from '../../model/faults/footprint.ts';
import type { Edit } from '../../model/mutate.ts';
import { withEdits } from '../../model/mutate.ts';
import { ENTERING } from '../../model/paths/base-registers.ts';
import type { LinkedStep, Program } from '../../model/program.ts';
import { type ProtocolDefect, protocolDefects } from '../../model/protocol/path.ts';
import { START_GUEST } from '../../model/protocol/secondary.ts';
import { type Step, step } from '../../model/step.ts';
import { nap } from '../../model/steps/power.ts';
import { constant, type Source, set, transfers } from '../../model/steps/transfer.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import type { ProtocolHistory } from '../levels/protocol/history.ts';
import { playProtocol } from '../levels/protocol/history.ts';
import { kernelProtocol } from '../levels/protocol/kernel-threads.ts';
import { brokenBy } from '../subjects/defects.ts';
import { beside, isMends } from './mend.ts';

const entering = transfers(ENTERING);

/** The recorded defects that make a clause fail in a history of this program. */
export function causesOfProtocol(
  program: Program,
  clause: Clause,
  history: ProtocolHistory,
): readonly ProtocolDefect[] {
  const suspects = protocolDefects.filter((defect) => brokenBy(defect).includes(clause.name));
  return suspects.filter((defect) => {
    const edits = protocolMend(defect, program);
    if (edits.length === 0) return false;
    const mended = { ...program, ...withEdits(program, edits) };
    const trace = playProtocol(kernelProtocol(mended), history, {
      isSource: true,
      inserted: isMends,
    });
    return judge(clause, trace).verdict !== 'violated';
  });
}

/** The edits that put a defect right; none where the place for them is not to be found. */
export const protocolMend = (defect: ProtocolDefect, program: Program): readonly Edit[] =>
  mends[defect](program);

const mends: Readonly<Record<ProtocolDefect, (program: Program) => readonly Edit[]>> = {
  'stray-wake-enters-the-kernel': (program) => {
    const target = napEntry(program);
    const asked = program.steps.filter(loadsByte(program, 'paca.cpu_start'));
    if (target === undefined) return [];
    return asked.map((placed) => beside('before', { placed }, napsUnlessCalled(target.address)));
  },
  'late-thread-keeps-what-it-loaded': (program) =>
    atLabel(program, 'secondary_too_late', givesBack),
  'guest-flag-stays': (program) =>
    atLabel(program, 'secondary_nap', entering.put(constant(0n), '0').into('hstate.in_guest')),
};

/** A step at a label of the source, if it has that. */
function atLabel({ labels, find, steps }: Program, label: string, put: Step): readonly Edit[] {
  const address = labels.get(label);
  const placed = address === undefined ? undefined : steps[find(address) ?? -1];
  return placed === undefined ? [] : [beside('before', { placed }, put)];
}

const loadsByte =
  ({ layout }: Program, field: 'paca.cpu_start') =>
  ({ step: one }: LinkedStep): boolean =>
    footprintOf(one).loaded.some(
      ({ offset, bytes }) => offset === layout.distanceTo(field) && bytes === 1,
    );

/** The last step before the first nap that looks at LPCR: from there on a thread needs nothing but its PACA. */
function napEntry({ steps }: Program): LinkedStep | undefined {
  const at = steps.findIndex((one) => one.step.meaning === nap.meaning);
  return steps
    .slice(0, Math.max(0, at))
    .findLast((one) => footprintOf(one.step).reads.includes('LPCR'));
}

const cpuStart: Source = entering.field('paca.cpu_start');

const napsUnlessCalled = (address: bigint): Step =>
  step('where nobody has called it, nap again', (view, words) => [
    {
      register: 'NIA',
      value: words.select(
        words.equal(cpuStart(view, words), words.literal(START_GUEST)),
        view.register('NIA'),
        words.literal(address),
      ),
    },
  ]);

/** Several steps as one. */
const together = (text: string, ...steps: readonly Step[]): Step =>
  step(text, (view, words, code) => steps.flatMap(({ meaning }) => meaning(view, words, code)));

/** The yield count once more, where there is a VPA. */
const yields: Step = step('the yield count goes on', (view, words) => {
  const vpa = entering.field('vcpu.vpa')(view, words);
  const address = words.add(vpa, words.literal(view.layout.distanceTo('vpa.yield_count')));
  const value = words.add(view.load(address, 4), words.literal(1n));
  return [{ address, bytes: 4, value: words.and(value, words.literal(lowBits(32))) }];
});

const givesBack: Step = together(
  'give back AMR, UAMOR, DABR, DSCR, freeze the counters, count the yield',
  set('AMR', constant(0n), '0'),
  set('UAMOR', constant(0n), '0'),
  entering.load('DABR').from('hstate.dabr'),
  entering.load('DSCR').from('hstate.host_dscr'),
  set('MMCR0', constant(MMCR0_FC), 'FC'),
  yields,
);
