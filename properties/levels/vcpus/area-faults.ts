// Faults of the areas of a vcpu: which are accepted, what is recorded, and what the kernel stores in a VPA.
import {
  countYield,
  initVpa,
  isShorterThan,
  isUnaligned,
  loadLength,
  logEnd,
  newShadow,
  noLog,
  requestArea,
  takeSubfunction,
} from '../../../model/kvm/areas.ts';
import { assign, returns, step, type VmAt, vmEdits } from '../../../model/kvm/vm-state.ts';
import { ANSWERS, AREA_BYTES, LINEAR } from '../../../spec/vocabulary/vcpu-calls.ts';
import type { VcpusFault } from './fault.ts';

const { drop, guard, insertAfter, insertBefore, replace, swap, twice } = vmEdits;

const NEW = 'do_h_register_vpa.registers';
const OLD = 'do_h_register_vpa.unregisters';
const UPDATE = 'kvmppc_run_core.update-vpa';

const self = (at: VmAt): number => Number(at('i'));
const all = (length: bigint): bigint => length;

/** Which areas are accepted. */
const checks = {
  'subfunction-of-two-bits': {
    text: 'The subfunction is taken without its highest bit, so that none unregisters.',
    breaks: ['unregistered-area-is-none', 'vpa-goes-last'],
    edits: [replace('do_h_register_vpa.flags', takeSubfunction(2))],
  },
  'subfunction-without-meaning-succeeds': {
    text: 'Subfunctions 0 and 4 do nothing and return H_SUCCESS.',
    breaks: ['subfunction-without-meaning-is-refused'],
    edits: [replace('do_h_register_vpa.unknown.parameter', returns(ANSWERS.H_SUCCESS))],
  },
  'area-of-a-doubleword-alignment': {
    text: 'An area may begin at any multiple of 8 bytes.',
    breaks: ['area-begins-at-a-multiple-of-128'],
    edits: [guard(`${NEW}.unaligned`, isUnaligned(8n))],
  },
  'area-beyond-the-last-page': {
    text: 'Nobody looks whether the page of an area has an entry in the table of pages.',
    breaks: ['area-is-registered-in-given-memory', 'areas-lie-in-guest-memory'],
    edits: [drop(`${NEW}.beyond`)],
  },
  'area-of-nobody': {
    text: 'Nobody looks whether there is a vcpu to register an area for.',
    breaks: ['nobody-is-no-target', 'id-of-no-vcpu-is-refused'],
    edits: [drop('do_h_register_vpa.nobody')],
  },
  'area-in-a-gap': {
    text: 'Nobody looks whether the VM has the page of an area.',
    breaks: ['area-is-registered-in-given-memory', 'areas-lie-in-guest-memory'],
    edits: [drop(`${NEW}.gap`)],
  },
  'area-outlives-its-memory': {
    text: 'Memory may be moved and removed while an area is registered in it, and areas may be registered where it was.',
    breaks: [
      'areas-lie-in-guest-memory',
      'area-is-registered-in-given-memory',
      'good-area-is-registered',
    ],
    defect: 'area-outlives-its-memory',
  },
  'vpa-a-byte-short': {
    text: 'A VPA may have 639 bytes.',
    breaks: ['area-is-long-enough'],
    edits: [guard(`${NEW}.vpa.short`, isShorterThan(AREA_BYTES.VPA - 1n))],
  },
  'log-a-byte-short': {
    text: 'A log may have 47 bytes.',
    breaks: ['area-is-long-enough'],
    edits: [guard(`${NEW}.dtl.short`, isShorterThan(AREA_BYTES.DTL - 1n))],
  },
  'shadow-a-byte-short': {
    text: 'An SLB shadow buffer may have 7 bytes.',
    breaks: ['area-is-long-enough'],
    edits: [guard(`${NEW}.slb_shadow.short`, isShorterThan(AREA_BYTES.SLB_SHADOW - 1n))],
  },
  'vpa-length-of-32-bits': {
    text: 'The length of a VPA is taken for one of 32 bits.',
    breaks: ['good-area-is-registered'],
    edits: [
      replace(
        `${NEW}.len`,
        loadLength(() => 32),
      ),
    ],
  },
  'log-length-of-16-bits': {
    text: 'The length of a log or an SLB shadow buffer is taken for one of 16 bits.',
    breaks: ['good-area-is-registered', 'area-ends-in-its-page', 'log-and-shadow-need-a-vpa'],
    edits: [
      replace(
        `${NEW}.len`,
        loadLength(() => 16),
      ),
    ],
  },
  'area-beyond-its-page': {
    text: 'An area may go on beyond the page of 16 MB in which it begins.',
    breaks: ['area-ends-in-its-page', 'areas-lie-in-guest-memory'],
    edits: [drop(`${NEW}.overruns`)],
  },
  'vpa-crosses-4-kb': {
    text: 'A VPA may cross from one 4 KB of guest memory to the next.',
    breaks: ['vpa-is-in-one-4-kb-page'],
    defect: 'vpa-crosses-4-kb',
  },
  'log-without-a-vpa': {
    text: 'A log may be registered without a VPA.',
    breaks: ['log-and-shadow-need-a-vpa'],
    edits: [drop(`${NEW}.dtl.needs-vpa`)],
  },
  'shadow-without-a-vpa': {
    text: 'An SLB shadow buffer may be registered without a VPA.',
    breaks: ['log-and-shadow-need-a-vpa'],
    edits: [drop(`${NEW}.slb_shadow.needs-vpa`)],
  },
  'vpa-wanting-is-h-parameter': {
    text: 'A log without a VPA is refused with H_PARAMETER.',
    breaks: ['log-and-shadow-need-a-vpa'],
    edits: [replace(`${NEW}.dtl.needs-vpa.resource`, returns(ANSWERS.H_PARAMETER))],
  },
  'vpa-goes-first': {
    text: 'A VPA may be unregistered while others need it.',
    breaks: ['vpa-goes-last'],
    edits: [drop(`${OLD}.vpa.used`)],
  },
} as const satisfies Readonly<Record<string, VcpusFault>>;

/** What is recorded. */
const records = {
  'areas-change-under-a-running-vcpu': {
    text: 'An area of another vcpu is put in place, or taken away, while that one is in the guest.',
    breaks: ['areas-stay-while-a-vcpu-runs'],
    defect: 'areas-change-under-a-running-vcpu',
  },
  'areas-change-at-the-exit': {
    text: 'A VPA that was requested for a vcpu is put in place when it leaves the guest, too.',
    breaks: ['areas-stay-while-a-vcpu-runs', 'new-vpa-begins-yielded'],
    edits: [
      insertBefore('kvmppc_interrupt.vpa', {
        vpa_too: step('the VPA as it was requested', (at) =>
          at(`vm.vcpu[${self(at)}].vpa_pending`) === 0n
            ? []
            : [[`vm.vcpu[${self(at)}].vpa`, at(`vm.vcpu[${self(at)}].next_vpa`)]],
        ),
      }),
    ],
  },
  'request-not-taken': {
    text: 'A VPA that was requested for a vcpu is not put in place.',
    breaks: ['entered-vcpu-has-its-areas'],
    edits: [drop(UPDATE)],
  },
  'log-request-not-taken': {
    text: 'A log that was requested for a vcpu is put in place without its end.',
    breaks: ['entered-vcpu-has-its-areas', 'areas-change-by-request-only'],
    edits: [
      insertAfter('kvmppc_run_core.update-dtl.take', {
        end: step('no end', (at) => [[`vm.vcpu[${self(at)}].dtl_end`, 0n]]),
      }),
    ],
  },
  'exit-unregisters': {
    text: 'An exit unregisters the VPA for good.',
    breaks: ['areas-change-by-request-only', 'areas-stay-while-a-vcpu-runs'],
    edits: [
      insertAfter('kvmppc_interrupt.vpa', {
        none: step('no VPA', (at) => [[`vm.vcpu[${self(at)}].vpa`, 0n]]),
      }),
    ],
  },
  'area-of-the-caller': {
    text: 'An area is registered for the vcpu that makes the hypercall, whomever it names.',
    breaks: [
      'good-area-is-registered',
      'hypercall-leaves-other-vcpus-alone',
      'log-and-shadow-need-a-vpa',
      'unregistered-area-is-none',
      'vpa-goes-last',
    ],
    edits: [
      insertAfter('do_h_register_vpa.nobody', { whose: assign((at) => [['tvcpu', at('i') + 1n]]) }),
    ],
  },
  'area-at-the-page': {
    text: 'An area is recorded at the beginning of its page of 16 MB.',
    breaks: ['good-area-is-registered'],
    edits: [
      replace(
        `${NEW}.va`,
        assign((at) => [['va', LINEAR | at(`vm.ram_pginfo[${Number(at('r6') >> 24n)}]`)]]),
      ),
    ],
  },
  'area-at-its-guest-address': {
    text: 'An area is recorded at its guest address, as if that were real.',
    breaks: ['good-area-is-registered', 'areas-lie-in-guest-memory'],
    edits: [
      replace(
        `${NEW}.va`,
        assign((at) => [['va', LINEAR | at('r6')]]),
      ),
    ],
  },
  'log-ends-in-an-entry': {
    text: 'A log is recorded with all its length, in which the last entry may not have room.',
    breaks: ['good-area-is-registered'],
    edits: [replace(`${NEW}.dtl.set`, requestArea('dtl', 'a log for the target', logEnd(all)))],
  },
  'shadow-takes-the-vpa': {
    text: 'An SLB shadow buffer is recorded as the VPA.',
    breaks: ['good-area-is-registered'],
    edits: [
      replace(
        `${NEW}.slb_shadow.set`,
        requestArea('vpa', 'a VPA for the target', (at) =>
          newShadow(at).map(([, address]) => ['vpa', address] as const),
        ),
      ),
    ],
  },
  'area-recorded-before-it-is-checked': {
    text: 'A log is recorded before it is known that its vcpu has a VPA.',
    breaks: ['refused-hypercall-changes-nothing'],
    edits: [swap(`${NEW}.dtl.needs-vpa`, `${NEW}.dtl.set`)],
  },
  'vpa-not-unregistered': {
    text: 'Unregistering a VPA returns H_SUCCESS and does nothing.',
    breaks: ['unregistered-area-is-none'],
    edits: [drop(`${OLD}.vpa.set`)],
  },
  'shadow-unregisters-the-log': {
    text: 'Unregistering an SLB shadow buffer unregisters the log in its place.',
    breaks: ['unregistered-area-is-none'],
    edits: [replace(`${OLD}.slb_shadow.set`, requestArea('dtl', 'no log for the target', noLog))],
  },
} as const satisfies Readonly<Record<string, VcpusFault>>;

/** What is stored. */
const stores = {
  'vpa-not-initialised': {
    text: 'A new VPA keeps what the guest had in it.',
    breaks: ['new-vpa-begins-yielded'],
    edits: [drop(`${UPDATE}.init`)],
  },
  'yield-count-begins-at-0': {
    text: 'The yield count of a new VPA begins at 0, as that of a dedicated processor.',
    breaks: ['new-vpa-begins-yielded'],
    edits: [replace(`${UPDATE}.init.init`, initVpa(self, 0n))],
  },
  'old-vpa-initialised': {
    text: 'The old VPA is initialised, and then the new one put in place.',
    breaks: ['new-vpa-begins-yielded'],
    edits: [swap(`${UPDATE}.init`, `${UPDATE}.take`)],
  },
  'exit-not-counted': {
    text: 'The yield count does not go up at an exit.',
    breaks: ['entry-and-exit-count-in-the-vpa'],
    edits: [drop('kvmppc_interrupt.vpa')],
  },
  'entry-counted-twice': {
    text: 'The yield count goes up by 2 at an entry.',
    breaks: ['entry-and-exit-count-in-the-vpa', 'new-vpa-begins-yielded'],
    edits: [twice('kvmppc_hv_entry.vpa.count')],
  },
  'yield-count-elsewhere': {
    text: 'An exit counts in the dispersion count, which is behind the yield count.',
    breaks: ['entry-and-exit-count-in-the-vpa'],
    edits: [replace('kvmppc_interrupt.vpa.count', countYield(1n, 0x104n))],
  },
  'yield-count-behind-the-vpa': {
    text: 'An exit counts behind the last byte of the VPA.',
    breaks: ['kernel-stores-into-vpas-only', 'entry-and-exit-count-in-the-vpa'],
    edits: [replace('kvmppc_interrupt.vpa.count', countYield(1n, AREA_BYTES.VPA))],
  },
  'stores-without-a-vpa': {
    text: 'The yield count goes up whether or not there is a VPA.',
    breaks: ['kernel-stores-into-vpas-only'],
    edits: [guard('kvmppc_hv_entry.vpa', () => true)],
  },
} as const satisfies Readonly<Record<string, VcpusFault>>;

export const areaFaults = { ...checks, ...records, ...stores } as const;
