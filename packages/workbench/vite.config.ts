// The workbench's build: hashed files under dist/, no inline script or style, so that `script-src 'self'` holds. Beside it
// the visitor's document (widget.html), the page author's lab by itself (lab.html), and the script that companies load
// (widget.js), whose name never changes.
import path from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'

const server = process.env['OPENSEAT_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

const here = (file: string): string => path.join(import.meta.dirname, file)

/** One classic script without imports: a program of its own, built into the same folder. */
function siteScript(): Plugin {
  let outDir = ''
  const lib = { entry: here('src/widget/site/main.ts'), formats: ['iife' as const], name: 'openSeatWidget', fileName: () => 'widget.js' }
  return {
    name: 'openseat-site-script',
    apply: 'build',
    configResolved: (config) => void (outDir = path.resolve(config.root, config.build.outDir)),
    async closeBundle() {
      const options = { outDir, lib, emptyOutDir: false, copyPublicDir: false, target: 'es2022', reportCompressedSize: false }
      await build({ root: import.meta.dirname, configFile: false, logLevel: 'error', build: options })
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), siteScript()],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: 'dist',
    rolldownOptions: { input: [here('index.html'), here('widget.html'), here('lab.html')] },
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
      '/pop': { target: server },
      '/service-cloud': { target: server },
    },
  },
})
