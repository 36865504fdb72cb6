// Faults of what becomes of interrupts of hypervisor code, as edits of the repaired path: of the vectors' way to the host, and of what the switch
// tells the vectors. Those that break no more than a recorded defect does are the defects themselves.
import {
  drop,
  type Edit,
  insertAfter,
  insertBefore,
  replace,
  withEdits,
} from '../../../model/mutate.ts';
import { LEAVING } from '../../../model/paths/base-registers.ts';
import { byTag } from '../../../model/paths/guest-exit.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { goToIf, has } from '../../../model/steps/branch.ts';
import {
  constant,
  copy,
  register,
  set,
  setToLabel,
  transfers,
} from '../../../model/steps/transfer.ts';
import { IN_GUEST, MSR } from '../../../spec/vocabulary/bits.ts';
import type { LevelFault } from '../level.ts';

interface PathFault extends LevelFault {
  readonly edits: readonly Edit[];
}

const leaving = transfers(LEAVING);
const none = leaving.put(constant(IN_GUEST.NONE), '0').into('hstate.in_guest');

const rows: Readonly<Record<string, PathFault>> = {
  'hypervisor-asked-for-when-saved': {
    text: "the exit asks whether HV was on in what was interrupted only when it has stored r0 as the guest's",
    breaks: ['interrupted-hypervisor-is-no-guest'],
    edits: [
      drop('exit.gprs.interrupted'),
      drop('exit.gprs.hypervisor'),
      insertAfter('exit.gprs.r0', {
        interrupted: set('r0', byTag('HSRR1', 'SRR1'), 'SRR1, or HSRR1 if r12 has bit 1'),
        hypervisor: goToIf(has(register('r0'), MSR.HV), 'r0 has HV', 'exit.gprs.hypervisor'),
      }),
    ],
  },
  'interrupted-hypervisor-becomes-a-guest': {
    text: 'where HV was on in what was interrupted, the guest is entered',
    breaks: [
      'interrupted-hypervisor-is-no-guest',
      'interrupt-of-the-hypervisor-is-handled-or-stops-it',
    ],
    edits: [
      replace(
        'exit.gprs.hypervisor',
        goToIf(has(register('r9'), MSR.HV), 'r9 has HV', 'exit.leftover.vcpu'),
      ),
    ],
  },
  'vectors-told-before-the-partition-is-back': {
    text: "the exit says that no guest runs before the host's page table and segments are back",
    breaks: ['host-handlers-run-in-the-hosts-partition'],
    edits: [drop('exit.sprs.in-guest'), insertBefore('exit.partition.sdr1', { 'no-guest': none })],
  },
  'machine-check-handled-as-a-reset': {
    text: "the vector of machine checks goes to the host's handler of system resets",
    breaks: ['interrupt-enters-the-handler-of-its-vector', 'recovered-hypervisor-has-lost-nothing'],
    edits: [replace('vector-200.host.handler', setToLabel('SRR0', 'system_reset_common'))],
  },
  'reset-keeps-no-r11': {
    text: 'the vector of system resets does not put r11 away for the host',
    breaks: ['handler-is-told-what-was-interrupted', 'recovered-hypervisor-has-lost-nothing'],
    edits: [drop('vector-100.host.r11')],
  },
  'maintenance-uses-the-other-pair': {
    text: 'the vector of hypervisor maintenance tells the host where SRR0 says that it was',
    breaks: ['handler-is-told-what-was-interrupted', 'recovered-hypervisor-has-lost-nothing'],
    edits: [replace('vector-e60.host.address', copy('SRR0', 'r11'))],
  },
  'reset-in-a-vector-believes-ri': {
    text: 'a system reset in the code of a vector is taken for recoverable where MSR[RI] says so',
    breaks: ['recovered-hypervisor-has-lost-nothing'],
    edits: [drop('vector-100.host.in-a-vector')],
  },
};

/** Each fault, with the program that has it, which is made when it is asked for. */
export const interruptionFaults: Readonly<Record<string, PathFault & { readonly code: Program }>> =
  Object.fromEntries(
    Object.entries(rows).map(([name, fault]) => [
      name,
      {
        ...fault,
        get code() {
          return withEdits(repaired, fault.edits);
        },
      },
    ]),
  );
