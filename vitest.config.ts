import { defineConfig } from 'vitest/config'

// Two files at once: some wait for seconds on end, such as the soak. Stories in browsers run one by one.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: ['packages/*/vitest.config.ts', 'examples/vitest.config.ts', 'scripts/vitest.config.ts'],
  },
})
