// Faults of C code: edits of the repaired code, or a defect of the published code that is left in it.
import type { Edit } from '../../model/kvm/edits.ts';
import type { LinkedCode } from '../../model/kvm/execute.ts';
import type { Kernels } from '../../model/kvm/kernels.ts';
import type { LevelFault } from './level.ts';

/** A fault, what it breaks, and how it is planted. */
export type CodeFault<P, L, W, Defect> = LevelFault &
  ({ readonly edits: readonly Edit<P, L, W>[] } | { readonly defect: Defect });

/** The faults, each with the code that has it, which is made when it is asked for. */
export const planted = <P, L, W, Defect extends string>(
  { withEdits, withDefect }: Kernels<P, L, W, Defect>,
  faults: Readonly<Record<string, CodeFault<P, L, W, Defect>>>,
): Readonly<Record<string, LevelFault & { readonly code: LinkedCode<P, L, W> }>> =>
  Object.fromEntries(
    Object.entries(faults).map(([name, fault]) => [
      name,
      {
        text: fault.text,
        breaks: fault.breaks,
        get code() {
          return 'defect' in fault ? withDefect(fault.defect) : withEdits(fault.edits);
        },
      },
    ]),
  );
