// kvmppc_interrupt, continued: the rest of the guest into its vcpu, as far as it was loaded. r9 = vcpu, r12 = trap.
import { CTRL_RUN, VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { passage, routine } from '../program.ts';
import type { View } from '../step.ts';
import { is } from '../steps/branch.ts';
import { ptesync } from '../steps/context.ts';
import { clearEntry0, saveSlb, slbia, TABLE } from '../steps/slb.ts';
import { copy, register, type Source, set, transfers } from '../steps/transfer.ts';
import { LEAVING } from './base-registers.ts';

const { field, address, save, put } = transfers(LEAVING);

const saveTimers = passage('exit.timers', {
  dec: copy('DEC', 'r5'),
  timebase: copy('TB', 'r6'),
  expires: put(
    (view, words) => words.add(words.signExtend(view.register('r5'), 32), view.register('r6')),
    'r5, sign-extended, + r6',
  ).into('vcpu.dec_expires'),
});

/** HEIR, HDAR and HDSISR mean something only after the interrupt that sets them. */
const saveFault = passage('exit.fault', {
  instruction: put(
    onlyFor(VECTOR.H_EMUL_ASSIST, register('HEIR'), (_view, words) => words.not(words.literal(0n))),
    'HEIR after 0xe40, else -1',
  ).into('vcpu.last_inst'),
  xer: save('XER', { bytes: 4 }).to('vcpu.xer'),
  dar: save('DAR').to('vcpu.dar'),
  dsisr: save('DSISR').to('vcpu.dsisr'),
  ctr: save('CTR').to('vcpu.ctr'),
  'fault-dar': put(
    onlyFor(VECTOR.H_DATA_STORAGE, register('HDAR'), register('DAR')),
    'HDAR after 0xe00, else DAR',
  ).into('vcpu.fault_dar'),
  'fault-dsisr': put(
    onlyFor(VECTOR.H_DATA_STORAGE, register('HDSISR'), register('DSISR')),
    'HDSISR after 0xe00, else DSISR',
  ).into('vcpu.fault_dsisr'),
});

const saveRunLatch = passage('exit.ctrl', {
  save: save('CTRL').to('vcpu.ctrl'),
  run: set(
    'CTRL',
    (view, words) => words.or(view.register('CTRL'), words.literal(CTRL_RUN)),
    'CTRL with RUN',
  ),
});

const saveSegments = passage('exit.slb', {
  save: saveSlb(address(TABLE), field('vcpu.slb_nr'), address('vcpu.slb_max')),
});

/** What the guest used since it was loaded is added to what the host had. */
const switchAccounts = passage('exit.purr', {
  purr: copy('PURR', 'r5'),
  spurr: copy('SPURR', 'r6'),
  'used-purr': set('r7', difference('r5', 'vcpu.purr'), 'r5 - vcpu.purr'),
  'used-spurr': set('r8', difference('r6', 'vcpu.spurr'), 'r6 - vcpu.spurr'),
  'purr-kept': save('r5').to('vcpu.purr'),
  'spurr-kept': save('r6').to('vcpu.spurr'),
  'host-purr': set('PURR', sum('r7', 'hstate.host_purr'), 'hstate.host_purr + r7'),
  'host-spurr': set('SPURR', sum('r8', 'hstate.host_spurr'), 'hstate.host_spurr + r8'),
});

const clearSlb = passage('exit.slb-clear', { 'entry-0': clearEntry0, slbia, ptesync });

/** The guest's state into the vcpu, after an exit. */
export const saveGuest = routine(
  'kvmppc_interrupt.save',
  saveTimers,
  saveFault,
  saveRunLatch,
  saveSegments,
  switchAccounts,
  clearSlb,
);

/** One word after a certain interrupt, another after the rest. */
function onlyFor(vector: bigint, then: Source, otherwise: Source): Source {
  return <V>(view: View<V>, words: Words<V>) =>
    words.select(
      is(register('r12'), vector)(view, words),
      then(view, words),
      otherwise(view, words),
    );
}

function difference(of: Gpr, from: Field): Source {
  return <V>(view: View<V>, words: Words<V>) =>
    words.sub(view.register(of), field(from)(view, words));
}

function sum(of: Gpr, and: Field): Source {
  return <V>(view: View<V>, words: Words<V>) =>
    words.add(view.register(of), field(and)(view, words));
}
