import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// Written by scripts/ensure-browser.mjs.
const { executablePath } = JSON.parse(readFileSync('node_modules/.cache/browser.json', 'utf8')) as { executablePath: string };
/** Another build than dist/ can be driven, beside another run: E2E_DIST=/tmp/dist E2E_PORT=4200 npx playwright test */
const { E2E_DIST: folder = 'dist', E2E_PORT: port = '4179' } = process.env;

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Most of a test is waiting, so three share two cores well.
  workers: 3,
  fullyParallel: true,
  reporter: 'list',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  // A picture that is missing is a failure, not a picture.
  updateSnapshots: 'none',
  use: {
    baseURL: `http://127.0.0.1:${port}/some/sub-path/`,
    viewport: { width: 1400, height: 860 },
    launchOptions: {
      executablePath,
      // What a whole browser makes ready beside each page, and no test sees, is a tenth of the work.
      args: ['--no-sandbox', '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess'],
    },
  },
  webServer: {
    command: `node scripts/serve-dist.mjs ${port} ${folder}`,
    url: `http://127.0.0.1:${port}/some/sub-path/`,
    reuseExistingServer: false,
  },
});
