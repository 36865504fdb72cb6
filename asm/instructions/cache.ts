// Mnemonics of cache management, Book II 4.3: only dcbz changes what is in memory; the rest is about where copies of it lie.
import { nothing } from '../../model/steps/context.ts';
import { indexed } from '../../model/steps/storage.ts';
import { blockZeroed } from '../../model/steps/storage-multiple.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

const touched: Form = form(['base', 'gpr'], () => nothing.meaning);

/** With a hint in front (TH, L or CT), of so many values. */
const hinted = (name: string, values: number): Form =>
  form(['number', 'base', 'gpr'], (hint) => withHint(name, hint, values));

/** With the hint after the address, as the assembler also writes it. */
const hintedLast = (name: string, values: number): Form =>
  form(['base', 'gpr', 'number'], (_ra, _rb, hint) => withHint(name, hint, values));

function withHint(name: string, hint: number, values: number) {
  if (hint >= values)
    throw new InvalidOperand(`the hint of ${name} is ${hint}, and must be below ${values}`);
  return nothing.meaning;
}

/** Every mnemonic of this section. */
export const cacheForms: Forms = {
  dcbz: [form(['base', 'gpr'], (ra, rb) => blockZeroed(indexed(ra, rb)))],
  dcbst: [touched],
  icbi: [touched],
  dcbf: [touched, hintedLast('dcbf', 4)],
  dcbfl: [touched],
  dcbflp: [touched],
  dcbt: [touched, hintedLast('dcbt', 32)],
  dcbtst: [touched, hintedLast('dcbtst', 32)],
  icbt: [hinted('icbt', 16)],
};
