// The JSON Schemas that are published, by the names of their files. In them any object may have more keys: later versions add some.
import type { JsonSchema } from '../../input/json-schema.ts';
import { comparisonReport } from './comparison-schema.ts';
import { counterexample } from './counterexample-schema.ts';
import {
  exploreReport,
  faultsReport,
  killReport,
  protocolReport,
  specReport,
} from './list-schemas.ts';
import { checkReport, kernelReport, proveReport } from './report-schema.ts';

/** What each is of, and its schema, in which no object may have more keys. */
export const closedSchemas: Readonly<
  Record<string, { readonly of: string; readonly schema: JsonSchema }>
> = {
  check: { of: 'hvspec check and merge --json', schema: checkReport },
  kernel: { of: 'hvspec kernel --json', schema: kernelReport },
  comparison: { of: 'hvspec kernel --base or --patch, with --json', schema: comparisonReport },
  prove: { of: 'hvspec prove --json', schema: proveReport },
  counterexample: { of: 'hvspec counterexample --format json', schema: counterexample },
  spec: { of: 'hvspec spec --json', schema: specReport },
  faults: { of: 'hvspec faults --json', schema: faultsReport },
  kill: { of: 'hvspec faults --kill --json', schema: killReport },
  explore: { of: 'hvspec explore --json', schema: exploreReport },
  'explore-protocol': {
    of: 'hvspec explore --path or --kernel, with --json',
    schema: protocolReport,
  },
};

/** A schema as it is published. */
export const publishedSchema = (name: string): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: `urn:hvspec:schema:${name}:1`,
  title: closedSchemas[name]?.of,
  ...opened(closedSchemas[name]?.schema ?? {}),
});

/** The same without bounds that are only of this version: keys may be added, and texts be longer. */
function opened(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).filter(
    ([name, value]) =>
      !(name === 'additionalProperties' && value === false) &&
      !(name === 'maxLength') &&
      !(name === 'maximum' && value === Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, openedPart(value)]));
}

const openedPart = (value: unknown): unknown => (isSchema(value) ? opened(value) : value);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
