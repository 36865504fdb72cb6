// What the build defines on the command line for assembler source of a 64-bit book3s kernel with HV KVM
// on POWER7. A define of the same name overrides an entry; the value `n` takes it away.

/** What is defined when assembler source is read, by name. */
export const configuration: ReadonlyMap<string, string> = new Map([
  ['__ASSEMBLY__', '1'],
  ['__ASSEMBLER__', '1'],
  ['__KERNEL__', '1'],
  ['__powerpc__', '1'],
  ['__powerpc64__', '1'],
  ['__PPC__', '1'],
  ['__PPC64__', '1'],
  ['__BIG_ENDIAN__', '1'],
  ['CONFIG_64BIT', '1'],
  ['CONFIG_ALTIVEC', '1'],
  ['CONFIG_BUG', '1'],
  ['CONFIG_KVM_BOOK3S_64', '1'],
  ['CONFIG_KVM_BOOK3S_64_HANDLER', '1'],
  ['CONFIG_KVM_BOOK3S_64_HV', '1'],
  ['CONFIG_KVM_BOOK3S_HANDLER', '1'],
  ['CONFIG_PPC64', '1'],
  ['CONFIG_PPC_64K_PAGES', '1'],
  ['CONFIG_PPC_BOOK3S', '1'],
  ['CONFIG_PPC_BOOK3S_64', '1'],
  ['CONFIG_PPC_FPU', '1'],
  ['CONFIG_PPC_P7_NAP', '1'],
  ['CONFIG_PPC_POWERNV', '1'],
  ['CONFIG_PPC_PSERIES', '1'],
  ['CONFIG_PPC_SPLPAR', '1'],
  ['CONFIG_PPC_STD_MMU', '1'],
  ['CONFIG_PPC_STD_MMU_64', '1'],
  ['CONFIG_SMP', '1'],
  ['CONFIG_VSX', '1'],
]);
