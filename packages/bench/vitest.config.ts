import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'bench',
    include: ['src/**/*.test.ts'],
    globalSetup: ['../server/src/test-support/test-cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
