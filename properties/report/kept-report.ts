// A report of kernel source that was kept as JSON, read again to be the base of another: the findings, and how they were come by.
import { Ajv } from 'ajv';
import type { ComparableFinding } from '../causes/comparable-findings.ts';
import { CAMPAIGN, jsonWithin, textWithin } from '../input/bounded-reading.ts';
import { reason, Unreadable } from '../input/unreadable.ts';
import { version } from '../input/version.ts';
import { comparableFinding } from './schemas/comparable-schema.ts';

/** What is compared with. */
export interface KeptReport {
  readonly seed: string;
  readonly runs: number;
  /** The only level that was played. */
  readonly level: string | null;
  readonly clauses: readonly string[];
  readonly findings: readonly ComparableFinding[];
}

interface Content {
  readonly version: string;
  readonly seed: string;
  readonly runsPerClause: number;
  readonly complete: boolean;
  readonly level: string | null;
  readonly results: readonly { readonly clause: string }[];
  readonly compared: readonly ComparableFinding[];
}

const text = { type: 'string', maxLength: 2 ** 16 };
const schema = {
  type: 'object',
  properties: {
    schema: { const: 'hvspec.report/1' },
    version: text,
    seed: { type: 'string', pattern: '^0x[0-9a-f]{1,8}$' },
    runsPerClause: { type: 'integer', minimum: 1 },
    complete: { type: 'boolean' },
    level: { type: ['string', 'null'] },
    results: {
      type: 'array',
      items: { type: 'object', properties: { clause: text }, required: ['clause'] },
    },
    compared: { type: 'array', maxItems: 1000, items: comparableFinding },
  },
  required: [
    'schema',
    'version',
    'seed',
    'runsPerClause',
    'complete',
    'level',
    'results',
    'compared',
  ],
};

/** Reads a report that `hvspec kernel --json` wrote. Throws Unreadable. */
export function keptReport(file: string): KeptReport {
  const isReport = new Ajv({ allowUnionTypes: true }).compile<Content>(schema);
  const kept = contentOf(file);
  if (!isReport(kept))
    throw new Unreadable(`'${file}' is no report of kernel source with its findings: ${MEND}`);
  if (kept.version !== version)
    throw new Unreadable(
      `'${file}' was written by version ${kept.version}, and this is ${version}: ${MEND}`,
    );
  if (!kept.complete) throw new Unreadable(`'${file}' is of a run that did not end: ${MEND}`);
  const { seed, level, compared: findings, runsPerClause: runs } = kept;
  const clauses = kept.results.map(({ clause }) => clause);
  return { seed, runs, level, findings, clauses };
}

const MEND = 'write it with hvspec kernel PATH --json FILE';

function contentOf(file: string): unknown {
  try {
    return jsonWithin(textWithin(file, CAMPAIGN.bytes), CAMPAIGN);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(
      `'${file}' cannot be read as a base: ${reason(error)}; give a kernel tree, GITDIR:REV or a report`,
    );
  }
}
