// Clauses that are derived from the ledger's rows: what returns to the host, and what survives of the guest.

import type { Statement, Statements } from '../chapter.ts';
import { type Citation, isa, kernel } from '../cite.ts';
import type { Claim } from '../clause.ts';
import type { HostDisposition, Row } from '../disposition.ts';
import { type LedgerRows, ledger } from '../ledger.ts';
import { and, each, equal, given, literal, no, now, unchanged, was } from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { placesOf, type Register, registers } from '../vocabulary/registers.ts';
import type { Field } from '../vocabulary/structures.ts';
import { hex, lowBits, type Word } from '../vocabulary/words.ts';
import { guestSaves } from './counting.ts';
import { asked, hypercall } from './real-mode-hypercalls.ts';

/** A register of the guest, and the field of the vcpu in which it is saved. */
export interface GuestRegister {
  readonly register: Register;
  readonly place: Place;
  readonly field: Field;
  /** The bits that count. */
  readonly bits: Word;
  /** The bits that a hypercall leaves as they are. */
  readonly hypercallKeeps: Word;
  /** Whether it is saved only where the counters are. */
  readonly withCounters: boolean;
  /** Whether a handler may lose it by being asked about a hypercall. */
  readonly lostByAsking: boolean;
}

/** The name of a clause, and what it says. */
type Entry = readonly [name: string, statement: Statement];

/** The registers whose row has a disposition of such a kind on a side. */
type RegisterWith<Side extends keyof Row, Kind extends Row[Side]['kind']> = {
  [R in Register]: LedgerRows[R][Side] extends { readonly kind: Kind } ? R : never;
}[Register];

const rows = Object.entries(ledger) as [Register, (typeof ledger)[Register]][];

/** Every register of the guest that is saved in a field of the vcpu. */
export const savedRegisters: readonly GuestRegister[] = rows.flatMap(([register, { guest }]) =>
  guest.kind !== 'saved'
    ? []
    : placesOf(register).map((place, index) => ({
        register,
        place,
        field: guest.in(index),
        bits: guest.bits ?? lowBits(registers[register].width),
        hypercallKeeps: guest.hypercallKeeps ?? lowBits(64),
        withCounters: guest.withCounters ?? false,
        lostByAsking: guest.lostByAsking === true,
      })),
);

/** A clause for each register that the host gets back, or gets anew. */
export const hostReturns = Object.fromEntries(
  rows.flatMap(([register, { host }]): readonly Entry[] =>
    host.kind === 'returns' || host.kind === 'recreated'
      ? [[`host-${register.toLowerCase()}-returns`, returnOf(register, host)]]
      : [],
  ),
) as Statements<`host-${Lowercase<RegisterWith<'host', HostReturn['kind']>>}-returns`>;

/** A clause for each register of the guest that is saved when it leaves. */
export const guestSurvives = Object.fromEntries(
  [...new Set(savedRegisters.map(({ register }) => register))].map((register): Entry => {
    const members = savedRegisters.filter((each) => each.register === register);
    return [`guest-${register.toLowerCase()}-survives`, survivalOf(register, members)];
  }),
) as Statements<`guest-${Lowercase<RegisterWith<'guest', 'saved'>>}-survives`>;

/** A clause of a register that the host gets back. */
function returnOf(register: Register, host: HostReturn): Statement {
  return {
    says: `After the switch, ${sentence(register, host)}.`,
    cite: [...host.cite, spr(register)],
    over: 'switch',
    claim: returning(register, host),
  };
}

/** A clause of a register that is saved. */
function survivalOf(register: Register, members: readonly GuestRegister[]): Statement {
  return {
    says: `After the exit, ${survival(register, members)}.`,
    cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt'), spr(register)],
    over: 'exit',
    claim: each(...members.map(survives)),
  };
}

/** Whether all of a register counts. */
function isWhole(bits: Word): boolean {
  return bits === lowBits(32) || bits === lowBits(64);
}

/** What the field of a register holds, and when it need not. */
function survival(register: Register, members: readonly GuestRegister[]): string {
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined) return `nothing is kept of ${register}`;
  const { field, bits, lostByAsking, withCounters } = first;
  const where = first === last ? `${field} holds` : `${field} to ${last.field} hold`;
  const part = isWhole(bits) ? '' : `, in bits ${hex(bits)},`;
  const unless = lostByAsking
    ? ', unless the interrupt was a hypercall from supervisor state for which a real-mode handler was called'
    : '';
  const counting = withCounters
    ? ", unless the guest's VPA says that the guest does not use the counters"
    : '';
  return `${where}${part} ${first === last ? 'the value' : 'the values'} that ${register} held at the interrupt${unless}${counting}`;
}

/** The whole field must be right, except bits that do not count, and what a handler of hypercalls may lose. */
function survives({ place, field, bits, lostByAsking, withCounters }: GuestRegister): Claim {
  const kept = equal(now(field), was(place), isWhole(bits) ? {} : { mask: bits });
  if (withCounters) return given(guestSaves, kept);
  return lostByAsking ? given(no(and(hypercall, asked)), kept) : kept;
}

type HostReturn = Extract<HostDisposition, { readonly kind: 'returns' | 'recreated' }>;

function returning(register: Register, host: HostReturn): Claim {
  const places = placesOf(register);
  if (host.kind === 'returns') return each(...places.map(unchanged));
  return each(...places.map((place) => equal(now(place), literal(host.as))));
}

function sentence(register: Register, host: HostReturn): string {
  if (host.kind !== 'recreated') return `${register} holds the value that it held at the call`;
  return `${register} is ${hex(host.as)}: ${host.why}`;
}

function spr(register: Register): Citation {
  return isa(registers[register].privilege === 'user' ? 'I' : 'III-S', register);
}
