// Encodings of branches, Book I 2.4; those that are always taken are written short, as people write them.
import { type Encoding, low } from './row.ts';

/** BO = 20: always. What else BO says follows it. */
const ALWAYS = 20 << 21;
const OF_BO_AND_BI = 0x03ff0000 & ~ALWAYS;
const BH = 0x1800;

/** The rows of branches. */
export const branches: readonly Encoding[] = [
  ...(['', 'l', 'a', 'la'] as const).flatMap((ending, i) => {
    const bits = (ending.includes('a') ? 2 : 0) | (i & 1);
    return [
      low(18, bits, 3, `b${ending}`, 'li'),
      low(16, bits, 3, `bc${ending}`, 'rt', 'ra', 'bd'),
    ];
  }),
  ...(
    [
      [16, 'lr'],
      [528, 'ctr'],
    ] as const
  ).flatMap(([xo, where]) =>
    (['', 'l'] as const).flatMap((link, lk) => {
      const bits = (xo << 1) | lk;
      const short = low(19, ALWAYS | bits, 0x7ff | ALWAYS, `b${where}${link}`);
      const long = low(19, bits, 0x7ff, `bc${where}${link}`, 'rt', 'ra');
      return [
        { ...short, hints: OF_BO_AND_BI | BH },
        { ...long, hints: BH },
      ];
    }),
  ),
];
