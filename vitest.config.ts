import { defineConfig } from 'vitest/config';
import { ensureProse } from './scripts/generate-prose.mjs';

export default defineConfig({
  resolve: { alias: { 'kubernetes-prose': ensureProse() } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    // One process for all: the tests share no state, and start-up would otherwise dominate.
    isolate: false,
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
