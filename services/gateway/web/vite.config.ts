/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where `npm run dev` finds a running gateway.
const api = process.env.HANDUP_API ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      // The gateway compares Origin with Host, so the proxy must show itself as the gateway.
      '/api': { target: api, changeOrigin: true, ws: true, headers: { origin: api } },
    },
  },
  build: {
    // Small assets stay files: the content security policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    globals: true,
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
