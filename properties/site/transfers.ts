// Who saves, restores and loads every register: read off runs of a path whose words carry where they came from, so that no list says it.
import type { Origin } from '../../model/origin.ts';
import type { Program } from '../../model/program.ts';
import { followed, type Provenance, type TaggedWrite } from '../../model/provenance.ts';
import { ledger } from '../../spec/ledger.ts';
import type { Place, StepRecord } from '../../spec/vocabulary/machine.ts';
import {
  placesOf,
  type Register,
  type RegisterRow,
  registers,
} from '../../spec/vocabulary/registers.ts';
import { play } from '../levels/switch/play.ts';
import { quick, stage } from '../mutation/pool.ts';

/** What a step does with a register's value: saves the host's, or brings it back; loads the guest's, or saves it. */
export type Move = 'host-saved' | 'host-restored' | 'guest-loaded' | 'guest-saved';

/** A step that moves a register's value. */
export interface Transfer {
  /** The row of the ledger. */
  readonly register: Register;
  /** The register itself, where the row has several. */
  readonly member: Place;
  readonly move: Move;
  /** The field that the value goes to or comes from; empty where that is not one. */
  readonly field: string;
  readonly site: string;
  readonly text: string;
}

const rowOf: ReadonlyMap<string, Register> = new Map(
  (Object.keys(registers) as Register[]).flatMap((row) =>
    placesOf(row).map((place): [string, Register] => [place, row]),
  ),
);

/** Histories whose runs are read: they take every way through the switch. */
const MOST = 24;

/** Every transfer of a program, each once, in the order in which it was first met. */
export function transfersOf(program: Program): readonly Transfer[] {
  const found = new Map<string, Transfer>();
  for (const history of quick().slice(0, MOST)) {
    const followers: Provenance[] = [];
    const { trace } = play(program, history, stage, () => {
      const follower = followed(program.image);
      followers.push(follower);
      return follower.watch;
    });
    const switches = [...new Set(trace.spans.map(({ taken }) => taken))];
    for (const [i, taken] of switches.entries())
      for (const one of transfersIn(taken, followers[i]?.writes ?? []))
        found.set(`${one.member} ${one.move} ${one.site}`, one);
  }
  return [...found.values()];
}

/** The transfers of one switch. */
function transfersIn(
  taken: readonly StepRecord[],
  writes: readonly (readonly TaggedWrite[])[],
): readonly Transfer[] {
  /** Places that hold something else than at the call. */
  const changed = new Set<Place>();
  return taken.flatMap(({ site, text, by }, i) =>
    (writes[i] ?? []).flatMap(({ place, value }): readonly Transfer[] => {
      const sources = placesIn(value.from);
      const isOwn = sources.some((source) => source.place === place && source.whose === 'host');
      const moved = sources.map((source) => moveOf(source, place)).find((one) => one !== undefined);
      const counts =
        by === 'host' && moved !== undefined && (!isOwn || isField(place) || changed.has(place));
      changed[isOwn ? 'delete' : 'add'](place);
      const register = moved && rowOf.get(moved.member);
      return counts && register !== undefined ? [{ ...moved, register, site, text }] : [];
    }),
  );
}

type Source = Extract<Origin, { readonly kind: 'place' }>;

/** The places whose values a word is made of. */
function placesIn(origin: Origin): readonly Source[] {
  switch (origin.kind) {
    case 'constant':
      return [];
    case 'place':
      return [origin];
    case 'sum':
      return placesIn(origin.of);
    case 'made':
      return origin.of.flatMap(placesIn);
    case 'pieces':
      return origin.of.flatMap(({ of }) => placesIn(of));
  }
}

const isField = (place: Place): boolean => place.includes('.') && !place.includes('].');

/** Where a switch keeps what is the host's; scratch is no such place. */
const HOSTS = /^(?:caller|frame|hstate\.(?!scratch)|kvm\.host_)/u;

/** Where it keeps what is the guest's. */
const GUESTS = /^(?:vcpu|kvm|vcore)\./u;

/** What it does to bring a word from one place to another, if that moves a register's value. */
function moveOf(
  { place: from, whose }: Source,
  to: Place,
): Pick<Transfer, 'member' | 'move' | 'field'> | undefined {
  const [read, written] = [rowOf.get(from), rowOf.get(to)];
  if (written === undefined) {
    const member = from === to ? keptIn.get(to) : from;
    if (member === undefined || (from !== to && read === undefined)) return undefined;
    if (whose === 'host' && HOSTS.test(to)) return { member, move: 'host-saved', field: to };
    const isGuests = from === to || (whose === 'guest' && isKeptIn(member, to));
    return isGuests ? { member, move: 'guest-saved', field: to } : undefined;
  }
  if (whose !== 'host') return undefined;
  if (from === to) return { member: to, move: 'host-restored', field: '' };
  if (HOSTS.test(from))
    return hasNumber(written) ? { member: to, move: 'host-restored', field: from } : undefined;
  return isKeptIn(to, from) ? { member: to, move: 'guest-loaded', field: from } : undefined;
}

const hasNumber = (row: Register): boolean => (registers[row] as RegisterRow).spr !== undefined;

/** The registers that the ledger keeps in fields of the guest's, by the field. */
const keptIn: ReadonlyMap<Place, Place> = new Map(
  (Object.keys(ledger) as Register[]).flatMap((row) => {
    const { guest } = ledger[row];
    return guest.kind === 'saved'
      ? placesOf(row).map((member, i): [Place, Place] => [guest.in(i), member])
      : [];
  }),
);

/** Whether a field of the guest's is where the ledger keeps a register; any, where the ledger names none. */
function isKeptIn(member: Place, field: Place): boolean {
  const row = rowOf.get(member);
  if (row === undefined || !GUESTS.test(field)) return false;
  const { guest } = ledger[row];
  const index = (placesOf(row) as readonly Place[]).indexOf(member);
  return guest.kind === 'saved' ? guest.in(index) === field : guest.kind === 'covered';
}
