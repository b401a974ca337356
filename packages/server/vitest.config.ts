import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'server',
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/test-support/test-cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for takes its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
})
