// One classic script that any page can load: no module, no dependency, ES2017.
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2017',
    minify: true,
    lib: { entry: 'src/main.ts', formats: ['iife'], name: 'openSeatPage', fileName: () => 'AICCSupport.js' },
  },
})
