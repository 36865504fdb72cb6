// The files of this machine, for reading kernel source.
import { readFileSync, statSync } from 'node:fs';
import type { Files } from './kernel-source.ts';

export const diskFiles: Files = {
  text: (path) => (isA(path, 'file') ? readFileSync(path, 'utf8') : undefined),
  isFolder: (path) => isA(path, 'folder'),
};

function isA(path: string, kind: 'file' | 'folder'): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (kind === 'file' ? stats.isFile() : stats.isDirectory());
}
