// Interrupts for the guest: injected at once, or waiting until the guest can take them (book3s.c).
import { MSR } from '../../spec/vocabulary/bits.ts';
import { PENDING } from '../../spec/vocabulary/kvm-run.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { KvmRules, Waiting } from './rules.ts';
import type { Draft, Telling } from './state.ts';

/** The guest goes on at the vector; SRR0 and SRR1 say where it was, and why it is there. */
export function inject(draft: Draft, vector: Word, flags: Word, { injected }: KvmRules): void {
  draft['vcpu.srr0'] = injected.srr0(draft['vcpu.pc'], vector);
  draft['vcpu.srr1'] = draft['vcpu.msr'] | flags;
  draft['vcpu.pc'] = vector;
  draft['vcpu.msr'] = injected.msr(draft['vcpu.msr']);
}

/** Of the interrupts that wait, the first that the guest can take is injected. */
export function deliver(run: Telling, rules: KvmRules): void {
  const state = run.state();
  const ready = rules.waiting.find(
    ({ bit, needsEe }) =>
      (state['vcpu.pending_exceptions'] & bit) !== 0n &&
      (!needsEe || (state['vcpu.msr'] & MSR.EE) !== 0n),
  );
  run.does('kvmppc_core_deliver_interrupts.inject', textFor(ready), (draft) => {
    if (ready === undefined) return;
    inject(draft, ready.vector, 0n, rules);
    if (!ready.stays) draft['vcpu.pending_exceptions'] &= ~ready.bit;
  });
}

const textFor = (ready: Waiting | undefined): string =>
  ready === undefined ? 'nothing can be delivered' : `deliver 0x${ready.vector.toString(16)}`;

/** A decrementer exception waits no more once the decrementer is ahead again. */
export const cancelDecrementer = (run: Telling, { cancelsDecrementer }: KvmRules): void =>
  run.does('kvmppc_run_core.dec.cancel', 'cancel the decrementer if it is ahead', (draft) => {
    if (cancelsDecrementer && draft.TB < draft['vcpu.dec_expires'])
      draft['vcpu.pending_exceptions'] &= ~PENDING.DECREMENTER;
  });

/** One that has expired waits for the guest, however long ago that was. */
export const queueDecrementer = (run: Telling): void =>
  run.does('kvmppc_run_core.dec.queue', 'queue the decrementer if it has expired', (draft) => {
    if (draft.TB >= draft['vcpu.dec_expires'])
      draft['vcpu.pending_exceptions'] |= PENDING.DECREMENTER;
  });
