// A counterexample as an example of a fast-check property, so that a property over histories tries it first.
import { slots } from '../../model/places.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { decodeToken } from '../counterexample/token.ts';
import type { Json } from '../input/json.ts';
import type { SwitchInputs } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { switchLevel } from '../levels/switch/level.ts';
import { replayCommand } from './replay-command.ts';

/**
 * The `examples` of `fc.assert(property, { … })` for a property of one history, in TypeScript that needs no import, under
 * a comment that says how to replay it.
 */
export function exampleLine({ clause, token }: Pick<Counterexample, 'clause' | 'token'>): string {
  const { history, level } = decodeToken(token);
  if (level !== switchLevel.name) return othersLine(clause.name, token, history);
  const [words, rounds] = switchHistory.read(history);
  return [
    `// ${clause.name}: ${replayCommand(token)}`,
    `examples: [[[${machine(words)}, [${rounds.map(round).join(', ')}]]]],`,
    '',
  ].join('\n');
}

/** The examples of a property over another level's histories: what JSON keeps, with words as numbers. */
function othersLine(name: string, token: string, history: Json): string {
  const text = JSON.stringify(history).replaceAll(/"0x(-?)([0-9a-f]+)"/gu, '$10x$2n');
  return `// ${name}: ${replayCommand(token)}\nexamples: [[${text}]],\n`;
}

/** Words that are not 0, by their slots. */
function machine(words: BigUint64Array): string {
  const blank = `new BigUint64Array(${slots + 1})`;
  const set = [...words.entries()].filter(([, word]) => word !== 0n);
  if (set.length === 0) return blank;
  return `Object.assign(${blank}, { ${set.map(([slot, word]) => `${slot}: ${literal(word)}`).join(', ')} })`;
}

function round({ changes, delays, guest }: SwitchInputs): string {
  return `{ changes: ${list(changes)}, delays: ${list(delays)}, guest: ${list(guest)} }`;
}

const list = (entries: readonly object[]): string => `[${entries.map(record).join(', ')}]`;

const record = (entry: object): string =>
  `{ ${Object.entries(entry)
    .map(([key, value]) => `${key}: ${literal(value)}`)
    .join(', ')} }`;

function literal(value: unknown): string {
  if (typeof value === 'bigint') return `0x${value.toString(16)}n`;
  if (typeof value === 'number') return String(value);
  return `'${String(value)}'`;
}
