// The tests that mutants are tried with: those of the part that is mutated (properties/mutants/parts.ts), in one process.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: (process.env.HVSPEC_MUTANTS_TESTS ?? '').split(' '),
    isolate: false,
  },
});
