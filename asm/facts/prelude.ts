// Headers that are read before a source of a tree. The exception vectors and what they include are
// themselves included by another file that has read these headers already, and rely on it.

/** The headers that are read before a source of a tree, in order. */
export const prelude: readonly string[] = [
  'asm/reg.h',
  'asm/page.h',
  'asm/mmu.h',
  'asm/ppc_asm.h',
  'asm/bug.h',
  'asm/cputable.h',
  'asm/setup.h',
  'asm/hvcall.h',
  'asm/thread_info.h',
  'asm/firmware.h',
  'asm/page_64.h',
  'asm/irqflags.h',
  'asm/kvm_book3s_asm.h',
  'asm/ptrace.h',
];
