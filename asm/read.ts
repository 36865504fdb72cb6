// Reading assembler source into a listing: each source is a translation unit of its own, preprocessed
// and assembled into the common sections. A reading either has no errors or is its errors, all of them.
import { assembleFile } from './assembler/assembler.ts';
import { type Assembly, emptyAssembly } from './assembler/assembly.ts';
import { type Budget, budgetOf, wholeReading } from './budget.ts';
import { configuration } from './facts/configuration.ts';
import { factDefinitions } from './facts/definitions.ts';
import { featuresIn, power7Features } from './facts/features.ts';
import { instructionMacros } from './facts/instruction-macros.ts';
import { prelude } from './facts/prelude.ts';
import type { Listing, NotIncluded, Position, Reading, SourceError } from './listing.ts';
import { locate, type Tree } from './preprocessor/inclusion.ts';
import type { LogicalText } from './preprocessor/logical-lines.ts';
import { featureName } from './preprocessor/mark.ts';
import { readFile } from './preprocessor/preprocessor.ts';
import { processorHeaders, treeFeatures } from './preprocessor/tree-features.ts';
import { define, defineMarks, type Preprocessor } from './preprocessor/unit.ts';
import { shortened } from './shortened.ts';

/** One source to read. */
export interface Source {
  /** The path inside the tree, where there is one. */
  readonly path: string;
  readonly text: string;
}

/** What a reading depends on besides the sources. */
export interface ReadingOptions {
  /** As `-D name=value`, also `name(parameters)`; the value `n` takes a default away. */
  readonly defines?: ReadonlyMap<string, string>;
  /** The text of a file of the kernel tree; without a tree includes are not followed. */
  readonly tree?: Tree;
  /** Overrides of the features of POWER7. */
  readonly features?: ReadonlyMap<string, boolean>;
}

interface Settings {
  readonly definitions: readonly string[];
  /** Filled from the tree once its headers have been read. */
  readonly features: Map<string, boolean>;
  /** What was given: it counts before all else. */
  readonly given: ReadonlyMap<string, boolean>;
  readonly tree: Tree | undefined;
  readonly budget: Budget;
  readonly cache: Map<string, LogicalText>;
}

/** Reads sources into one listing. */
export const readAssembly = (sources: readonly Source[], options: ReadingOptions = {}): Reading => {
  const settings = settingsOf(options);
  const wrongFeatures = takeFeatures(settings);
  const assembly = emptyAssembly(settings.features, settings.budget);
  const notIncluded: NotIncluded[] = [];
  for (const source of sources) {
    const unit = preprocess(source, settings, notIncluded);
    for (const error of unit.errors) assembly.errors.push(error);
    assembleFile(assembly, unit.statements);
  }
  const errors = ordered([...wrongFeatures, ...assembly.errors, ...exhaustion(settings, sources)]);
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, listing: listingOf(assembly, notIncluded, settings) };
};

const settingsOf = ({ defines, tree, features }: ReadingOptions): Settings => {
  const given = new Map([...configuration, ...(defines ?? [])]);
  const isFeature = ([name]: readonly [string, string]) => featureName.test(name);
  const definitions = [...given].filter((one) => one[1] !== 'n' && !isFeature(one));
  const asked = [...given]
    .filter(isFeature)
    .map(([name, value]): [string, boolean] => [name, value !== '0' && value !== 'n']);
  const overrides = new Map([...(features ?? []), ...asked]);
  return {
    definitions: definitions.map(([name, value]) => `${name} ${value}`),
    features: new Map([...power7Features, ...overrides]),
    given: overrides,
    tree,
    budget: budgetOf(wholeReading),
    cache: new Map(),
  };
};

const preprocess = (
  source: Source,
  settings: Settings,
  notIncluded: NotIncluded[],
): Preprocessor => {
  const { tree } = settings;
  const unit = unitOf(settings, notIncluded);
  for (const each of tree === undefined ? factDefinitions() : []) define(unit, each);
  for (const each of settings.definitions) defineGiven(unit, each);
  if (tree !== undefined) readPrelude(unit, tree);
  readFile(unit, source.path, source.text);
  return unit;
};

/** A translation unit in which only what stands for instructions and feature sections is defined. */
const unitOf = (
  { features, tree, cache, budget }: Settings,
  notIncluded: NotIncluded[],
): Preprocessor => {
  const reserved = new Set<string>();
  const unit: Preprocessor = {
    macros: new Map(),
    reserved,
    features: new Set(features.keys()),
    tree,
    cache,
    once: new Set(),
    budget,
    statements: [],
    errors: [],
    notIncluded,
    depth: 0,
  };
  for (const each of instructionMacros) define(unit, each);
  defineMarks(unit.macros);
  for (const name of unit.macros.keys()) reserved.add(name);
  return unit;
};

/** Takes the features of POWER7 from the tree: its sets of them are in headers, for C code. */
const takeFeatures = (settings: Settings): readonly SourceError[] => {
  const { tree, features, given } = settings;
  if (tree === undefined) return [];
  const unit = { ...unitOf(settings, []), definitionsOnly: true } as const;
  for (const each of settings.definitions)
    if (!/^__ASSEMBL(?:Y|ER)__ /u.test(each)) define(unit, each);
  for (const name of processorHeaders) {
    const found = locate(name, undefined, tree);
    if (found !== undefined) readFile(unit, found.path, found.text);
  }
  unit.errors.length = 0;
  for (const [name, has] of featuresIn(treeFeatures(unit)))
    if (!given.has(name)) features.set(name, has);
  return unit.errors;
};

const defineGiven = (unit: Preprocessor, definition: string): void => {
  const message = define(unit, definition);
  if (message !== undefined) unit.errors.push({ message, at: nowhere(`-D ${definition}`) });
};

const readPrelude = (unit: Preprocessor, tree: Tree): void => {
  for (const name of prelude) {
    const found = locate(name, undefined, tree);
    if (found === undefined)
      unit.notIncluded.push({ name, at: nowhere(`the prelude includes ${name}`) });
    else readFile(unit, found.path, found.text);
  }
};

const nowhere = (text: string): Position => ({ file: '', line: 0, text, through: [] });

const exhaustion = ({ budget }: Settings, sources: readonly Source[]): SourceError[] => {
  const [first] = sources;
  if (budget.left >= 0 || first === undefined) return [];
  const at = {
    ...nowhere(''),
    file: first.path,
    line: 1,
    text: shortened(first.text.split('\n', 1)[0]?.trim() ?? ''),
  };
  return [
    {
      message: 'macros, repetitions or includes go on without end: look for what repeats itself',
      at,
    },
  ];
};

/** The errors without repetition, file by file and by line: they come from two passes. */
const ordered = (errors: readonly SourceError[]): readonly SourceError[] => {
  const key = ({ at, message }: SourceError): string => `${at.file}:${at.line}:${message}`;
  const distinct = [...new Map(errors.map((error) => [key(error), error])).values()];
  const files = [...new Set(distinct.map(({ at }) => at.file))];
  const rank = new Map(files.map((file, index) => [file, index]));
  const fileOf = ({ at }: SourceError): number => rank.get(at.file) ?? 0;
  return distinct.sort(
    (left, right) => fileOf(left) - fileOf(right) || left.at.line - right.at.line,
  );
};

const listingOf = (
  assembly: Assembly,
  notIncluded: readonly NotIncluded[],
  { definitions, features }: Settings,
): Listing => ({
  sections: assembly.sections,
  symbols: assembly.symbols,
  globals: assembly.globals,
  notIncluded,
  configuration: definitions.flatMap((each) => /^CONFIG_(\w+)/u.exec(each)?.[1] ?? []),
  otherFeatures: [...features].flatMap(([name, has]) => {
    if (has === (power7Features.get(name) ?? false)) return [];
    return [has ? name : `no ${name}`];
  }),
});
