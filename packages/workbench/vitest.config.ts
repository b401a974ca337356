import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: { name: 'workbench', setupFiles: ['tests/all-words.ts'], include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
})
