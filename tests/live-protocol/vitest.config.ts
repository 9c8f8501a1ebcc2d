import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    // Each file starts a whole system.
    fileParallelism: false,
    // Far more than anything takes, so that a slow machine fails nothing.
    testTimeout: 60_000,
    hookTimeout: 150_000,
  },
});
