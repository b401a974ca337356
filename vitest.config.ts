import { defineConfig } from 'vitest/config'

// More files at once than cores: many wait for seconds on end, such as the soak. Stories in browsers run one by one.
export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: ['packages/*/vitest.config.ts', 'examples/vitest.config.ts', 'scripts/vitest.config.ts'],
  },
})
