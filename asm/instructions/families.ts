// Families of mnemonics: a form for every way in which an instruction may record (`add`, `add.`, `addo`, `addo.`).
import type { RecordForm } from '../../model/steps/fixed-point.ts';
import type { Form, Forms } from './form.ts';

/** A mnemonic with and without the dot that records CR0. */
export const recording = (
  mnemonic: string,
  forms: (record: boolean) => readonly Form[],
): Forms => ({ [mnemonic]: forms(false), [`${mnemonic}.`]: forms(true) });

/** A mnemonic with and without o (overflow to XER) and the dot. */
export const overflowing = (
  mnemonic: string,
  forms: (recorded: RecordForm) => readonly Form[],
): Forms => ({
  ...recording(mnemonic, (record) => forms({ record })),
  ...recording(`${mnemonic}o`, (record) => forms({ record, overflow: true })),
});

/** Tables put together; a mnemonic in two of them is a mistake. */
export function together(...tables: readonly Forms[]): Forms {
  const all = new Map<string, readonly Form[]>();
  for (const [mnemonic, forms] of tables.flatMap((table) => Object.entries(table))) {
    if (all.has(mnemonic)) throw new Error(`${mnemonic} is in two tables`);
    all.set(mnemonic, forms);
  }
  return Object.fromEntries(all);
}
