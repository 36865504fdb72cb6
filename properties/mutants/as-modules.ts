// How the tests of a mutated copy are loaded: text in TypeScript as it was translated before, and the test tool by what stands in for it.
//
// Every module keeps the name of its text, by which code asks whether it is one that was built.
import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the translated text of the copy is, below the folder of the copy. */
const TRANSLATED = 'translated';

const here = process.cwd();
const IN_PLACE = new URL('./in-place.js', import.meta.url).href;

/** Whether a module is of the copy. */
const isOurs = (url: string | undefined): url is string =>
  url?.startsWith('file:') === true && fileURLToPath(url).startsWith(`${here}/`);

export const resolve: ResolveHook = (specifier, context, next) => {
  const isOf = isOurs(context.parentURL);
  if (isOf && specifier === 'vitest') return { url: IN_PLACE, shortCircuit: true };
  return isOf && specifier.startsWith('.')
    ? next(specifier.replace(/\.js$/u, '.ts'), context)
    : next(specifier, context);
};

export const load: LoadHook = async (url, context, next) => {
  if (!isOurs(url) || !url.endsWith('.ts')) return next(url, context);
  const path = relative(here, fileURLToPath(url)).replace(/ts$/u, 'js');
  const source = await readFile(`${here}/${TRANSLATED}/${path}`, 'utf8');
  return { format: 'module', source, shortCircuit: true };
};
