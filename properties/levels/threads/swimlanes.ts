// A history of cores drawn as lanes: a line for each move, a column for each thread, LPIDR and SDR1 beside.
import { type Core, partitionText, type Thread } from '../../../model/core/core.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { MoveEvent } from './history.ts';

const LANE = 10;

/** The lanes of every core that does something, in lines of at most 78 columns. */
export function lanes(all: readonly MoveEvent[]): readonly string[] {
  const cores = [...new Set(all.map(({ core }) => core))];
  return cores.flatMap((core) => {
    const own = all.filter((one) => one.core === core);
    const first = own[0]?.before.cores[core];
    if (first === undefined) return [];
    return [
      head(first, core, cores.length > 1),
      line('', first, undefined),
      ...own.flatMap(({ move, after }) => {
        const then = after.cores[core];
        return then === undefined ? [] : [line(move.site, then, move.thread)];
      }),
    ];
  });
}

const SITE = 24;

function head({ threads }: Core, core: number, several: boolean): string {
  const lanes = threads.map((_, i) => `thread ${i}`.padEnd(LANE)).join('');
  return `${(several ? `core ${core}` : '').padEnd(SITE)}${lanes}LPIDR     SDR1`;
}

/** Behind a move: where each thread is, the one that moved marked. */
function line(site: string, { threads, lpidr, table }: Core, moved: number | undefined): string {
  const cells = threads.map((one, i) => `${i === moved ? '>' : ' '}${whereIs(one)}`.padEnd(LANE));
  const partitions = partitionText(lpidr).padEnd(LANE) + partitionText(BigInt(table));
  return `${site.slice(0, SITE - 1).padEnd(SITE)}${cells.join('')}${partitions}`;
}

/** Where a thread is, in a word: off, in the kernel (EE on or off), in real mode, or in a guest. */
function whereIs({ at, msr, vm }: Thread): string {
  if (at === 'off') return 'off';
  if (at === 'waiting') return 'waits';
  if ((msr & MSR.HV) === 0n) return `guest ${vm}`;
  if ((msr & (MSR.IR | MSR.DR)) === 0n) return (msr & MSR.EE) === 0n ? 'real' : 'real EE';
  return (msr & MSR.EE) === 0n ? 'kernel -' : vm === 0 ? 'kernel' : `kernel ${vm}`;
}
