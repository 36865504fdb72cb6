// What the kernel's assembler macros do, for source that is read without its headers: our own words for
// them in ordinary instructions, for 64-bit book3s in hypervisor mode. Offsets (GPR0, THREAD_FPR0, ...)
// stay symbols.

/** Stores or loads of consecutive registers, one macro for each. */
const series = (
  name: string,
  parameters: string,
  count: number,
  one: (index: number) => string,
): string => {
  const parts = Array.from({ length: count }, (_, index) => one(index));
  return `${name}(${parameters}) ${parts.join('; ')}`;
};

const general = (verb: string, mnemonic: string): string[] => {
  const one = (first: string) => (index: number) =>
    `${mnemonic} (${first})+${index}, GPR0+8*((${first})+${index})(base)`;
  const sets = [2, 4, 8, 10].map((count) =>
    series(`${verb}_${count}GPRS`, 'n, base', count, one('n')),
  );
  return [
    series(`${verb}_GPR`, 'n, base', 1, one('n')),
    ...sets,
    series(`${verb}_NVGPRS`, 'base', 18, one('14')),
  ];
};

const function64 = (name: string, section: string, visible: boolean): string =>
  [
    `${name}(name) .section ${section}`,
    '.align 2',
    ...(visible ? ['.globl name', '.globl .##name'] : []),
    '.section .opd',
    'name: .quad .##name',
    '.quad .TOC.@tocbase',
    '.quad 0',
    '.previous',
    '.##name:',
  ].join('; ');

const priorities = {
  VERY_LOW: 31,
  LOW: 1,
  MEDIUM_LOW: 6,
  MEDIUM: 2,
  MEDIUM_HIGH: 5,
  HIGH: 3,
  EXTRA_HIGH: 7,
};

/** Definitions of what the kernel's assembler macros do, one for each macro. */
export const kernelMacros = (): readonly string[] => [
  ...general('SAVE', 'std'),
  ...general('REST', 'ld'),
  ...Object.entries(priorities).map(
    ([name, number]) => `HMT_${name} or ${number}, ${number}, ${number}`,
  ),
  function64('_GLOBAL', '.text', true),
  function64('_STATIC', '.text', false),
  function64('_KPROBE', '.kprobes.text', true),
  'RFI rfid',
  'MTMSRD(reg) mtmsrd reg',
  'MFTB(reg) mftb reg',
  'GET_PACA(reg) mfspr reg, SPRN_HSPRG0',
  'SET_PACA(reg) mtspr SPRN_HSPRG0, reg',
  'GET_SCRATCH0(reg) mfspr reg, SPRN_HSPRG1',
  'SET_SCRATCH0(reg) mtspr SPRN_HSPRG1, reg',
  'LOAD_REG_ADDR(reg, name) ld reg, name@got(r2)',
  'LOAD_REG_ADDRBASE(reg, name) ld reg, name@got(r2)',
  'ADDROFF(name) 0',
  [
    'LOAD_REG_IMMEDIATE(reg, value) lis reg, (value)@highest',
    'ori reg, reg, (value)@higher',
    'rldicr reg, reg, 32, 31',
    'oris reg, reg, (value)@h',
    'ori reg, reg, (value)@l',
  ].join('; '),
  'PPC_LL ld',
  'PPC_STL std',
  'PPC_STLU stdu',
  'PPC_LCMPI cmpdi',
  'PPC_LONG .quad',
  'stringify_in_c(...) __VA_ARGS__',
  'ASM_CONST(x) x',
  'LWSYNC lwsync',
  'CPU_FTR_PPCAS_ARCH_V2 (CPU_FTR_NOEXECUTE | CPU_FTR_NODSISRALIGN)',
  'MMU_FTR_PPCAS_ARCH_V2 (MMU_FTR_SLB | MMU_FTR_TLBIEL | MMU_FTR_16M_PAGE)',
];
