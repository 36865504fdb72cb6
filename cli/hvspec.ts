#!/usr/bin/env node
// The hvspec command as a process: its streams, its signals, its exit code.
import { setFlagsFromString } from 'node:v8';
import picocolors from 'picocolors';
import { main } from './main.ts';

// Runs are short-lived: a larger young generation lets most of them die there.
setFlagsFromString('--max-semi-space-size=64');

// Who reads the output may stop reading: `hvspec spec | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** What ends a run in good order: from a terminal, and from an engine that wants its machine back. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  progress: process.stderr.isTTY,
  colors: picocolors.createColors(picocolors.isColorSupported && process.stdout.isTTY === true),
  onInterrupt(listener) {
    const quiet = () => {
      for (const signal of SIGNALS) process.off(signal, heard);
    };
    const heard = () => {
      quiet();
      listener();
    };
    for (const signal of SIGNALS) process.on(signal, heard);
    return quiet;
  },
});
