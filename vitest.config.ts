import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    // One process for all: the tests share no state, and start-up would otherwise dominate.
    isolate: false,
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 60_000,
  },
});
