// npm run registers: what each of the 1,024 numbers of mfspr and mtspr is: a register of the specification, one of POWER7 that it leaves
// out, one of a later or another processor, or nobody's.
import { type SprNumber, sprNumbers } from '../../asm/instructions/special-registers.ts';

/** Numbers in a row that belong to nobody are one line. */
function lines(numbers: readonly SprNumber[]): readonly string[] {
  const text: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    const [first] = numbers.slice(i, i + 1);
    if (first === undefined) break;
    const rest = numbers.slice(i).findIndex(({ kind }) => kind !== 'nobody');
    const count = first.kind !== 'nobody' ? 1 : rest === -1 ? numbers.length - i : rest;
    const range = count === 1 ? `${first.spr}` : `${first.spr} to ${first.spr + count - 1}`;
    text.push(`${range.padStart(12)}  ${first.kind.padEnd(13)}  ${first.text}`);
    i += count;
  }
  return text;
}

const kinds = [...new Set(sprNumbers.map(({ kind }) => kind))];
const counts = kinds.map((one) => `${one} ${sprNumbers.filter(({ kind }) => kind === one).length}`);
process.stdout.write(`${[...lines(sprNumbers), '', counts.join(', ')].join('\n')}\n`);
