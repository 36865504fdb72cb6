// Steps too many: what no slip on a step of the path brings about, each a change of one place at one moment.

import { MSR } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Field, Structure } from '../../spec/vocabulary/structures.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { bit, lowBits } from '../../spec/vocabulary/words.ts';
import { insertWithin } from '../mutate.ts';
import { bytesOf } from '../places.ts';
import { type Step, step } from '../step.ts';
import { goTo } from '../steps/branch.ts';
import { lowPriority } from '../steps/logical.ts';
import { setTimebase } from '../steps/timebase.ts';
import { nothing } from './altered-step.ts';
import { type Fault, planting } from './generated.ts';
import { byEdit } from './inserted-edits.ts';

/** What becomes of a word. */
interface Change {
  readonly name: string;
  readonly of: <V>(word: V, words: Words<V>) => V;
}

const turns = (number: number): Change => ({
  name: `turns-bit-${number}-of`,
  of: (word, words) => words.xor(word, words.literal(bit(number))),
});

const sets = (bits: bigint): Change => ({
  name: `sets-0x${bits.toString(16)}-in`,
  of: (word, words) => words.or(word, words.literal(bits)),
});

const inverts: Change = { name: 'inverts', of: (word, words) => words.not(word) };

const delays: Change = {
  name: 'adds-16-to',
  of: (word, words) => words.add(word, words.literal(16n)),
};

/** Without the sign of 32 bits: a word that was positive stays as it is. */
const makesPositive: Change = {
  name: 'makes-positive',
  of: (word, words) => words.and(word, words.literal(lowBits(31))),
};

const inRegister = (register: Register, { name, of }: Change): Step =>
  step(`${name} ${register}`.replaceAll('-', ' '), (view, words) => [
    { register, value: of(view.register(register), words) },
  ]);

function inField(field: Field, { name, of }: Change): Step {
  const structure = field.slice(0, field.indexOf('.'));
  const base = (structure === 'hstate' ? 'paca' : structure) as Structure;
  const bytes = bytesOf(field);
  return step(`${name} ${field}`.replaceAll('-', ' '), ({ layout, load }, words) => {
    const address = words.literal(layout.addressOf(base) + layout.distanceTo(field));
    return [{ address, bytes, value: of(load(address, bytes), words) }];
  });
}

/** Where nothing is: low in memory, where no structure of the switch lies. */
const NOWHERE = 0xc000000000003000n;

const strayStore: Step = step('store to nowhere', (_view, words) => [
  { address: words.literal(NOWHERE), bytes: 8, value: words.literal(lowBits(64)) },
]);

const forward: Step = step('mtspr 286, r5: the timebase is set', setTimebase('upper40', 'r5'));

/** The word for each side in the names of faults, which stay as they were published. */
const IN_NAME = { before: 'before', after: 'behind' } as const;

const fault = (site: string, side: 'before' | 'after', what: string, by: Step): Fault => ({
  name: `${site}:${IN_NAME[side]}-it-${what}`,
  slip: 'put-in',
  site,
  text: `${side} it, ${by.text}`,
  plantedIn: planting(insertWithin(site, side, { [`${site}+`]: by })),
  paced: [planting(insertWithin(site, side, { [`${site}+`]: nothing }))],
});

const register = (site: string, side: 'before' | 'after', place: Register, change: Change) =>
  fault(site, side, `${change.name}-${place}`, inRegister(place, change));

const field = (site: string, side: 'before' | 'after', place: Field, change: Change) =>
  fault(site, side, `${change.name}-${place}`, inField(place, change));

/** One for each clause that speaks of what no step of the path does, or of what is done once and not again. */
export const putIns: readonly Fault[] = [
  register('entry.frame.save-lr', 'before', 'r13', turns(63)),
  register('entry.frame.save-lr', 'before', 'SIBLINGS', turns(0)),
  register('entry.frame.save-lr', 'before', 'MSR', sets(MSR.IR | MSR.DR)),
  field('guest.purr.host-purr', 'before', 'vcpu.purr', turns(0)),
  field('return.frame.blr', 'before', 'hstate.in_guest', inverts),
  register('return.frame.blr', 'before', 'AMR', turns(0)),
  register('trampoline.msr', 'after', 'MSR', sets(MSR.EE)),
  register('trampoline.srr1', 'after', 'MSR', sets(MSR.RI)),
  register('guest.arrive.return-address', 'before', 'SRR0', inverts),
  register('guest.sprs.dscr', 'before', 'MSR', turns(12)),
  field('guest.tlb.same', 'before', 'hstate.dec_expires', turns(63)),
  field('guest.go.lr', 'before', 'hstate.in_guest', inverts),
  register('vector-980.ask.r13', 'before', 'HDEC', makesPositive),
  register('vector-980.ask.r13', 'before', 'DABRX', turns(0)),
  register('exit.go.srr1', 'after', 'MSR', sets(MSR.RI)),
  field('exit.leftover.resume', 'before', 'vcpu.trap', turns(0)),
  fault('exit.external.vector', 'before', 'enters-0x980', goTo('vector-980')),
  fault('exit.sprs.dscr', 'after', 'stores-to-nowhere', strayStore),
  field('exit.host-pmu.isync', 'before', 'hstate.host_mmcr[0]', turns(0)),
  ...(['vcpu.gpr[0]', 'vcpu.gpr[1]', 'vcpu.gpr[2]', 'vcpu.lr', 'vcpu.msr'] as const).map((kept) =>
    field('exit.timers.dec', 'after', kept, turns(0)),
  ),
  register('return.nvgprs.r14', 'before', 'HSPRG0', turns(0)),
  field('exit.slb-clear.entry-0', 'before', 'vcpu.dabr', turns(0)),
  field('exit.slb-clear.entry-0', 'before', 'vcpu.purr', turns(0)),
  register('guest.arrive.return-address', 'before', 'VSR[5].1', turns(0)),
  register('guest.arrive.return-address', 'before', 'r2', turns(0)),
  field('guest.purr.host-purr', 'before', 'vpa.yield_count', turns(0)),
  field('exit.slb-clear.entry-0', 'before', 'vpa.yield_count', turns(0)),
  register('exit.leftover.resume', 'before', 'MMCR0', turns(0)),
  register('exit.leftover.resume', 'before', 'DEC', delays),
  register('exit.leftover.resume', 'before', 'AMOR', turns(0)),
  register('exit.sprs.dscr', 'before', 'PCR', turns(1)),
  register('exit.sprs.dscr', 'before', 'HRMOR', turns(20)),
  register('exit.sprs.dscr', 'before', 'HMER', turns(0)),
  register('exit.sprs.dscr', 'before', 'HMEER', turns(0)),
  fault('exit.go.srr1', 'after', 'sets-the-timebase', forward),
  fault('exit.leftover.resume', 'before', 'lowers-the-priority', lowPriority),
  ...byEdit,
];
