// The published path: the seed and Linux 3.1, faithful, its defects included. Routines in the order of a switch.
import { link, type Routine } from '../program.ts';
import { hvEntry } from './guest-entry.ts';
import { interrupt } from './guest-exit.ts';
import { saveGuest } from './guest-save.ts';
import { hdecSoon } from './host-restore.ts';
import { hypercallHandlers, image } from './hypercalls.ts';
import { trampoline } from './trampoline.ts';
import { handlerHighmem, vcoreEntry } from './vcore-entry.ts';
import { vectors } from './vectors.ts';
import { loadFp, saveFp } from './vsx.ts';

/**
 * Each falls through to the next where its last step does not go elsewhere. Handlers come before who calls them: what
 * comes back from one waits there for the others, where all paths are followed. */
export const routines: readonly Routine[] = [
  vcoreEntry,
  handlerHighmem,
  trampoline,
  hvEntry,
  ...vectors,
  ...hypercallHandlers,
  interrupt,
  saveGuest,
  hdecSoon,
  loadFp,
  saveFp,
];

/** The routine that the rest of the kernel calls. */
export const ENTRY = '__kvmppc_vcore_entry';

/** The path as it was published, defects included, linked. */
export const published = link(routines, image);
