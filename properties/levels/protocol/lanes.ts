// A history of a protocol drawn as lanes: a line for each move, a column for each thread, what they share beside.
import { partitionText } from '../../../model/core/core.ts';
import { type ProtocolCore, sharedWord } from '../../../model/protocol/core.ts';
import type { ProtocolThread } from '../../../model/protocol/thread.ts';
import { inGuest } from '../../../model/protocol/thread-steps.ts';
import { wordIn } from '../../../model/state.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { ProtocolEvent } from './history.ts';

const SITE = 30;

/** The lanes of a history, in lines of at most 80 columns: of four threads each lane is narrower. */
export function protocolLanes(events: readonly ProtocolEvent[]): readonly string[] {
  const [first] = events;
  if (first === undefined) return [];
  const lane = first.before.threads.length > 3 ? 8 : 9;
  const threads = first.before.threads.map((_, i) => `thread ${i}`.slice(-lane + 1).padEnd(lane));
  return [
    `${''.padEnd(SITE)}${threads.join('')}in/out LPIDR`,
    line('', first.before, undefined, lane),
    ...events.map(({ move }) => line(move.site, move.core, move.thread ?? -1, lane)),
  ];
}

/** Behind a move: where each thread is, the one that moved marked. */
function line(site: string, core: ProtocolCore, moved: number | undefined, lane: number): string {
  const cells = core.threads.map((one, i) =>
    `${i === moved ? '>' : ' '}${whereIs(one)}`.padEnd(lane).slice(0, lane),
  );
  const count = sharedWord(core, 'vcore.entry_exit_count');
  const inOut = `${count & 0xffn}/${count >> 8n}`.padEnd(7);
  const told = sharedWord(core, 'vcore.in_guest') === 0n ? '' : ' told';
  const partition = `${partitionText(sharedWord(core, 'LPIDR'))}${told}`;
  return `${site.slice(0, SITE - 1).padEnd(SITE)}${cells.join('')}${inOut}${partition}`.trimEnd();
}

/** Where a thread is, in a word; a star when an interrupt is presented to it. */
function whereIs(thread: ProtocolThread): string {
  const { mode, cells, ipi } = thread;
  const real = (wordIn(cells, 'MSR') & (MSR.IR | MSR.DR)) === 0n;
  const where =
    mode === 'path'
      ? inGuest(thread)
        ? 'guest'
        : real
          ? 'real'
          : 'kernel'
      : mode === 'c'
        ? 'C'
        : mode;
  return `${where}${ipi ? '*' : ''}`;
}
