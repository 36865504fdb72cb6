// Kernel source that a token or a campaign's file is of. It names paths, and none is opened for that: the user says where it is.
import {
  kernelSourceFrom,
  kernelSubject,
  type SourceSnapshot,
} from '../properties/subjects/kernel-subject.ts';
import { UsageError } from './usage.ts';

export interface SourceFlags {
  readonly kernel?: readonly string[];
  readonly tree?: string;
  readonly patch?: string;
}

/** A subject by the paths that the user has given for it; what it was is known by its digest. Throws UsageError. */
export function subjectGiven(subject: string, flags: SourceFlags, what: string): string {
  const source = kernelSourceFrom(subject);
  if (source === undefined) {
    if (flags.kernel !== undefined || flags.tree !== undefined || flags.patch !== undefined)
      throw new UsageError(`${what} is not from kernel source: omit --kernel and --tree`);
    return subject;
  }
  const { kernel, tree, patch } = flags;
  const differs = (name: 'tree' | 'patch') =>
    (flags[name] === undefined) !== (source[name] === undefined);
  if (kernel === undefined || differs('tree') || differs('patch'))
    throw new UsageError(
      `${what} is from kernel source, and opens no file by itself: give ${named(source)}`,
    );
  return kernelSubject({
    ...source,
    paths: kernel,
    ...(tree === undefined ? {} : { tree }),
    ...(patch === undefined ? {} : { patch }),
  });
}

/** The options with which it was found. */
const named = ({ paths, tree, patch }: SourceSnapshot): string =>
  [
    ...paths.map((path) => `--kernel ${path}`),
    tree === undefined ? 'and no --tree' : `--tree ${tree}`,
    ...(patch === undefined ? [] : [`--patch ${patch}`]),
  ].join(' ');
