import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// Written by scripts/ensure-browser.mjs.
const { executablePath } = JSON.parse(readFileSync('node_modules/.cache/browser.json', 'utf8')) as { executablePath: string };
const port = 4179;

export default defineConfig({
  testDir: 'e2e',
  timeout: 90_000,
  workers: 1,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    baseURL: `http://127.0.0.1:${port}/some/sub-path/`,
    viewport: { width: 1400, height: 860 },
    launchOptions: { executablePath, args: ['--no-sandbox'] },
  },
  webServer: { command: `node scripts/serve-dist.mjs ${port}`, url: `http://127.0.0.1:${port}/some/sub-path/`, reuseExistingServer: false },
});
