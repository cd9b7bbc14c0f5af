import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ensureProse } from './scripts/generate-prose.mjs';
import { apiserverLink } from './src/bridge/vite-plugin.ts';

export default defineConfig({
  base: './',
  plugins: [react(), apiserverLink()],
  resolve: {
    // monaco-editor maps its exports ("./*" is "./esm/vs/*"); monaco-worker-manager still imports the old deep path.
    alias: [
      { find: 'kubernetes-prose', replacement: ensureProse() },
      { find: /^monaco-editor\/esm\/vs\/(.+)$/, replacement: 'monaco-editor/$1' },
      // d3-zoom imports both for transitions that the stage does not use; see the file.
      { find: /^d3-(transition|interpolate)$/, replacement: fileURLToPath(new URL('src/ui/stage/zoom-only.ts', import.meta.url)) },
    ],
  },
  worker: { format: 'es', rolldownOptions: { output: { chunkFileNames: 'assets/worker-[name]-[hash].js' } } },
  // Found only when the editor starts; a second round of optimising would reload the page.
  optimizeDeps: { include: ['monaco-yaml/yaml.worker.js'] },
  build: {
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 5000,
    // What the first sight is made of stays in one file, whoever needs it later as well: many small ones compress worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } } },
  },
});
