/** A page that shows the cluster of an API server in another process, and kubectl's way to the same cluster: HTTP. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { choose, item, line, showLeft } from './page.ts';
import { expect, test } from './test.ts';

interface Server {
  readonly address: string;
  ask(method: string, path: string, body?: object): Promise<Answer>;
  end(): Promise<void>;
}

interface Answer {
  readonly items?: readonly { readonly metadata: { readonly name: string; readonly deletionTimestamp?: string } }[];
  readonly status?: { readonly readyReplicas?: number };
}

const BUNDLE = resolve('node_modules/.cache/kubarium/bridge-apiserver.mjs');
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const PODS = '/api/v1/namespaces/default/pods';

test.beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'src/bridge/apiserver.ts', '--help']);
  if (status !== 0) throw new Error(String(stderr));
});

// It writes into the folder that it is started in; the one of the project may be in use.
let folder = '';
let server: Server;
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubarium-'));
  server = await startServer();
});
test.afterEach(async () => {
  await server.end();
  rmSync(folder, { recursive: true });
});

async function startServer(): Promise<Server> {
  const child = spawn(process.execPath, [BUNDLE, '--port', '0', '--speed', '10'], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  });
  const url = await said(child, /http:\/\/\S+/);
  return {
    address: url.replace('http://', ''),
    ask: async (method, path, body) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Answer;
    },
    end: () =>
      new Promise((done) => {
        if (child.exitCode !== null) return done();
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

function said({ stdout, stderr }: ChildProcess, what: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    let text = '';
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [match] = what.exec(text) ?? [];
      if (match !== undefined) found(match);
    });
    stderr?.on('data', (chunk: Buffer) => failed(new Error(chunk.toString())));
  });
}

const deployment = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'shop' } },
    template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } },
  },
});

async function attend(page: Page): Promise<void> {
  await page.goto(`./?apiserver=${server.address}`);
  await expect(page.getByTestId('server')).toBeVisible({ timeout: 30_000 });
}

test('what is done over HTTP is seen on the page, and the other way round, until the server ends', async ({ page, watched }, info) => {
  // A server that is called in vain is an error of the browser's console.
  watched.allow(/WebSocket connection to/);
  await attend(page);
  await expect(page.getByTestId('server')).toHaveText(`API server ${server.address}`);
  await expect(line(page)).toHaveText(/3 nodes.*0 pods/s);
  await server.ask('POST', DEPLOYMENTS, deployment(3));
  await expect(line(page)).toHaveText(/3 pods.*3 ready/s, { timeout: 30_000 });
  expect((await server.ask('GET', `${DEPLOYMENTS}/shop`)).status?.readyReplicas).toBe(3);
  await page.screenshot({ path: info.outputPath('page.png') });

  const [victim] = (await server.ask('GET', PODS)).items ?? [];
  const name = victim?.metadata.name ?? '';
  await showLeft(page, 'objects');
  await choose(page, item(page, 'Pod', name), 'delete');
  const living = async () => ((await server.ask('GET', PODS)).items ?? []).map(({ metadata }) => metadata.name);
  await expect.poll(living).not.toContain(name);
  await expect(line(page)).toHaveText(/3 pods.*3 ready/s, { timeout: 30_000 });

  await server.end();
  await expect(page.getByText(`The API server at ${server.address} does not answer`)).toBeVisible();
  await expect(page.getByTestId('server')).toHaveCount(0, { timeout: 30_000 });
  await expect(line(page)).toHaveText(/3 nodes.*7 pods.*7 ready/s, { timeout: 30_000 });
  await expect(item(page, 'Deployment', 'web')).toContainText('3/3');
  await page.screenshot({ path: info.outputPath('own-again.png') });
});

test('a server that is not there is called a few times, and then the page goes on with its own cluster', async ({ page, watched }) => {
  watched.allow(/WebSocket connection to/);
  await server.end();
  await page.goto(`./?apiserver=${server.address}`);
  await expect(line(page)).toContainText('7 ready', { timeout: 40_000 });
  await expect(page.getByTestId('server')).toHaveCount(0);
});

test('two pages show the same cluster', async ({ context, page }) => {
  const other = await context.newPage();
  await attend(page);
  await attend(other);
  await server.ask('POST', DEPLOYMENTS, deployment(2));
  for (const one of [page, other]) await expect(line(one)).toHaveText(/2 pods.*2 ready/s, { timeout: 30_000 });
  await test.step('whose it is is said in Chinese, and on a phone, too', async () => {
    await page.getByTestId('language').click();
    await expect(line(page)).toContainText('2 个 Pod');
    await expect(page.getByTestId('server')).toHaveText(`API 服务器 ${server.address}`);
    await other.setViewportSize({ width: 390, height: 844 });
    await expect(other.getByTestId('server')).toHaveText('API server');
  });
});
