// Kernel source as a subject to be judged: which files are read, how the command names them, and the program that they become.
import { createHash } from 'node:crypto';
import type { Listing, SourceError } from '../../asm/listing.ts';
import { geometryOf } from '../../asm/lower/geometry.ts';
import { type Geometry, type LoweredProgram, lower } from '../../asm/lower/lower.ts';
import type { EntryPoint } from '../../asm/lower/survey.ts';
import { otherProcessor } from '../../asm/processor.ts';
import { readAssembly, type Source } from '../../asm/read.ts';
import { ownLayout } from '../../model/layout.ts';
import { ENTRY, routines } from '../../model/paths/published.ts';
import { Unreadable } from '../input/unreadable.ts';

/** What is asked for: all that the program depends on but the texts. */
export interface KernelSource {
  /** Files, or one kernel tree: a folder, or a revision of a repository as GITDIR:REV. */
  readonly paths: readonly string[];
  /** The label that the caller calls; `__kvmppc_vcore_entry` by default. */
  readonly entry?: string;
  /** The label that the vectors go to with what a guest brought; by default the one that kernels have for it. */
  readonly exit?: string;
  /** As `NAME=V` or `NAME`. */
  readonly defines: readonly string[];
  /** The kernel tree in which includes are followed. */
  readonly tree?: string;
  /** A file with a unified diff that is made over them. */
  readonly patch?: string;
}

/** The files of a machine, as far as reading goes. */
export interface Files {
  /** The text of a file; undefined where there is none. Throws Unreadable where it cannot be read, or is not inside of the tree. */
  text(path: string, tree?: string): string | undefined;
  isFolder(path: string): boolean;
}

export type KernelReading =
  | {
      readonly ok: true;
      readonly lowered: LoweredProgram;
      readonly read: readonly string[];
      readonly digest: string;
    }
  | { readonly ok: false; readonly errors: readonly SourceError[] };

/** What the kernel's build makes of asm-offsets.c. */
const OFFSETS = 'include/generated/asm-offsets.h';
const NAMES = 'arch/powerpc/kernel/asm-offsets.c';
const VECTORS = 'arch/powerpc/kernel/exceptions-64s.S';
const REAL_MODE = 'arch/powerpc/kvm/book3s_hv_rmhandlers.S';
const VIRTUAL_MODE = 'arch/powerpc/kvm/book3s_hv_interrupts.S';

/** Reads and lowers. Throws Unreadable for what is not there. */
export function readKernel(asked: KernelSource, files: Files): KernelReading {
  const [first] = asked.paths;
  const whole = first !== undefined && asked.paths.length === 1 && files.isFolder(first);
  const root = whole ? first : asked.tree;
  const hash = createHash('sha256');
  const texts = new Map<string, string | undefined>();
  const read = (path: string, tree?: string): string | undefined => {
    if (!texts.has(path)) {
      const text = files.text(path, tree);
      texts.set(path, text);
      if (text !== undefined) hash.update(`${text.length}:`).update(text);
    }
    return texts.get(path);
  };
  const inTree = root === undefined ? undefined : (path: string) => read(`${root}/${path}`, root);
  const sources =
    whole && inTree !== undefined
      ? treeSources(first, inTree)
      : asked.paths.map(sourceFrom(files, read));
  const reading = readAssembly(headFirst(sources), {
    defines: new Map(asked.defines.map(defined)),
    ...(inTree === undefined ? {} : { tree: inTree }),
  });
  if (!reading.ok) return orForeign(sources, reading);
  const { entry = ENTRY, exit } = asked;
  const called = { entry, as: ENTRY, ...(exit === undefined ? {} : { exit }) };
  const lowering = lower(
    reading.listing,
    called,
    routines,
    geometryIn(inTree, reading.listing, called),
  );
  if (!lowering.ok) return orForeign(sources, lowering);
  const { own, passedOver } = lowering.lowered;
  if (own.length === 0 && passedOver.length > 0)
    return orForeign(sources, { ok: false, errors: passedOver });
  demandSwitch(sources, lowering.lowered, whole, called.entry);
  return {
    ok: true,
    lowered: lowering.lowered,
    read: sources.map(({ path }) => path),
    digest: hash.digest('hex').slice(0, 16),
  };
}

/** A text that cannot be read may be another processor's: then that is what is wrong with it. */
function orForeign<R>(sources: readonly Source[], reading: R): R {
  for (const { path, text } of sources) {
    const processor = otherProcessor(text);
    if (processor !== undefined)
      throw new Unreadable(
        `${path} is assembly of ${processor}, not of 64-bit PowerPC: ${MEND_FILES}`,
      );
  }
  return reading;
}

/** Something of the switch must be in the source; in a tree, in each of its files. */
function demandSwitch(
  sources: readonly Source[],
  { own }: LoweredProgram,
  whole: boolean,
  entry: string,
): void {
  const without = sources.filter(
    ({ path }) => !HELPERS.includes(path) && !own.some(({ at }) => at.file === path),
  );
  const lacking = whole ? without : own.length === 0 ? sources : [];
  if (lacking.length === 0) return;
  orForeign(lacking, undefined);
  const names = routines.map(({ name }) => name).filter((name) => !/[.]|^vector-/u.test(name));
  const sought = [...new Set([entry, ...names])].join(', ');
  throw new Unreadable(
    `nothing of the switch is in ${lacking.map(({ path }) => path).join(', ')} (looked for ${sought} and the vectors): ${MEND_FILES}`,
  );
}

const MEND_FILES = `give a kernel tree, or the files ${[VECTORS, REAL_MODE, VIRTUAL_MODE].join(', ')} of one`;

/** Fields lie where a build of the tree has put them, if there was one; else one behind another. */
function geometryIn(
  inTree: ((path: string) => string | undefined) | undefined,
  listing: Listing,
  called: EntryPoint,
): Geometry {
  if (inTree === undefined) return { layout: ownLayout };
  try {
    const { without, ...geometry } = geometryOf(listing, called, routines, {
      names: inTree(NAMES),
      built: inTree(OFFSETS),
    });
    if (without.length > 0)
      throw new Unreadable(
        `${NAMES}: there is no room left for ${without.join(', ')}: leave out what is not the switch`,
      );
    return geometry;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(
      `${OFFSETS}: ${error instanceof Error ? error.message : String(error)}: build the tree anew`,
    );
  }
}

/** The files of a kernel tree that hold the switch; the vectors may include the real-mode half. */
function treeSources(
  root: string,
  inTree: (path: string) => string | undefined,
): readonly Source[] {
  const [vectors, realMode, virtualMode] = [VECTORS, REAL_MODE, VIRTUAL_MODE].map(inTree);
  if (virtualMode === undefined)
    throw new Unreadable(`'${root}' is no kernel tree with this switch: it has no ${VIRTUAL_MODE}`);
  const included =
    vectors !== undefined &&
    /^[^\S\n]*#[^\S\n]*include[^\S\n]+"[^"\n]*book3s_hv_rmhandlers\.S"/mu.test(vectors);
  return [
    ...(vectors === undefined ? [] : [{ path: VECTORS, text: vectors }]),
    ...(realMode === undefined || included ? [] : [{ path: REAL_MODE, text: realMode }]),
    { path: VIRTUAL_MODE, text: virtualMode },
    ...helpersOf(`${realMode ?? ''}\n${virtualMode}`, inTree),
  ];
}

/** Files with routines that the switch calls from some version on: the transfer of the floating-point and vector registers. */
const HELPERS: readonly string[] = ['arch/powerpc/kernel/fpu.S', 'arch/powerpc/kernel/vector.S'];

/** Those of them that have a function which the switch branches to. */
function helpersOf(text: string, inTree: (path: string) => string | undefined): readonly Source[] {
  const called = new Set([...text.matchAll(BRANCH)].map(([, name = '']) => name));
  return HELPERS.flatMap((path): readonly Source[] => {
    const source = inTree(path);
    const own = [...(source ?? '').matchAll(FUNCTION)].map(([, name = '']) => name);
    return source !== undefined && own.some((name) => called.has(name))
      ? [{ path, text: source }]
      : [];
  });
}

const BRANCH = /^[^\S\n]*(?:[\w.]+:)?[^\S\n]*bl?[^\S\n]+\.?([A-Za-z_]\w*)/gmu;
const FUNCTION = /^_GLOBAL(?:_TOC)?\((\w+)\)/gmu;

const sourceFrom =
  (files: Files, read: (path: string) => string | undefined) =>
  (path: string): Source => {
    if (files.isFolder(path))
      throw new Unreadable(`'${path}' is a folder: give one kernel tree alone, or files`);
    const text = read(path);
    if (text === undefined)
      throw new Unreadable(`'${path}' cannot be read: give a kernel tree, or .S files`);
    return { path, text };
  };

/** Source that sets its location lies at the head of the kernel, so it comes first. */
const headFirst = (sources: readonly Source[]): readonly Source[] => [
  ...sources.filter(({ text }) => SETS_LOCATION.test(text)),
  ...sources.filter(({ text }) => !SETS_LOCATION.test(text)),
];

const SETS_LOCATION = /^[^\S\n]*\.[^\S\n]*=/mu;

function defined(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, '1'] : [text.slice(0, at), text.slice(at + 1)];
}
