// What mfspr and mtspr mean by a number: the register of the specification, a number that only reads or only writes one, or none that POWER7
// has; and then whose it is.
//
// Power ISA 2.06B, Book I 3.3.15 and Book III-S 4.4.4, the tables of SPR numbers.
import type { Meaning } from '../../model/step.ts';
import {
  clearInSpr,
  moveFromSpr,
  moveFromUpper,
  moveToSpr,
  moveToUpper,
} from '../../model/steps/spr.ts';
import { setTimebase } from '../../model/steps/timebase.ts';
import {
  type Gpr,
  type Place,
  placesOf,
  type Register,
  type RegisterRow,
  registers,
} from '../../spec/vocabulary/registers.ts';
import { OWNER, otherSprs } from '../facts/spr-table.ts';
import { InvalidOperand } from './form.ts';

/** What a number does with a register: reads it into RT, writes it from RS. */
interface Access {
  readonly register: Register;
  readonly read?: (rt: Gpr) => Meaning;
  readonly write?: (rs: Gpr) => Meaning;
}

const reads = (place: Place) => ({ read: (rt: Gpr): Meaning => moveFromSpr(rt, place) });
const writes = (place: Place) => ({ write: (rs: Gpr): Meaning => moveToSpr(place, rs) });

/** By the number of a register's own row: of these only one direction, or another meaning. */
const APART: ReadonlyMap<number, Access> = new Map<number, Access>([
  [152, { register: 'CTRL', ...writes('CTRL') }],
  [268, { register: 'TB', ...reads('TB') }],
  [287, { register: 'PVR', ...reads('PVR') }],
  [1023, { register: 'PIR', ...reads('PIR') }],
  [336, { register: 'HMER', ...reads('HMER'), write: (rs) => clearInSpr('HMER', rs) }],
]);

/** A write to the number of a program's view of the samples leaves them as they are. */
const leaves = { write: (rs: Gpr): Meaning => moveToSpr(undefined, rs) };

/** Numbers beside a register's own. */
const ALIASES: ReadonlyMap<number, Access> = new Map<number, Access>([
  [13, { register: 'AMR', ...reads('AMR'), ...writes('AMR') }],
  [136, { register: 'CTRL', ...reads('CTRL') }],
  [259, { register: 'SPRG3', ...reads('SPRG3') }],
  [269, { register: 'TB', read: (rt) => moveFromUpper(rt, 'TB') }],
  [284, { register: 'TB', write: (rs) => setTimebase('lower', rs) }],
  [285, { register: 'TB', write: (rs) => setTimebase('upper', rs) }],
  [286, { register: 'TB', write: (rs) => setTimebase('upper40', rs) }],
  [770, { register: 'MMCRA', ...reads('MMCRA') }],
  ...placesOf('PMC').map((pmc, i): [number, Access] => [
    771 + i,
    { register: 'PMC', ...reads(pmc) },
  ]),
  [779, { register: 'MMCR0', ...reads('MMCR0') }],
  [780, { register: 'SIAR', ...reads('SIAR'), ...leaves }],
  [781, { register: 'SDAR', ...reads('SDAR'), ...leaves }],
  [782, { register: 'MMCR1', ...reads('MMCR1') }],
  [
    898,
    {
      register: 'PPR',
      read: (rt) => moveFromUpper(rt, 'PPR'),
      write: (rs) => moveToUpper('PPR', rs),
    },
  ],
]);

const accesses: ReadonlyMap<number, Access> = new Map([
  ...(Object.keys(registers) as Register[]).flatMap((register) => {
    const { spr }: RegisterRow = registers[register];
    return spr === undefined
      ? []
      : placesOf(register).map((place, i): [number, Access] => [
          spr + i,
          { register, ...reads(place), ...writes(place) },
        ]);
  }),
  ...APART,
  ...ALIASES,
]);

/** mfspr RT, by this number. Throws InvalidOperand where POWER7 has none that can be read, and says whose the number is. */
export function fromSpr(rt: Gpr, spr: number): Meaning {
  const read = accesses.get(spr)?.read;
  if (read === undefined) throw new InvalidOperand(sprText(spr, 'cannot be read'));
  return read(rt);
}

/** mtspr by this number, RS. Throws InvalidOperand where POWER7 has none that can be written, and says whose the number is. */
export function toSpr(spr: number, rs: Gpr): Meaning {
  const write = accesses.get(spr)?.write;
  if (write === undefined) throw new InvalidOperand(sprText(spr, 'cannot be written'));
  return write(rs);
}

/** What a number is, as a complaint says it. */
function sprText(spr: number, complaint: string): string {
  const access = accesses.get(spr);
  if (access !== undefined)
    return `SPR ${spr} is ${access.register}, and ${complaint} by this number`;
  const other = otherSprs.get(spr);
  if (other === undefined) return `there is no SPR ${spr} on POWER7`;
  return `SPR ${spr} is ${other.name}, ${OWNER[other.of]}`;
}

/** A number, whether the specification knows its register, and in words what it is. */
export interface SprNumber {
  readonly spr: number;
  readonly kind: 'known' | 'left out' | 'later' | 'not of POWER7' | 'nobody';
  readonly text: string;
}

/** All numbers that mfspr and mtspr can have, 0 to 1023. */
export const sprNumbers: readonly SprNumber[] = Array.from({ length: 1024 }, (_, spr) => {
  const access = accesses.get(spr);
  if (access !== undefined) return { spr, kind: 'known', text: accessText(access) };
  const other = otherSprs.get(spr);
  if (other === undefined) return { spr, kind: 'nobody', text: 'no register' };
  const { name, of } = other;
  return { spr, kind: kindOf(of), text: `${name}, ${OWNER[of]}` };
});

function kindOf(of: keyof typeof OWNER): SprNumber['kind'] {
  if (of === 'power7') return 'left out';
  return of === 'earlier' || of === 'embedded' ? 'not of POWER7' : 'later';
}

function accessText({ register, read, write }: Access): string {
  const how = write === undefined ? ', reads only' : read === undefined ? ', writes only' : '';
  return `${register}${how}: ${registers[register].is}`;
}
