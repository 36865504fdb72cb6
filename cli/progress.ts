// A bar on standard error: runs, switches a second. Only where that is a terminal.
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(runs: number, switches: number): void;
  end(): void;
}

/** A bar up to so many runs, or whatever is counted; or none. */
export function progressBar(
  shown: boolean,
  total: number,
  verb = 'check',
  unit = 'runs',
): Progress {
  if (!shown) return { update: () => undefined, end: () => undefined };
  const bar = new SingleBar(
    {
      format: `${verb} {bar} {percentage}% | {value}/{total} ${unit} | {rate}/s | {eta_formatted} left`,
      stream: process.stderr,
      barsize: 20,
      clearOnComplete: true,
    },
    Presets.rect,
  );
  const begun = performance.now();
  bar.start(total, 0, { rate: 0 });
  return {
    update: (runs, switches) =>
      bar.update(runs, { rate: Math.round((switches * 1000) / (performance.now() - begun)) }),
    end: () => bar.stop(),
  };
}
