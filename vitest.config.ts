import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Starts PostgreSQL (0.6 s) and applies the migrations once; a file that wants a database copies the result.
    globalSetup: ['tests/harness/global-setup.ts'],
    testTimeout: 30_000,
    // Processes are started and killed on two busy cores: CI tries once more before it calls a test red.
    retry: process.env.CI === 'true' ? 1 : 0,
    hookTimeout: 60_000,
  },
})
