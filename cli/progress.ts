// A bar on standard error: runs, switches a second. Only where that is a terminal. It holds numbers and our own words.
import { WriteStream } from 'node:tty';
import { isMainThread } from 'node:worker_threads';
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(runs: number, switches: number): void;
  end(): void;
}

const none: Progress = { update: () => undefined, end: () => undefined };

/** A progress bar up to a total of runs, or of what else is counted; or none. */
export function progressBar(
  shown: boolean,
  total: number,
  verb = 'check',
  unit = 'runs',
): Progress {
  if (!shown) return none;
  return drawn(
    total,
    `${verb} {bar} {percentage}% | {value}/{total} ${unit} | {rate}/s | {eta_formatted} left`,
  );
}

/** If it is not known how much there is to do: what was tried so far. */
export const progressCount = (shown: boolean, name: string): Progress =>
  shown ? drawn(1, `${name} | {value} tried | {rate}/s | {duration_formatted}`) : none;

function drawn(total: number, format: string): Progress {
  const stream = isMainThread ? process.stderr : new WriteStream(2);
  const bar = new SingleBar({ format, stream, barsize: 20, clearOnComplete: true }, Presets.rect);
  const begun = performance.now();
  bar.start(total, 0, { rate: 0 });
  return {
    update: (runs, switches) =>
      bar.update(runs, { rate: Math.round((switches * 1000) / (performance.now() - begun)) }),
    end: () => bar.stop(),
  };
}
