import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shell } from './scripts/shell.ts'

const server = process.env.TIMPORA_SERVER ?? 'http://localhost:5080'

// No polyfill, nothing inlined: the server's policy allows neither inline scripts nor styles.
export default defineConfig({
  plugins: [react(), shell()],
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/serviceWorker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/hub': { target: server, changeOrigin: false, ws: true },
    },
  },
})
