import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressFiles } from './compress-files.ts';

const server = 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react(), compressFiles()],
  server: {
    port: 4401,
    // `npm run dev` in web/ shows the pages with live reload; everything else is the real server's.
    proxy: { '^/api/': server, '/oauth2': server, '/openapi.json': server, '/api-docs': server },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: {
      output: {
        // Libraries change rarely, pages often: long-lived chunks keep a new release's download small.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              priority: 3,
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/,
            },
            { name: 'ui', priority: 1, test: /(web[\\/]src[\\/](components|lib)|@tabler)[\\/]/ },
            { name: 'mantine', priority: 2, test: /node_modules[\\/](@mantine|@floating-ui|dayjs)[\\/]/ },
          ],
        },
      },
    },
  },
});
