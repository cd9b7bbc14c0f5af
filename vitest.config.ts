import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ensureProse } from './scripts/generate-prose.mjs';

export default defineConfig({
  resolve: { alias: { 'kubernetes-prose': ensureProse() } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    // The tests share no state, and start-up would otherwise dominate: files follow one another in the same process.
    isolate: false,
    maxWorkers: availableParallelism(),
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
