// Citations of the kernel are facts too: in a pristine Linux 3.1 tree, the identifier stands in the file, and where lines are cited, in those.
//
// HVSPEC_KERNEL=PATH names the tree; without it nothing is looked up, and the run says so.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { assumptions } from '../spec/assumptions.ts';
import type { Citation } from '../spec/cite.ts';
import { contract } from '../spec/contract.ts';
import { partsOf } from '../spec/seed-lines.ts';
import { recorded } from './subjects/defects.ts';

const tree = process.env.HVSPEC_KERNEL;

/** Where the cited files lie; those of other architectures have the same names. */
const ROOMS = ['arch/powerpc', 'include/linux', 'virt/kvm', 'kernel'];

type KernelCitation = Extract<Citation, { readonly kind: 'kernel' }>;

const cited: readonly KernelCitation[] = [...contract, ...assumptions, ...Object.values(recorded)]
  .flatMap(({ cite }): readonly Citation[] => cite)
  .filter((one) => one.kind === 'kernel');

/** Every file of the tree with this name. */
const filesNamed = (root: string, name: string): readonly string[] =>
  ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => basename(path) === name)
      .map((path) => join(root, room, path)),
  );

/** The cited lines of a file, or all of it. */
function linesOf(path: string, lines: string | undefined): string {
  const text = readFileSync(path, 'utf8');
  if (lines === undefined) return text;
  const all = text.split('\n');
  return partsOf(lines)
    .flatMap(([first, last]) => [headAbove(all, first), ...all.slice(first - 1, last)])
    .join('\n');
}

/** The line at the margin above a line that names what it is in: a function's head, or a label. */
const headAbove = (all: readonly string[], line: number): string =>
  all.slice(0, line - 1).findLast((text) => /^\w.*\(|^\w+:/u.test(text)) ?? '';

if (tree === undefined)
  process.stderr.write('citations of the kernel are not looked up: HVSPEC_KERNEL names no tree\n');

it.runIf(tree !== undefined)('what the contract cites of the kernel stands there', () => {
  const files = new Map<string, readonly string[]>();
  const missing = cited.flatMap(({ file, identifier }) => {
    const [name = '', lines] = file.split(':');
    if (!files.has(name)) files.set(name, filesNamed(tree ?? '', name));
    const texts = (files.get(name) ?? []).map((path) => linesOf(path, lines));
    return identifier
      .split(', ')
      .filter((word) => !texts.some((text) => new RegExp(`\\b${word}\\b`, 'u').test(text)))
      .map((word) => `${file}: ${word}`);
  });
  expect(missing).toEqual([]);
});
