// Encodings of system instructions, Book III-S 4, 5 and 7, and Book II 4.
import { type Encoding, extended, low } from './row.ts';

/** System instructions and moves of special registers (Book II, Book III-S). */
export const system: readonly Encoding[] = [
  extended(339, 'mfspr', 'rt', 'spr'),
  extended(467, 'mtspr', 'spr', 'rt'),
  extended(371, 'mftb', 'rt', 'spr'),
  extended(83, 'mfmsr', 'rt'),
  extended(178, 'mtmsrd', 'rt', 'l15'),
  low(19, 18 << 1, 0x7ff, 'rfid'),
  low(19, 274 << 1, 0x7ff, 'hrfid'),
  low(19, 150 << 1, 0x7ff, 'isync'),
  low(19, 434 << 1, 0x7ff, 'nap'),
  low(19, 466 << 1, 0x7ff, 'sleep'),
  extended(402, 'slbmte', 'rt', 'rb'),
  extended(915, 'slbmfee', 'rt', 'rb'),
  extended(851, 'slbmfev', 'rt', 'rb'),
  extended(434, 'slbie', 'rb'),
  extended(498, 'slbia', 'ih'),
  low(31, (979 << 1) | 1, 0x7ff, 'slbfee.', 'rt', 'rb'),
  extended(274, 'tlbiel', 'rb', 'l10'),
  ...(['sync', 'lwsync', 'ptesync'] as const).map((mnemonic, l) =>
    low(31, (l << 21) | (598 << 1), 0x6007ff, mnemonic),
  ),
  extended(854, 'eieio'),
];
