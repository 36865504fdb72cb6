// Macros that the kernel writes instead of instructions that old assemblers did not know, and that its
// headers turn into bare words. Here they are the instructions, also when the headers are read.

/** The macros that stand for an instruction that old assemblers lack. */
export const instructionMacros: readonly string[] = [
  'STXVD2X(vs, ra, rb) stxvd2x vs, ra, rb',
  'LXVD2X(vs, ra, rb) lxvd2x vs, ra, rb',
  'XXLOR(vt, va, vb) xxlor vt, va, vb',
  'MTFSF_L(fr) mtfsf_l fr',
  'PPC_LDARX(rt, ra, rb, hint) ldarx rt, ra, rb, hint',
  'PPC_LWARX(rt, ra, rb, hint) lwarx rt, ra, rb, hint',
  'PPC_POPCNTB(ra, rs) popcntb ra, rs',
  'PPC_POPCNTW(ra, rs) popcntw ra, rs',
  'PPC_POPCNTD(ra, rs) popcntd ra, rs',
  'PPC_MSGSND(rb) msgsnd rb',
  'PPC_MSGCLR(rb) msgclr rb',
  'PPC_TLBIE(lpid, address) tlbie address, lpid',
  'PPC_SLBIA(hint) slbia hint',
  'PPC_NAP nap',
  'PPC_SLEEP sleep',
];
