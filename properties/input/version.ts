// The version of the package, as its own package.json has it, from the sources as from the build.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const beside = new URL('../../package.json', import.meta.url);
const found: unknown = require(existsSync(beside) ? '../../package.json' : '../../../package.json');

/** For example `0.1.0`. */
export const version: string =
  typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0';
