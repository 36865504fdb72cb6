// Host state: what the caller of the entry routine may rely on when it returns.
//
// The ABI gives it r1, r2, r13, r14 to r31, the return address and CR2 to CR4. Linux relies on more: MSR, and every
// register that it keeps per task or per CPU.

import { chapter } from '../chapter.ts';
import { abi, isa, kernel, seed } from '../cite.ts';
import { each, equal, literal, now, returnsToCaller, unchanged, was } from '../terms.ts';
import { CR_KEPT, PPR } from '../vocabulary/bits.ts';
import { placesOf } from '../vocabulary/registers.ts';
import { hostReturns } from './from-ledger.ts';

export const hostState = chapter(
  'Host state',
  'What the caller of the entry routine finds when it returns.',
  {
    'host-nonvolatile-gprs-return': {
      says: 'After the switch, r14 to r31 hold the values that they held at the call.',
      cite: [seed('50, 131'), abi('3.2.1 Registers')],
      over: 'switch',
      claim: each(...placesOf('r14-r31').map(unchanged)),
    },
    'host-stack-and-paca-return': {
      says: 'After the switch, r1 (the stack pointer) and r13 (the PACA) hold the values that they held at the call.',
      cite: [seed('47, 124-127, 133'), abi('3.2.1 Registers'), kernel('paca.h', 'local_paca')],
      over: 'switch',
      claim: each(unchanged('r1'), unchanged('r13')),
    },
    'host-return-address-returns': {
      says: 'The switch returns to the address that LR held at the call, and LR still holds it.',
      cite: [seed('43-44, 109, 134-136'), abi('3.2.2 The Stack Frame')],
      over: 'switch',
      claim: each(returnsToCaller, unchanged('LR')),
    },
    'host-cr-fields-return': {
      says: 'After the switch, CR2, CR3 and CR4 hold the values that they held at the call.',
      cite: [
        abi('3.2.1 Registers, CR2-CR4'),
        kernel('book3s_hv_interrupts.S', '__kvmppc_vcore_entry'),
      ],
      over: 'switch',
      claim: equal(now('CR'), was('CR'), { mask: CR_KEPT }),
    },
    'host-msr-returns': {
      says: 'After the switch, MSR holds the value that it held at the call: translation on, interrupts as they were.',
      cite: [seed('61-65'), isa('III-S', 'Machine State Register')],
      over: 'switch',
      claim: unchanged('MSR'),
    },
    'host-toc-is-the-kernels': {
      says: "After the exit, r2 is the kernel's TOC pointer; a caller in a module reloads its own.",
      cite: [seed('110, 125'), kernel('paca.h', 'kernel_toc')],
      over: 'exit',
      claim: equal(now('r2'), was('paca.kernel_toc')),
    },
    'refused-host-keeps-its-toc': {
      says: 'When no guest is entered, r2 holds the value that it held at the call.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'hdec_soon'), kernel('paca.h', 'kernel_toc')],
      over: 'refusal',
      claim: unchanged('r2'),
    },
    'host-runs-at-medium-priority': {
      says: 'After the exit, the program priority is medium, at which the kernel runs, whatever the guest has made of it.',
      cite: [kernel('exception-64s.h', 'HMT_MEDIUM'), isa('III-S', 'Program Priority Register')],
      over: 'exit',
      claim: equal(now('PPR'), literal(PPR.MEDIUM), { mask: PPR.PRIORITY }),
    },
    ...hostReturns,
  },
);
