// Whose assembly a text is, where it is not that of 64-bit PowerPC: told by words that no other processor has.
//
// A hint for whoever has named the wrong file, and only that: it is asked when a text cannot be read, or has nothing that was looked for.

/** Mnemonics and names of registers that tell a processor. */
const MARKS: readonly (readonly [processor: string, words: RegExp])[] = [
  [
    'x86',
    /^(?:mov[lqbw]|push[lqf]?|pop[lqf]?|call[lq]?|ret[lq]?|iretq?|lea[lq]|jmpq?|jn?[ez]|xor[lq]|sub[lq]|add[lq]|test[lq]|cmp[lqb]|cli|sti|swapgs|syscall|sysretq|wrmsr|rdmsr|hlt|lidt|lgdt|vmlaunch|vmresume)$/u,
  ],
  [
    '64-bit ARM',
    /^(?:ldp|stp|adrp?|eret|mrs|msr|cbn?z|tbn?z|hvc|smc|movz|movk|b\.(?:eq|ne|lt|gt|le|ge|hi|lo|hs|ls)|dsb|dmb|isb|tlbi)$/u,
  ],
  [
    'ARM',
    /^(?:ldm(?:ia|fd|db)?|stm(?:ia|fd|db)?|ldr|str|mcr|mrc|bx|blx|cps(?:id|ie)|msr|mrs|teq|swi|svc|movs|movw|movt)$/u,
  ],
  ['MIPS', /^(?:addiu|lui|jr|jalr?|mfc0|mtc0|eret|beqz|bnez|dmfc0|dmtc0|daddiu|move|sll|lw|sw)$/u],
  [
    'RISC-V',
    /^(?:csr[rw][wsc]?i?|auipc|mret|sret|ecall|sfence\.vma|fence\.i|jalr?|addi|sd|lw|sw|beqz|bnez|tail)$/u,
  ],
  [
    's390',
    /^(?:stmg|lmg|larl|brasl|basr|lgr|stg|lg|aghi|lghi|jnz|jz|lpswe?|stctg?|lctlg?|sie|brc|cghi)$/u,
  ],
  ['SPARC', /^(?:sethi|restore|save|retl|rdpr|wrpr|ldx|stx|membar|done|retry|flushw|jmpl|wr|rd)$/u],
  [
    '32-bit PowerPC',
    /^(?:rfi|rfci|rfmci|lmw|stmw|stwu|tlbwe|tlbre|tlbld|tlbli|mtsrin?|mfsrin?|wrteei?)$/u,
  ],
];

/** Words that only 64-bit PowerPC has, or that every PowerPC has. */
const OURS =
  /^(?:ld|std|stdu|ldu|rldicl|rldicr|rldimi|sldi|srdi|clrldi|cmpd|cmpdi|cmpld|cmpldi|rfid|hrfid|mtmsrd|slb\w+|tlbiel|extsw|mtctr|mfspr|mtspr|mflr|mtlr|lwz|stw|bdnz|bctrl?|blr|isync|lis|ori|oris|addi)$/u;
const OF_64_BITS =
  /^(?:ld|std|stdu|ldu|rldicl|rldicr|rldimi|sldi|srdi|clrldi|cmpdi?|cmpldi?|rfid|hrfid|mtmsrd|slb\w+|tlbiel|extsw)$/u;

/** Distinct words that must speak for a processor. */
const ENOUGH = 3;

/** The processor whose assembly a text seems to be, where that is another. */
export function otherProcessor(text: string): string | undefined {
  const words = new Set(text.split('\n', MOST).flatMap(wordsOf));
  const counted = (pattern: RegExp) => [...words].filter((word) => pattern.test(word)).length;
  const ours = counted(OURS);
  const scores = MARKS.map(([processor, pattern]) => ({ processor, score: counted(pattern) }));
  const [best] = scores.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score < ENOUGH) return undefined;
  if (best.processor === '32-bit PowerPC')
    return counted(OF_64_BITS) === 0 ? best.processor : undefined;
  return best.score > ours ? best.processor : undefined;
}

/** Lines that are looked at. */
const MOST = 20_000;

/** The first word of each statement of a line that is neither a label nor a directive. */
const wordsOf = (line: string): readonly string[] =>
  line
    .slice(0, 200)
    .split(/[;|]/u)
    .flatMap((part) => /^\s*(?:[\w.$]+:\s*)?([A-Za-z][\w.]*)(?=\s|$)/u.exec(part)?.[1] ?? [])
    .map((word) => word.toLowerCase());
