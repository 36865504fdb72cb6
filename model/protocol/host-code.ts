// The C code of the primary thread (book3s_hv.c: kvmppc_run_core, kvmppc_start_thread, kvmppc_wait_for_nap) as far as other
// threads see it: statements in order, each with the place in the source that it stands for.
import type { Field } from '../../spec/vocabulary/structures.ts';
import { type ProtocolDefect, protocolDefects } from './path.ts';
import { START_GUEST } from './secondary.ts';

/** What one statement does. */
type Act =
  /** Stores to the virtual core. */
  | { readonly act: 'store'; readonly place: Field; readonly word: bigint }
  /** Stores to the PACA of the thread that is being woken, or of every secondary; pointers go by what they point to. */
  | {
      readonly act: 'send';
      readonly to: 'waking' | 'all';
      readonly place: Field;
      readonly word: bigint | 'vcpu' | 'vcore';
    }
  | { readonly act: 'barrier'; readonly kind: 'sync' | 'lwsync' }
  /** Presents an interrupt to the thread that is being woken. */
  | { readonly act: 'ipi' }
  /** The next thread to wake, or `calls` when there is none. */
  | { readonly act: 'choose' }
  | { readonly act: 'counts-woken' }
  /** Goes on when no secondary is in the kernel any more. */
  | { readonly act: 'awaits-kernel' }
  /** Calls the path. */
  | { readonly act: 'calls' }
  /** Goes on when as many have napped as were woken. */
  | { readonly act: 'awaits-naps' }
  /** The exits of all that have run are handled. */
  | { readonly act: 'handles' }
  | { readonly act: 'rests' };

/** A statement under its name. */
export interface Statement {
  readonly name: string;
  readonly at: string;
  readonly text: string;
  readonly does: Act;
}

/** What stands for the statement behind the call when the path has returned. */
export const RETURNED = 'returned';

const statement = (name: string, line: string, text: string, does: Act): Statement => ({
  name,
  at: `book3s_hv.c:${line}`,
  text,
  does,
});

const cleared: readonly Statement[] = [
  statement('nap-count', '657', 'vc->nap_count = 0', {
    act: 'store',
    place: 'vcore.nap_count',
    word: 0n,
  }),
  statement('entry-exit', '658', 'vc->entry_exit_count = 0', {
    act: 'store',
    place: 'vcore.entry_exit_count',
    word: 0n,
  }),
  statement('in-guest', '660', 'vc->in_guest = 0', {
    act: 'store',
    place: 'vcore.in_guest',
    word: 0n,
  }),
];

const choose = statement('choose', '662', 'the next thread of the virtual core', { act: 'choose' });

const pointers: readonly Statement[] = [
  statement('vcpu', '581', 'kvm_hstate.kvm_vcpu = vcpu', {
    act: 'send',
    to: 'waking',
    place: 'hstate.kvm_vcpu',
    word: 'vcpu',
  }),
  statement('vcore', '582', 'kvm_hstate.kvm_vcore = vc', {
    act: 'send',
    to: 'waking',
    place: 'hstate.kvm_vcore',
    word: 'vcore',
  }),
];

const wake: readonly Statement[] = [
  statement('ipi', '589', 'xics_wake_cpu', { act: 'ipi' }),
  statement('woken', '590', '++vc->n_woken', { act: 'counts-woken' }),
];

const after: readonly Statement[] = [
  statement('call', '671', '__kvmppc_vcore_entry', { act: 'calls' }),
  statement('wait', '675', 'kvmppc_wait_for_nap', { act: 'awaits-naps' }),
  statement('handle', '689', 'the exits are handled', { act: 'handles' }),
];

const rest = statement('rest', '718', 'kvmppc_run_core is done', { act: 'rests' });

const flag = statement('flag', '587', 'kvm_hstate.in_guest = KVM_GUEST_MODE_GUEST', {
  act: 'send',
  to: 'waking',
  place: 'hstate.in_guest',
  word: 1n,
});

/** kvmppc_run_core and kvmppc_start_thread as Linux 3.1 has them. */
const unasked: readonly Statement[] = [
  ...cleared,
  choose,
  ...pointers,
  statement('pointers-first', '583', 'smp_wmb', { act: 'barrier', kind: 'lwsync' }),
  statement('cpu-start', '586', 'cpu_start = 0x80', {
    act: 'send',
    to: 'waking',
    place: 'paca.cpu_start',
    word: START_GUEST,
  }),
  flag,
  statement('stores-first', '588', 'wmb', { act: 'barrier', kind: 'sync' }),
  ...wake,
  ...after,
  rest,
];

/** The same as later kernels have it: every thread of the core is asked to stay out of the kernel before any is woken. */
const asking = (flagged: boolean): readonly Statement[] => [
  ...cleared,
  statement('ask', '655', 'hwthread_req = 1, of every other thread', {
    act: 'send',
    to: 'all',
    place: 'hstate.hwthread_req',
    word: 1n,
  }),
  statement('asked-first', '655', 'smp_mb', { act: 'barrier', kind: 'sync' }),
  statement('granted', '655', 'no other thread is in the kernel', { act: 'awaits-kernel' }),
  choose,
  ...(flagged ? [flag] : []),
  ...pointers.slice(1),
  statement('vcore-first', '583', 'wmb', { act: 'barrier', kind: 'lwsync' }),
  ...pointers.slice(0, 1),
  statement('pointers-first', '583', 'wmb', { act: 'barrier', kind: 'sync' }),
  ...wake,
  ...after,
  statement('release', '707', 'hwthread_req = 0, of every other thread', {
    act: 'send',
    to: 'all',
    place: 'hstate.hwthread_req',
    word: 0n,
  }),
  rest,
];

/** The C code, put right but for these defects. */
export const protocolCode = (defects: readonly ProtocolDefect[]): readonly Statement[] =>
  defects.includes('stray-wake-enters-the-kernel')
    ? unasked.filter((one) => one !== flag || defects.includes('guest-flag-stays'))
    : asking(defects.includes('guest-flag-stays'));

/** The C code of Linux 3.1. */
export const publishedCode: readonly Statement[] = protocolCode(protocolDefects);

/** The statement behind one; the last stands for itself. */
export function following(code: readonly Statement[], name: string): Statement {
  const at = code.findIndex((one) => one.name === name);
  const next = code[at + 1] ?? code[at];
  if (next === undefined) throw new Error(`no statement is called ${name}`);
  return next;
}

/** The statement with this name. */
export function statementNamed(code: readonly Statement[], name: string): Statement {
  const found = code.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no statement is called ${name}`);
  return found;
}
