// The switch as the micro-steps that decide about partitions, in the order in which a thread takes them.
//
// Each has the site of the step of the path that it stands for; a test holds the two sequences together, write by write.
import { LPID_RSVD, MSR } from '../../spec/vocabulary/bits.ts';
import { type Core, KERNEL_MSR, type Moment, type Thread } from './core.ts';

/** The parts of a core that a micro-step may change. */
export interface Change {
  readonly thread?: Partial<Thread>;
  readonly core?: Partial<Pick<Core, 'lpidr' | 'table'>>;
}

/** One step of a thread that the other threads can see whole or not at all. */
export interface MicroStep {
  readonly from: Moment;
  readonly to: Moment;
  readonly site: string;
  readonly text: string;
  /** Who does it: code of the hypervisor, or an interrupt. */
  readonly by: 'host' | 'hardware';
  readonly change: (thread: Thread) => Change;
}

const TRANSLATION = MSR.IR | MSR.DR;

/** From the check of the siblings into the guest. */
const entering: readonly MicroStep[] = [
  {
    from: 'checked',
    to: 'disabled',
    site: 'entry.msr.ee-off',
    text: 'MSR[EE] := 0',
    by: 'host',
    change: ({ msr }) => ({ thread: { msr: msr & ~MSR.EE } }),
  },
  {
    from: 'disabled',
    to: 'real',
    site: 'trampoline.rfid',
    text: 'rfid: MSR[IR], MSR[DR] := 0',
    by: 'host',
    change: ({ msr }) => ({ thread: { msr: msr & ~TRANSLATION } }),
  },
  {
    from: 'real',
    to: 'reserved',
    site: 'guest.partition.reserve',
    text: 'LPIDR := reserved',
    by: 'host',
    change: () => ({ core: { lpidr: LPID_RSVD } }),
  },
  {
    from: 'reserved',
    to: 'table',
    site: 'guest.partition.sdr1',
    text: "SDR1 := the VM's",
    by: 'host',
    change: ({ vm }) => ({ core: { table: vm } }),
  },
  {
    from: 'table',
    to: 'partition',
    site: 'guest.partition.lpidr',
    text: "LPIDR := the VM's",
    by: 'host',
    change: ({ vm }) => ({ core: { lpidr: BigInt(vm) } }),
  },
  {
    from: 'partition',
    to: 'guest',
    site: 'guest.go.hrfid',
    text: 'hrfid into the guest: MSR[HV] := 0',
    by: 'host',
    change: () => ({ thread: { msr: 0n } }),
  },
];

/** The guest is not entered: its time would be over before it began. */
const refused: readonly MicroStep[] = [
  {
    from: 'partition',
    to: 'out',
    site: 'guest.hdec.soon',
    text: 'HDEC is about to expire: no guest runs',
    by: 'host',
    change: () => ({}),
  },
];

/** From the interrupt that ends the guest back into the kernel. */
const leaving: readonly MicroStep[] = [
  {
    from: 'guest',
    to: 'out',
    site: 'interrupt',
    text: 'an interrupt: MSR[HV] := 1, the rest 0',
    by: 'hardware',
    change: () => ({ thread: { msr: MSR.HV } }),
  },
  {
    from: 'out',
    to: 'out-reserved',
    site: 'exit.partition.reserve',
    text: 'LPIDR := reserved',
    by: 'host',
    change: () => ({ core: { lpidr: LPID_RSVD } }),
  },
  {
    from: 'out-reserved',
    to: 'out-table',
    site: 'exit.partition.sdr1',
    text: "SDR1 := the host's",
    by: 'host',
    change: () => ({ core: { table: 0 } }),
  },
  {
    from: 'out-table',
    to: 'out-partition',
    site: 'exit.partition.lpidr',
    text: "LPIDR := the host's",
    by: 'host',
    change: () => ({ core: { lpidr: 0n } }),
  },
  {
    from: 'out-partition',
    to: 'back',
    site: 'exit.go.rfid',
    text: 'rfid: MSR := what the kernel had',
    by: 'host',
    change: () => ({ thread: { msr: KERNEL_MSR } }),
  },
  {
    from: 'back',
    to: 'kernel',
    site: 'run.return',
    text: 'KVM_RUN is done with the vcpu',
    by: 'host',
    change: () => ({ thread: { vm: 0 } }),
  },
];

/** All of them, in order. */
export const microSteps: readonly MicroStep[] = [...entering, ...refused, ...leaving];
