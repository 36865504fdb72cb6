// Kernel source that a caller has as texts: read and lowered to a program, as the command does with files.
import type { Program } from '../../model/program.ts';
import { type Files, readKernel } from '../subjects/kernel-source.ts';

/** Texts by path, and how they are read. */
export interface KernelTexts {
  /** Assembly, and the headers that it includes, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Those that are assembled; by default the files of the switch, if paths are those of a kernel tree, and else all that end in .S. */
  readonly assemble?: readonly string[];
  /** As `NAME=V` or `NAME`. */
  readonly defines?: readonly string[];
  /** The label that the caller of the switch calls; `__kvmppc_vcore_entry` by default. */
  readonly entry?: string;
}

/** Kernel source does not read: every line that is wrong, with what mends it. */
export class KernelSourceError extends Error {
  override readonly name = 'KernelSourceError';
}

/** A root of its own, so that includes are looked for among the texts alone. */
const ROOT = 'texts';

/**
 * The program that assembly is, with the reference path where the texts have nothing. Throws KernelSourceError where a line cannot be
 * read or lowered, and Unreadable where nothing of the switch is in the texts.
 */
export function programFrom({ files, assemble, defines = [], entry }: KernelTexts): Program {
  const texts = new Map(Object.entries(files));
  const asked = { defines, ...(entry === undefined ? {} : { entry }) };
  const paths = assemble ?? assembledOf([...texts.keys()]);
  const reading = readKernel({ ...asked, paths, tree: ROOT }, filesOf(texts));
  if (reading.ok) return reading.lowered.program;
  throw new KernelSourceError(
    reading.errors.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('\n'),
  );
}

/** What is assembled where nothing is said of it. */
const assembledOf = (paths: readonly string[]): readonly string[] =>
  paths.some((path) => path.startsWith('arch/powerpc/'))
    ? [ROOT]
    : paths.filter((path) => path.endsWith('.S'));

const filesOf = (texts: ReadonlyMap<string, string>): Files => ({
  text: (path) => texts.get(path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : path),
  isFolder: (path) => path === ROOT,
});
