import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'telephony', include: ['src/**/*.test.ts'], testTimeout: 30_000, expect: { poll: { timeout: 15_000 } } },
})
