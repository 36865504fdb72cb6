import { defineConfig } from 'vitest/config';

const ALL = '{spec,model,asm,properties,cli}/**/*.test.ts';

// Files that replace a module need modules of their own. All others share them within a worker, and with them what the compiled
// reader has made of the paths: a module changes nothing but what it remembers.
const APART = [
  'cli/disagreement.test.ts',
  'properties/proof/recall.test.ts',
  'properties/proof/sabotage.test.ts',
  'properties/proof/two-runs/sabotage.test.ts',
];

// Of those, tried only where every row is: each row takes twice as long as a proof of two runs.
const LONG = 'properties/proof/two-runs/sabotage.test.ts';
const apart = APART.filter((file) => file !== LONG || process.env.HVSPEC_TESTS === 'all');

// Runs are short-lived: a larger young generation lets most of them die there.
const bounds = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  execArgv: ['--max-semi-space-size=64'],
};

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      { test: { name: 'apart', include: apart, ...bounds } },
      {
        test: {
          name: 'together',
          include: [ALL],
          exclude: APART,
          isolate: false,
          ...bounds,
        },
      },
    ],
  },
});
