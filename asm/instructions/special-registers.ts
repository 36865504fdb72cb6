// Which register a number in mfspr or mtspr means: the table of the specification, and the numbers that only read or write.
import {
  type Place,
  placesOf,
  type Register,
  type RegisterRow,
  registers,
} from '../../spec/vocabulary/registers.ts';
import { InvalidOperand } from './form.ts';

/** Numbers that read a register whose own number is another. */
const READ_ONLY: ReadonlyMap<number, Place> = new Map<number, Place>([
  [136, 'CTRL'],
  [268, 'TB'],
  [780, 'SIAR'],
  [781, 'SDAR'],
]);

const numbered: ReadonlyMap<number, Place> = new Map(
  (Object.keys(registers) as Register[]).flatMap((name) => {
    const { spr }: RegisterRow = registers[name];
    return spr === undefined
      ? []
      : placesOf(name).map((place, i): [number, Place] => [spr + i, place]);
  }),
);

/** The register that mfspr reads by this number. Throws Refused when there is none in the specification. */
export function readable(spr: number): Place {
  const place = READ_ONLY.get(spr) ?? numbered.get(spr);
  if (place === undefined || spr === 152) throw new InvalidOperand(unknown(spr, 'read'));
  return place;
}

/** The register that mtspr writes by this number; none for SIAR and SDAR's user numbers, which a write leaves as they are. */
export function writable(spr: number): Place | undefined {
  if (spr === 780 || spr === 781) return undefined;
  const place = READ_ONLY.has(spr) ? undefined : numbered.get(spr);
  if (place === undefined) throw new InvalidOperand(unknown(spr, 'written'));
  return place;
}

const unknown = (spr: number, how: string): string =>
  `no register of the specification can be ${how} as SPR ${spr}`;
