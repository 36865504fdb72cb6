import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{spec,model,asm,properties,cli}/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: '100%',
  },
});
