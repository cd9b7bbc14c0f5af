/** The built site in the browser that the e2e tests use. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Browser, type Page, chromium } from '@playwright/test';

const PORT = Number(process.env['BENCH_PORT'] ?? 4317);
const SITE = `http://127.0.0.1:${PORT}/some/sub-path/`;

/** Serves dist/ and starts a browser for as long as they are used. */
export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  ensureBuilt();
  const server = spawn(process.execPath, ['scripts/serve-dist.mjs', `${PORT}`], { stdio: 'ignore' });
  try {
    return await launched(async (browser) => {
      await answered();
      return work(browser);
    });
  } finally {
    server.kill();
  }
}

/** Builds dist/ anew, once a run: what is measured is what the sources say. */
export function ensureBuilt(): void {
  runOnce('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
}

/** Finds the browser, or gets it, once a run. What it says goes past the figures. */
export function ensureBrowser(): void {
  runOnce('scripts/ensure-browser.mjs');
}

const ran = new Set<string>();

function runOnce(...command: readonly string[]): void {
  if (ran.has(command.join(' '))) return;
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status ?? 'a signal'}`);
  ran.add(command.join(' '));
}

/** A browser for as long as it is used. */
export async function launched<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  ensureBrowser();
  const { executablePath } = JSON.parse(readFileSync('node_modules/.cache/browser.json', 'utf8')) as { executablePath: string };
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

async function answered(): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await fetch(SITE).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${SITE} does not answer`);
}

/** A page of its own, with nothing cached. */
export async function openSite(browser: Browser, query = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' });
  await page.goto(SITE + query);
  return page;
}
