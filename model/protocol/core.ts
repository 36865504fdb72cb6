// A core whose threads take the path's own steps: what they share, and each thread.
import { CTRL_RUN, LPCR, MMCR0_FC, MSR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Structure } from '../../spec/vocabulary/structures.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Cells } from '../cells.ts';
import type { Program } from '../program.ts';
import { noCells, withWords } from '../state.ts';
import type { Statement } from './host-code.ts';
import { sharedIndex, sharedPlaces } from './places.ts';
import { HWTHREAD, XICS_AT } from './secondary.ts';
import type { ProtocolThread } from './thread.ts';
import { HOME, presenting } from './thread-steps.ts';

/** A protocol: the path that threads execute, the C code of the primary one, and what else may happen. */
export interface Protocol {
  readonly program: Program;
  readonly code: readonly Statement[];
  /** How often the virtual core is run. */
  readonly rounds: number;
  /** Interrupts that nobody of this protocol has sent, and that wake a thread that naps. */
  readonly strays: number;
  /** Whether the primary thread may give up waiting for naps. */
  readonly givesUp: boolean;
}

/** A core. */
export interface ProtocolCore {
  /** What the threads share, in the order of `sharedPlaces`. */
  readonly shared: readonly Word[];
  readonly threads: readonly ProtocolThread[];
  /** Stray interrupts that may still come. */
  readonly strays: number;
}

/** MSR of the kernel with translation on. */
export const KERNEL_MSR: Word = MSR.SF | MSR.HV | MSR.ME | MSR.IR | MSR.DR | MSR.RI;

/** MSR of a thread that naps, or has just been woken. */
export const NAP_MSR: Word = MSR.SF | MSR.HV | MSR.ME;

const HOST_LPCR = LPCR.LPES | LPCR.PECE;
const HOST_SDR1 = 0x1000006n;

/** HDEC where nobody need hurry, and where it has expired; a thread that calls the others out makes it 0 in between. */
export const HDEC = { FAR: 0x7fff0000n, OVER: 0xffffffffn } as const;

type Words = Partial<Record<Place, Word>>;

/** Registers of a thread when its core is started, and its part of the PACA. */
const ofThread = (at: (structure: Structure) => Word, primary: boolean): Words => ({
  MSR: primary ? KERNEL_MSR : NAP_MSR,
  r1: at('caller'),
  r2: at('toc'),
  r4: at('vcpu'),
  r13: at('paca'),
  HSPRG0: at('paca'),
  LR: HOME,
  LPCR: HOST_LPCR,
  DEC: HDEC.FAR,
  CTRL: CTRL_RUN,
  MMCR0: primary ? 0n : MMCR0_FC,
  'hstate.kvm_vcpu': primary ? at('vcpu') : 0n,
  'hstate.kvm_vcore': primary ? at('vcore') : 0n,
  'hstate.xics_phys': XICS_AT,
  'hstate.hwthread_state': primary ? HWTHREAD.IN_KERNEL : HWTHREAD.IN_NAP,
  'paca.kernel_toc': at('toc'),
  'paca.lppaca_ptr': at('lppaca'),
  'paca.slb_shadow_ptr': at('slb_shadow'),
  'paca.kernelbase': 0xc000000000000000n,
  'paca.kernel_msr': KERNEL_MSR,
  'paca.soft_enabled': 1n,
  'paca.emergency_sp': at('caller'),
  'paca.paca_index': primary ? 0n : 1n,
});

/** Its vcpu and the VM; the vcpu has words of its own in what a thread might leave behind. */
const ofVcpu = (at: (structure: Structure) => Word, primary: boolean): Words => ({
  'vcpu.ptid': primary ? 0n : 1n,
  'vcpu.kvm': at('kvm'),
  'vcpu.vpa': at('vpa'),
  'vcpu.msr': MSR.SF | MSR.ME,
  'vcpu.slb_nr': 32n,
  'vcpu.ctrl': CTRL_RUN,
  'vcpu.dabr': 0x5001n,
  'vcpu.amr': 0x5002n,
  'vcpu.uamor': 0x5003n,
  'vcpu.dscr': 0x11n,
  'vcpu.dec_expires': HDEC.FAR,
  'vpa.yield_count': 1n,
  'vpa.pmcregs_in_use': 1n,
  'kvm.lpid': 1n,
  'kvm.sdr1': 0x2000006n,
  'kvm.lpcr': LPCR.HDICE | LPCR.LPES1,
  'kvm.host_sdr1': HOST_SDR1,
  'kvm.host_lpcr': HOST_LPCR,
});

/** Registers and memory of a thread when its core is started. */
function begin({ layout }: Program, thread: number): Cells {
  const { addressOf } = layout;
  const words = { ...ofThread(addressOf, thread === 0), ...ofVcpu(addressOf, thread === 0) };
  const cells = withWords(noCells(layout), Object.entries(words) as [Place, Word][]);
  return presenting(cells, false);
}

/** A core that has been started: the first thread is about to run a virtual core, the others nap. */
export function startedCore(protocol: Protocol, threads: number): ProtocolCore {
  const words: Readonly<Record<string, Word>> = { SDR1: HOST_SDR1, HDEC: HDEC.FAR };
  const [first] = protocol.code;
  return {
    shared: sharedPlaces.map((place) => words[place] ?? 0n),
    strays: protocol.strays,
    threads: Array.from({ length: threads }, (_, thread) => ({
      mode: thread === 0 ? 'c' : 'nap',
      next: thread === 0 ? (first?.name ?? '') : '',
      cells: begin(protocol.program, thread),
      rounds: 0,
      woken: 0,
      call: 'none',
      ipi: false,
      interrupt: 'none',
      counted: false,
      unsaved: false,
      buffer: [],
    })),
  };
}

export const sharedWord = ({ shared }: Pick<ProtocolCore, 'shared'>, place: string): Word =>
  shared[sharedIndex(place)] ?? 0n;

/** Whether a thread has come to what is no instruction, or read what nobody has set. */
export const isAstray = ({ threads }: Pick<ProtocolCore, 'threads'>): boolean =>
  threads.some(({ mode }) => mode === 'astray');
