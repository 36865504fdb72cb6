// A repair as a unified diff of the source: the lines that its words stand for, in the file's own manner, and only where the source so
// changed is seen to be put right.
import { createTwoFilesPatch } from 'diff';
import { offsetsIn } from '../../asm/facts/fields.ts';
import { ownLayout } from '../../model/layout.ts';
import { bytesOf, fieldCells } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { type Register, registers } from '../../spec/vocabulary/registers.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { brokenOnPool } from '../mutation/trial.ts';
import { type Files, type KernelSource, readKernel } from '../subjects/kernel-source.ts';
import { heed } from '../work/interruption.ts';

/** A diff for `patch -p1` in the tree, or why there is none. */
export type SourceDiff = { readonly diff: string } | { readonly why: string };

/** What is to be put right: a clause, and one change in the words of a repair. */
export interface WantedRepair {
  readonly clause: string;
  readonly changes: readonly string[];
}

/** The diff of a repair. Source is read anew for each form that the lines may have; what does not read, or breaks a clause, is none. */
export function sourceDiff(
  source: KernelSource,
  files: Files,
  program: Program,
  paths: readonly string[],
  { clause, changes }: WantedRepair,
): SourceDiff {
  const [change, ...others] = changes.map(changeIn);
  if (change === undefined) return { why: 'no repair was found' };
  if (others.length > 0) return { why: 'it changes several places, which this makes no lines of' };
  if (typeof change === 'string') return { why: change };
  const path = paths.find((one) => one === change.file || one.endsWith(`/${change.file}`));
  const [root] = source.paths;
  const text = path && files.text(`${root}/${path}`, root);
  if (path === undefined || text === undefined)
    return { why: `${change.file} is no file of a tree` };
  const known = brokenOnPool(program);
  for (const changed of changedTexts(text, change)) {
    heed();
    const broken = brokenIn(source, {
      ...files,
      text: (at, tree) => (at === `${root}/${path}` ? changed : files.text(at, tree)),
    });
    if (broken === undefined || broken.has(clause) || [...broken].some((name) => !known.has(name)))
      continue;
    const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, text, changed, '', '');
    return {
      diff: diff.slice(diff.indexOf('---')).replaceAll(/^((?:---|\+\+\+) \S+)\t$/gmu, '$1'),
    };
  }
  return { why: 'no lines were found that do it and break nothing else' };
}

/** The clauses that the source breaks; undefined where it does not read. */
function brokenIn(source: KernelSource, files: Files): ReadonlySet<string> | undefined {
  const reading = readKernel(source, files);
  return reading.ok ? brokenOnPool(reading.lowered.program) : undefined;
}

/** A change of one line: lines put before or after it, or another register in it. */
interface LineChange {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly does:
    | { readonly put: 'before' | 'after'; readonly step: string }
    | { readonly reads: string; readonly for: string };
}

const AT = String.raw`(?<file>[\w.-]+\.S):(?<line>\d+)(?:\.\d+)?`;
const PUT = new RegExp(`^(?<put>before|after) ${AT}: (?<step>.*)$`, 'u');
const READS = new RegExp(`^at ${AT}: .*, but reads (?<reads>r\\d+) for (?<other>r\\d+)$`, 'u');

/** What a change in words is to a line; or why it is no change of one. */
function changeIn(words: string): LineChange | string {
  const put = PUT.exec(words)?.groups;
  const reads = READS.exec(words)?.groups;
  const { file, line } = put ?? reads ?? {};
  if (file === undefined || line === undefined)
    return `no change of a line of the source: ${words}`;
  const at = { file, line: Number(line) };
  if (reads !== undefined)
    return { ...at, does: { reads: reads.reads ?? '', for: reads.other ?? '' } };
  return {
    ...at,
    does: { put: put?.put === 'before' ? 'before' : 'after', step: put?.step ?? '' },
  };
}

/** Scratch registers of the switch, in the order in which they are tried: those that the line itself has come first. */
const SCRATCH = ['r5', 'r6', 'r7', 'r8', 'r10', 'r11'];

/** The texts that a change may make of a file. */
function changedTexts(text: string, { line, does }: LineChange): readonly string[] {
  const lines = text.split('\n');
  const own = lines[line - 1] ?? '';
  if ('reads' in does) {
    const changed = own.replace(
      new RegExp(`\\b${does.for}\\b(?![\\s\\S]*\\b${does.for}\\b)`, 'u'),
      does.reads,
    );
    return changed === own ? [] : [lines.with(line - 1, changed).join('\n')];
  }
  const near = SCRATCH.filter((name) => new RegExp(`\\b${name}\\b`, 'u').test(own));
  const at = does.put === 'before' ? line - 1 : line;
  return [...new Set([...near, ...SCRATCH])].flatMap((scratch) =>
    assemblyOf(does.step, scratch).map((put) => lines.toSpliced(at, 0, ...put).join('\n')),
  );
}

/** The instructions that a step is, by each register that may lead to its field; none where there is no name for a place. */
function assemblyOf(step: string, scratch: string): readonly (readonly string[])[] {
  const { register: kept, field: to } =
    /^save (?<register>\w+) to (?<field>\S+)$/u.exec(step)?.groups ?? {};
  if (kept !== undefined && to !== undefined)
    return reachedBy(to).map(({ at, bytes }) => [
      `\tmfspr\t${scratch}, SPRN_${kept}`,
      `\t${STORES[bytes]}\t${scratch}, ${at}`,
    ]);
  const { register: loaded, field: from } =
    /^load (?<register>\w+) from (?<field>\S+)$/u.exec(step)?.groups ?? {};
  if (loaded !== undefined && from !== undefined)
    return reachedBy(from).map(({ at, bytes }) => [
      `\t${LOADS[bytes]}\t${scratch}, ${at}`,
      `\tmtspr\tSPRN_${loaded}, ${scratch}`,
    ]);
  const { register: set, word } =
    /^(?<register>\w+) := (?<word>0x[0-9a-f]{1,4})$/u.exec(step)?.groups ?? {};
  if (set === undefined || word === undefined || !isNumbered(set) || Number(word) > 0x7fff)
    return [];
  return [[`\tli\t${scratch}, ${Number(word)}`, `\tmtspr\tSPRN_${set}, ${scratch}`]];
}

const isNumbered = (name: string): boolean =>
  Object.hasOwn(registers, name) && 'spr' in registers[name as Register];

const STORES: Readonly<Record<number, string>> = { 1: 'stb', 4: 'stw', 8: 'std' };
const LOADS: Readonly<Record<number, string>> = { 1: 'lbz', 4: 'lwz', 8: 'ld' };

/** Where a field is, by the names of asm-offsets: the host's from the PACA, the guest's from what holds its vcpu on the way out or in. */
function reachedBy(place: string): readonly { readonly at: string; readonly bytes: number }[] {
  const field = fieldCells.find((cell) => cell.place === place)?.place as Field | undefined;
  const [structure = ''] = place.split('.');
  const [prefix, bases] = structure === 'hstate' ? ['HSTATE_', ['r13']] : ['VCPU_', ['r9', 'r4']];
  if (field === undefined || (structure !== 'hstate' && structure !== 'vcpu')) return [];
  const distance = ownLayout.distanceTo(field);
  const names = [...offsetsIn(ownLayout)].filter(
    ([name, offset]) => name.startsWith(prefix as string) && offset === distance,
  );
  return names.slice(0, 1).flatMap(([name]) =>
    (bases as readonly string[]).map((base) => ({
      at: `${name}(${base})`,
      bytes: bytesOf(field),
    })),
  );
}
