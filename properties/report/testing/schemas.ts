// For tests: the schemas of formats that others have made, and what a document says against them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import draft04 from 'ajv-draft-04';
import { XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

const require = createRequire(import.meta.url);

/** SARIF 2.1.0, as OASIS publishes it. */
const sarifSchema: object = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const sarif = new draft04.default({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
}).compile(sarifSchema);

/** What is wrong with a SARIF log; nothing where it is well-formed. */
export function wrongInSarif(log: unknown): readonly string[] {
  sarif(log);
  return (sarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** JUnit XML, as Apache Ant writes it. */
const junit = XsdValidator.fromDoc(
  XmlDocument.fromBuffer(
    readFileSync(require.resolve('jest-junit-reporter/src/__tests__/fixtures/junit.xsd')),
  ),
);

/** What is wrong with a JUnit document; nothing where it is well-formed. */
export function wrongInJunit(text: string): readonly string[] {
  try {
    const document = XmlDocument.fromString(text);
    try {
      junit.validate(document);
      return [];
    } finally {
      document.dispose();
    }
  } catch (error) {
    if (error instanceof XmlLibError) return [error.message];
    throw error;
  }
}
