// Kernel source as a protocol: whether it has secondary threads, and which C code goes with the assembly, which alone is read.
import { footprintOf } from '../../../model/faults/footprint.ts';
import type { Program } from '../../../model/program.ts';
import { protocolCode, publishedCode } from '../../../model/protocol/host-code.ts';
import type { ModelName } from '../../subjects/variants.ts';
import type { ProtocolCode } from './subjects.ts';

/** Routines without which source has no secondary threads, and where a thread goes on that napped and is the kernel's. */
const NEEDED = ['kvm_start_guest', 'kvmppc_hv_entry', '__kvmppc_vcore_entry'] as const;
const WAKING = ['power7_wakeup_loss', 'power7_wakeup_noloss'] as const;

/** What source lacks without which no secondary thread can run; nothing where one can. */
export function lacksForThreads({ labels }: Pick<Program, 'labels'>): readonly string[] {
  const lacking = NEEDED.filter((name) => !labels.has(name));
  return WAKING.some((name) => labels.has(name)) ? lacking : [...lacking, WAKING[0]];
}

/** The path whose C code goes with this assembly: that of Linux 3.1, if no thread looks whether it is asked to stay out. */
export function hostCodeFor({ steps, layout }: Program): ModelName {
  const offset = layout.distanceTo('hstate.hwthread_req');
  const asks = steps.some(({ step }) =>
    footprintOf(step).loaded.some((access) => access.offset === offset && access.bytes === 1),
  );
  return asks ? 'repaired' : 'published';
}

/** The protocol of source; the C code goes by the assembly where no path is named. */
export const kernelProtocol = (
  program: Program,
  code: ModelName = hostCodeFor(program),
): ProtocolCode => ({
  program,
  code: code === 'published' ? publishedCode : protocolCode([]),
});
