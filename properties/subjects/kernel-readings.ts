// What reading the source of a kernel shows of what `hvspec kernel` finds there and no recorded defect explains.
import type { ClauseName } from '../../spec/contract.ts';

/** A finding that somebody has held to the source. */
export interface Reading {
  /** The kernels, by version. */
  readonly kernels: readonly string[];
  /** The clauses that are violated for this. */
  readonly clauses: readonly ClauseName[];
  /** Whether the kernel is wrong; else the contract, or its edition, asks for too much there. */
  readonly isDefect: boolean;
  /** What the source does, with lines. */
  readonly says: string;
}

const EVERY = ['3.1.10', '3.4.10', '3.6.0', '3.12.9', '4.1.18'] as const;

const EARLY =
  'what looks into a machine check or a maintenance interrupt before the handler of the host runs has a stack of its own, and may go on where the interrupt came; editions do not describe that yet.';

export const readings: readonly Reading[] = [
  {
    kernels: EVERY,
    clauses: ['handler-is-told-what-was-interrupted', 'recovered-hypervisor-has-lost-nothing'],
    isDefect: true,
    says: 'the vector of system resets asks SRR1 whether the thread woke up (exceptions-64s.S, at 0x100), by an instruction that sets CR0, before CR is saved: CR0 of what was interrupted is lost.',
  },
  {
    kernels: ['3.6.0'],
    clauses: ['everyone-comes-to-rest', 'vcpu-is-left-before-the-nap-is-counted'],
    isDefect: true,
    says: 'a thread that a stray interrupt woke and that found no vcpu clears hstate.kvm_vcpu on its way back to the nap (book3s_hv_rmhandlers.S:1616): a vcpu given to it meanwhile (book3s_hv.c:581) is lost, and the primary waits for it in vain.',
  },
  {
    kernels: ['4.1.18'],
    clauses: ['resumed-guest-keeps-its-registers'],
    isDefect: true,
    says: 'the vector of machine checks asks the same (exceptions-64s.S:178-184) before CR is saved, and a guest whose machine check is mended goes on: CR0 and CR1 are lost.',
  },
  {
    kernels: ['4.1.18'],
    clauses: [
      'early-exit-runs-no-guest',
      'guest-starts-from-vcpu',
      'host-samples-return-when-in-use',
    ],
    isDefect: true,
    says: 'SIAR and SDAR are written through SPR 780 and 781 (reg.h), which are for reading: the guest starts with the samples of the host, and the host gets back those of the guest.',
  },
  {
    kernels: ['4.1.18'],
    clauses: [
      'interrupted-hypervisor-is-no-guest',
      'interrupt-of-the-hypervisor-is-handled-or-stops-it',
      'interrupt-enters-the-handler-of-its-vector',
    ],
    isDefect: false,
    says: EARLY,
  },
];
