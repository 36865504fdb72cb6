// npm run kernels -- linux-3.1.10.json … : the page of kernels, from reports that `hvspec kernel TREE --json FILE` wrote. The name of a file,
// without what is before the version, is that of the kernel.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type KernelReport, kernelsPage, type NamedReport } from '../report/kernel-matrix.ts';

const { values, positionals } = parseArgs({
  options: { write: { type: 'string' } },
  allowPositionals: true,
});

/** A report of one source. Throws where the file is none. */
function reportIn(path: string): NamedReport {
  const read = parsed(readFileSync(path, 'utf8'));
  if (read?.schema !== 'hvspec.report/1' || read.source?.editions === undefined)
    throw new Error(`${path} is no report of kernel source: hvspec kernel TREE --json writes one`);
  if (read.results.some(({ verdict }) => verdict === 'not-enough'))
    throw new Error(`${path} is of a run that was cut short: run hvspec kernel to its end`);
  return { kernel: basename(path, '.json').replace(/^linux-/u, ''), report: read };
}

/** The text as JSON; undefined where it is none. */
function parsed(text: string): (KernelReport & { readonly schema?: string }) | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

try {
  if (positionals.length === 0)
    throw new Error('name reports: npm run kernels -- linux-3.1.10.json linux-3.4.10.json');
  const page = kernelsPage(positionals.map(reportIn));
  if (values.write === undefined) process.stdout.write(page);
  else writeFileSync(values.write, page);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
