// What may happen next in a core: a thread comes online or goes, asks to run a vcpu, takes a micro-step, or is interrupted.
import { produce } from 'immer';
import { MSR } from '../../spec/vocabulary/bits.ts';
import { type Core, IN_KERNEL, MANY, OFF, type Thread } from './core.ts';
import type { Change, MicroStep } from './micro-steps.ts';
import type { Rules } from './rules.ts';

/** A transition of the core: one step of one thread. */
export interface Move {
  readonly thread: number;
  readonly site: string;
  readonly text: string;
  readonly by: 'host' | 'hardware';
  /** The core after it. */
  readonly core: Core;
  /** The VM of which a vcpu is asked for; 0 is none. */
  readonly vm: number;
}

/** Every move of a core, of VMs numbered 1 up to, but not including, `partitions`. */
export const movesOf = (core: Core, partitions: number, rules: Rules): readonly Move[] =>
  core.threads.flatMap((one, thread) => [
    ...hotplug(core, thread, one, rules),
    ...asking(core, thread, one, partitions, rules),
    ...goingOn(core, thread, one, rules),
    ...switching(core, thread, one, rules),
    ...interrupted(core, thread, one),
  ]);

/** A move of a thread that changes itself, and perhaps its core. */
function moved(
  core: Core,
  thread: number,
  change: Change,
  told: Pick<Move, 'site' | 'text'> & Partial<Move>,
): Move {
  const next = produce(core, (draft) => {
    Object.assign(draft, change.core ?? {});
    const one = draft.threads[thread];
    if (one !== undefined) Object.assign(one, change.thread ?? {});
  });
  return { thread, by: 'host', vm: 0, core: next, ...told };
}

function hotplug(core: Core, thread: number, { at, vm }: Thread, rules: Rules): readonly Move[] {
  if (at === 'off') {
    const online = { site: 'hotplug.online', text: 'comes online' };
    return rules.mayComeOnline(core) ? [moved(core, thread, { thread: IN_KERNEL }, online)] : [];
  }
  if (at !== 'kernel' || vm !== 0 || !rules.mayGoOffline(core)) return [];
  return [moved(core, thread, { thread: OFF }, { site: 'hotplug.offline', text: 'goes offline' })];
}

/** KVM_RUN: each thread of the kernel may be asked to run a vcpu of each VM. */
function asking(
  core: Core,
  thread: number,
  { at, vm }: Thread,
  partitions: number,
  rules: Rules,
): readonly Move[] {
  if (at !== 'kernel' || vm !== 0) return [];
  const answer = rules.onAsking(core, thread);
  return Array.from({ length: partitions - 1 }, (_, i): Move => {
    const asked = { vm: i + 1, text: `KVM_RUN of VM ${i + 1}: ${ANSWERS[answer]}` };
    if (answer === 'busy') return moved(core, thread, {}, { site: 'run.busy', ...asked });
    const taken = { at: answer === 'enter' ? 'checked' : 'waiting', vm: i + 1 } as const;
    return moved(core, thread, { thread: taken }, { site: 'run.check', ...asked });
  });
}

const ANSWERS = { enter: 'may enter', busy: '-EBUSY', wait: 'waits' } as const;

/** A thread that waits until the others are off; the kernel has none, a fault has. */
function goingOn(core: Core, thread: number, one: Thread, rules: Rules): readonly Move[] {
  if (one.at !== 'waiting' || !rules.mayGoOn(core, thread)) return [];
  const told = { site: 'run.go-on', text: 'the other threads are off' };
  return [moved(core, thread, { thread: counted(one, { at: 'checked' }) }, told)];
}

const switching = (core: Core, thread: number, one: Thread, rules: Rules): readonly Move[] =>
  rules.steps
    .filter(({ from }) => from === one.at)
    .map((step) => moved(core, thread, moment(step, one), step));

function moment(step: MicroStep, one: Thread): Change {
  const { thread, core } = step.change(one);
  const then = counted(one, { at: step.to, ...thread });
  return { thread: then, ...(core === undefined ? {} : { core }) };
}

/** The change of a thread, with its steps counted while its vcpu waits for its guest to run. */
function counted(one: Thread, change: Partial<Thread>): Partial<Thread> {
  const { at, vm } = { ...one, ...change };
  const answered = at === 'guest' || vm === 0 || (one.steps === 0 && one.at !== 'checked');
  return { ...change, steps: answered ? 0 : Math.min(MANY, one.steps + 1) };
}

/** With interrupts enabled in real mode the kernel's handler runs, and that runs with translation on. */
function interrupted(core: Core, thread: number, { msr }: Thread): readonly Move[] {
  const enabled = (msr & MSR.HV) !== 0n && (msr & MSR.EE) !== 0n;
  if (!enabled || (msr & (MSR.IR | MSR.DR)) !== 0n) return [];
  const handler = { msr: (msr & ~MSR.EE) | MSR.IR | MSR.DR };
  const text = "an interrupt: the kernel's handler, MSR[IR], MSR[DR] := 1";
  return [
    moved(core, thread, { thread: handler }, { site: 'interrupt.handler', text, by: 'hardware' }),
  ];
}
