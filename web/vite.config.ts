import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { makeGroupOf } from './chunk-groups.ts';
import { compressFiles } from './compress-files.ts';
import { mantineStyles } from './mantine-styles.ts';

const server = 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [mantineStyles(), react(), compressFiles()],
  server: {
    port: 4401,
    // `npm run dev` in web/ shows the pages with live reload; everything else is the real server's.
    proxy: { '^/api/': server, '/oauth2': server, '/openapi.json': server, '/api-docs': server },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: makeGroupOf(import.meta.dirname), debugName: 'what pages share' }],
        },
      },
    },
  },
});
