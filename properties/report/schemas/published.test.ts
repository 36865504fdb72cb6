// The published JSON Schemas: files that are made from the schemas of the code, and well-formed.
// `UPDATE_DOCS=1 npx vitest run properties/report/schemas/published.test.ts` rewrites them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { closedSchemas, publishedSchema } from './published.ts';

const FOLDER = 'docs/schemas';
const UPDATE = 'UPDATE_DOCS=1 npx vitest run properties/report/schemas/published.test.ts';

describe.each(Object.keys(closedSchemas))('%s.json', (name) => {
  const path = `${FOLDER}/${name}.json`;

  it('is what the code says', () => {
    const made = `${JSON.stringify(publishedSchema(name), null, 2)}\n`;
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made);
    else expect(existsSync(path) ? readFileSync(path, 'utf8') : '', `run ${UPDATE}`).toBe(made);
  });

  it('is a schema by the strict rules of a validator', () => {
    expect(() => new Ajv({ allowUnionTypes: true }).compile(publishedSchema(name))).not.toThrow();
  });
});

it('there is no other file among them, and the package and the page on the command have them all', () => {
  const names = Object.keys(closedSchemas).map((name) => `${name}.json`);
  expect(readdirSync(FOLDER).sort()).toEqual(names.sort());
  const { files } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(files).toContain(FOLDER);
  const page = readFileSync('docs/command.md', 'utf8');
  expect(names.filter((name) => !page.includes(`(schemas/${name})`))).toEqual([]);
});

it('what is published lets a later version add keys, and no shorter report', () => {
  const open = new Ajv({ allowUnionTypes: true }).compile(publishedSchema('faults'));
  const report = { schema: 'hvspec.faults/1', defects: [], faults: [], later: 1 };
  expect(open(report)).toBe(true);
  expect(open({ ...report, faults: undefined })).toBe(false);
});
