// hcall_try_real_mode (book3s_hv_rmhandlers.S): a hypercall of the guest's kernel that has a handler here is answered at once.
//
// On arrival r9 = vcpu, r10 = PC, r11 = MSR, r12 = the vector. A handler is called with the vcpu in r3 and what the guest
// passed from r4 on; all but one of the handlers are C functions. What is too hard for its handler goes on to user space.
import { MSR, VECTOR } from '../../spec/vocabulary/bits.ts';
import {
  H_SUCCESS,
  H_TOO_HARD,
  type HandlerName,
  handlerNames,
  handlers,
  NUMBER_IGNORES,
} from '../../spec/vocabulary/hypercalls.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { cFunction } from '../c-function.ts';
import type { Image } from '../memory.ts';
import { passage, type Routine, routine } from '../program.ts';
import { type Step, step } from '../step.ts';
import { callThroughCtr, goTo, goToIf, has, is, isZero, returnToCaller } from '../steps/branch.ts';
import { firstOfHandler } from '../steps/handler.ts';
import { constant, copy, register, type Source, set, transfers } from '../steps/transfer.ts';
import { ENTERING, LEAVING } from './base-registers.ts';

const leaving = transfers(LEAVING);
/** After the handler the vcpu is in r4, as on the way in. */
const resuming = transfers(ENTERING);
/** A handler has the vcpu in r3. */
const handling = transfers({ vcpu: 'r3' });

const OWN = 'kvmppc_h_set_dabr' satisfies HandlerName;

/** The first number beyond the table. */
const END: Word = handlers.kvmppc_h_bulk_remove.number + 4n;

/** Real address of the table: four bytes for each number that is a multiple of 4. */
const TABLE = 0x17f000n;

/** The bytes of the table: for each handler its number in the list, from 1 on, which stands for the distance to it; 0 for nobody. */
export const image: Image = new Map(
  Array.from({ length: Number(END) }, (_, i) => {
    const entry = handlerNames.findIndex((name) => handlers[name].number + 3n === BigInt(i)) + 1;
    return [TABLE + BigInt(i), BigInt(entry)];
  }),
);

/** The entry of the table for r3: 0 where the table has nobody. */
const entry: Source = (view, words) =>
  view.load(words.add(view.register('r3'), words.literal(TABLE)), 4);

/** Where the handler is that an entry stands for. */
const addressOfHandler: Step = step('r4 := the handler that r4 leads to', (view, words, code) => {
  const [last, ...others] = [...handlerNames].reverse();
  const value = others.reduce(
    (rest, name) =>
      words.select(
        words.equal(view.register('r4'), words.literal(BigInt(handlerNames.indexOf(name) + 1))),
        words.literal(code(name)),
        rest,
      ),
    words.literal(last === undefined ? 0n : code(last)),
  );
  return [{ register: 'r4', value }];
});

const isInTable: Source = (view, words) =>
  words.lessUnsigned(view.register('r3'), words.literal(END));

/** From the interrupt to the handler. */
export const tryRealMode = passage('exit.hcall', {
  other: goToIf(
    isZero(is(register('r12'), VECTOR.SYSTEM_CALL)),
    'r12 is not 0xc00',
    'exit.mediated',
  ),
  'problem-state': goToIf(
    has(register('r11'), MSR.PR),
    'the guest was in problem state',
    'exit.mediated',
  ),
  number: set(
    'r3',
    (view, words) =>
      words.and(
        leaving.field('vcpu.gpr[3]')(view, words),
        words.not(words.literal(NUMBER_IGNORES)),
      ),
    'vcpu.gpr[3] without its two low bits',
  ),
  beyond: goToIf(isZero(isInTable), 'r3 is beyond the table', 'exit.mediated'),
  entry: set('r4', entry, 'the entry of hcall_real_table for r3'),
  nobody: goToIf(isZero(register('r4')), 'r4 is 0', 'exit.mediated'),
  handler: addressOfHandler,
  ctr: copy('r4', 'CTR'),
  vcpu: copy('r9', 'r3'),
  argument: leaving.load('r4').from('vcpu.gpr[4]'),
  call: callThroughCtr,
});

/** From the handler back to the guest. */
export const takeAnswer = passage('exit.answer', {
  'too-hard': goToIf(is(register('r3'), H_TOO_HARD), 'r3 is H_TOO_HARD', 'exit.too-hard'),
  vcpu: resuming.load('r4').from('hstate.kvm_vcpu'),
  r3: resuming.save('r3').to('vcpu.gpr[3]'),
  pc: resuming.load('r10').from('vcpu.pc'),
  msr: resuming.load('r11').from('vcpu.msr'),
  resume: goTo('guest.go'),
});

/** What the exit goes on with, after a handler that has found the hypercall too hard. */
export const goOnToUserSpace = passage('exit.too-hard', {
  trap: set('r12', constant(VECTOR.SYSTEM_CALL), '0xc00'),
  vcpu: leaving.load('r9').from('hstate.kvm_vcpu'),
});

/** H_SET_DABR: the guest's breakpoint, for now and for later entries. */
const setDabr = routine(
  OWN,
  passage('h-set-dabr', {
    kept: firstOfHandler(handlers[OWN].number, handling.save('r4').to('vcpu.dabr')),
    dabr: copy('r4', 'DABR'),
    answer: set('r3', constant(H_SUCCESS), 'H_SUCCESS'),
    blr: returnToCaller,
  }),
);

/** The handlers that are C functions. */
export const cHandlers: readonly Routine[] = handlerNames
  .filter((name) => name !== OWN)
  .map((name) => cFunction(name, 'handler'));

/** Every handler. */
export const hypercallHandlers: readonly Routine[] = [setDabr, ...cHandlers];
