// What each SPR number is for which the specification has no register: of POWER7 itself and left out, of a later processor, of an earlier
// or another one. A number without a row belongs to nobody.
//
// Taken from reg.h and reg_booke.h of Linux 3.1 and reg.h of Linux 4.20 to 6.12, and from QEMU's table of SPRs. The tables of SPR numbers of
// Power ISA 2.06B (Book III-S 4.4.4) to 3.1 were not at hand: a name for a later processor is to be checked there. Where a number
// means more than one thing, the later processor counts, then the earlier server.

/** Whose register it is. */
export type SprOwner = 'power7' | 'power8' | 'power9' | 'power10' | 'earlier' | 'embedded';

/** A register that the specification does not have. */
interface OtherSpr {
  readonly name: string;
  readonly of: SprOwner;
}

/** Names from a number on, one number each; `-` where the next number is nobody's. */
type Rows = Readonly<Record<number, string>>;

/** Of POWER7, and no part of the switch: what they control is left to firmware. */
const POWER7: Rows = {
  31: 'ACOP',
  276: 'SCOMC SCOMD',
  317: 'TFMR',
  340: 'TLBINDEXR TLBVPNR TLBRPNR TLBLPIDR',
  921: 'TSCR',
  1008: 'HID0 HID1 - - HID4 - HID5',
};

const POWER8: Rows = {
  3: 'DSCR',
  61: 'IAMR',
  128: 'TFHAR TFIAR TEXASR TEXASRU',
  153: 'FSCR',
  159: 'PSPB',
  176: 'DPDES DHDES',
  180: 'DAWR0',
  186: 'RPR CIABR DAWRX0 - HFSCR',
  446: 'TIR',
  768: 'SIER MMCR2',
  784: 'SIER MMCR2',
  800: 'BESCRS BESCRSU BESCRR BESCRRU EBBHR EBBRR BESCR',
  815: 'TAR',
  848: 'IC VTB',
  851: 'MMCRC PMICR PMSR PMMAR',
  880: 'TRIG0 TRIG1 TRIG2',
  884: 'PMCR RWMR',
  892: 'SPMC1 SPMC2 MMCRS WORT',
};

const POWER9: Rows = {
  48: 'PIDR',
  144: 'TIDR',
  283: 'CIR',
  464: 'PTCR',
  496: 'USPRG0 USPRG1',
  505: 'URMOR USRR0 USRR1',
  511: 'SMFCTRL',
  816: 'ASDR',
  823: 'PSSCR',
  850: 'LDBAR',
  855: 'PSSCR',
};

const POWER10: Rows = {
  181: 'DAWR1',
  189: 'DAWRX1',
  455: 'HDEXCR',
  468: 'HASHKEYR HASHPKEYR',
  471: 'HDEXCR',
  736: 'SIER2 SIER3 MMCR3',
  752: 'SIER2 SIER3 MMCR3',
  812: 'DEXCR',
  828: 'DEXCR',
};

const EARLIER: Rows = {
  0: 'MQ',
  4: 'RTCU RTCL DEC',
  20: 'RTCU RTCL',
  280: 'ASR',
  282: 'EAR',
  311: 'HIOR',
  528: 'IBAT0U IBAT0L IBAT1U IBAT1L IBAT2U IBAT2L IBAT3U IBAT3L',
  536: 'DBAT0U DBAT0L DBAT1U DBAT1L DBAT2U DBAT2L DBAT3U DBAT3L',
  560: 'IBAT4U IBAT4L IBAT5U IBAT5L IBAT6U IBAT6L IBAT7U IBAT7L',
  568: 'DBAT4U DBAT4L DBAT5U DBAT5L DBAT6U DBAT6L DBAT7U DBAT7L',
  777: 'PMC7 PMC8',
  793: 'PMC7 PMC8',
  928: 'UMMCR2 UPMC5 UPMC6',
  936: 'UMMCR0 UPMC1 UPMC2 USIA UMMCR1 UPMC3 UPMC4',
  944: 'MMCR2 PMC5 PMC6',
  952: 'MMCR0 PMC1 PMC2 SIA MMCR1 PMC3 PMC4 SDA',
  976: 'DMISS DCMP HASH1 HASH2 IMISS ICMP RPA',
  1010: 'IABR ICTRL',
  1016: 'HID2 HID6 L3CR ICTC THRM1 THRM2 THRM3',
};

const EMBEDDED: Rows = {
  54: 'DECAR',
  58: 'CSRR0 CSRR1',
  62: 'ESR IVPR',
  80: 'EIE EID NRI',
  145: 'CMPB CMPC CMPD ICR DER COUNTA COUNTB',
  154: 'CMPG CMPH LCTRL1',
  158: 'ICTRL',
  257: 'USPRG1 USPRG2',
  260: 'SPRG4 SPRG5 SPRG6 SPRG7',
  278: 'SPRG6 SPRG7',
  316: 'DAC1',
  344: 'TLB0PS TLB1PS TLB2PS TLB3PS MAS5_MAS6',
  350: 'EPTCFG',
  372: 'MAS7_MAS3 MAS0_MAS1',
  400: 'IVOR0 IVOR1 IVOR2 IVOR3 IVOR4 IVOR5 IVOR6 IVOR7 IVOR8 IVOR9 IVOR10 IVOR11 IVOR12 IVOR13 IVOR14 IVOR15',
  432: 'IVOR38 IVOR39 IVOR40 IVOR41 IVOR42 - - - GIVOR2 GIVOR3 GIVOR4 GIVOR8 GIVOR13 GIVOR14',
  512: 'SPEFSCR BBEAR BBTAR L1CFG0 L1CFG1 NPIDR',
  526: 'ATBL ATBU',
  604: 'SPRG8 SPRG9 L1CSR2',
  624: 'MAS0 MAS1 MAS2 MAS3 MAS4 - MAS6 - - PID1 PID2',
  638: 'IMMR',
  688: 'TLB0CFG TLB1CFG TLB2CFG TLB3CFG',
  702: 'EPR',
  888: 'CCR1',
  924: 'DCDBTRL DCDBTRH ICDBTRL ICDBTRH',
  947: 'CCR0',
  983: 'CDBCR TSR - TCR PIT TBHI TBLO SRR2 SRR3',
};

const OWNERS: readonly (readonly [SprOwner, Rows])[] = [
  ['embedded', EMBEDDED],
  ['earlier', EARLIER],
  ['power10', POWER10],
  ['power9', POWER9],
  ['power8', POWER8],
  ['power7', POWER7],
];

/** The registers that the specification does not have, by number. */
export const otherSprs: ReadonlyMap<number, OtherSpr> = new Map(
  OWNERS.flatMap(([of, rows]) =>
    Object.entries(rows).flatMap(([from, names]) =>
      names
        .split(' ')
        .map((name, i): [number, OtherSpr] => [Number(from) + i, { name, of }])
        .filter(([, { name }]) => name !== '-'),
    ),
  ),
);

/** Whose register it is, in words. */
export const OWNER: Readonly<Record<SprOwner, string>> = {
  power7: 'of POWER7, and no part of what is specified here',
  power8: 'of POWER8 and later',
  power9: 'of POWER9 and later',
  power10: 'of POWER10 and later',
  earlier: 'of processors before POWER7',
  embedded: 'of embedded processors',
};
