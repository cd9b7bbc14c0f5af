/** The stage's own tools: find, arrange, lay over, save. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PATIENT, apply, inspect, item, kubectl, openText, pause, pods, setSpeed, showLeft, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

test('pods are found by what is typed, counted, and lit until the search is closed', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('/');
  await page.getByTestId('stage-search').fill('app=web');
  await expect(page.getByTestId('stage-found')).toHaveText('3 pods');
  await page.getByTestId('stage-search').fill('app=web node:node-1');
  await expect(page.getByTestId('stage-found')).toHaveText(/^[012] pods?$/);
  await faultless(page, 'search', '#stage');
  await page.getByTestId('stage-search').press('Enter');
  await page.getByTestId('stage-search').press('Escape');
  await expect(page.getByTestId('stage-search')).toHaveCount(0);
  await expect(page.getByTestId('stage')).toBeFocused();
});

test('what is shown is chosen in the picture, has a legend, and is remembered', async ({ page }) => {
  await visit(page);
  await pause(page);
  await page.getByRole('button', { name: 'What is shown' }).click();
  await page.getByTestId('stage-arrange').selectOption('namespace');
  await page.getByTestId('layer-requests').check();
  await expect(page.getByTestId('overlay-legend')).toContainText('requested: cpu');
  await faultless(page, 'layers', '#stage');
  await page.getByTestId('overlay-colour').selectOption('qos');
  await expect(page.getByTestId('legend')).toContainText('Burstable');
  await page.reload();
  await expect(page.getByTestId('overlay-legend')).toContainText('requested: cpu');
  await page.getByRole('button', { name: 'What is shown' }).click();
  await expect(page.getByTestId('stage-arrange')).toHaveValue('namespace');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('overlay-legend')).toContainText('已请求');
});

const BUSY = `
apiVersion: v1
kind: Pod
metadata: { name: busy }
spec:
  containers:
    - { name: busy, image: polinux/stress, command: [stress, --cpu, '1'], resources: { requests: { cpu: 500m, memory: 64Mi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: free }
spec: { containers: [{ name: free, image: nginx:1.29 }] }
`;

test('use of cpu and memory is laid over, colours pods, and stands beside what they request', async ({ page }) => {
  await visit(page);
  await openText(page, 'busy.yaml', BUSY);
  await apply(page);
  await setSpeed(page, 20);
  await expect.poll(() => kubectl(page, 'top pod busy --no-headers'), PATIENT).toMatch(/^busy +(9|10)\d\dm/);
  await page.getByRole('button', { name: 'What is shown' }).click();
  await page.getByTestId('layer-requests').check();
  await expect(page.getByTestId('overlay-legend')).toContainText(/used: cpu \d+%, memory \d+%/);
  await page.getByTestId('overlay-colour').selectOption('cpu');
  await expect(page.getByTestId('legend')).toContainText('≥ 100% of request1');
  await expect(page.getByTestId('legend')).toContainText('no request1');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('legend')).toContainText('无请求1');
  await page.getByTestId('language').click();
  await inspect(page, 'busy');
  await expect(page.getByTestId('use')).toContainText('requested 500m');
  await inspect(page, 'node-1');
  await expect(page.getByTestId('use')).toContainText(/\dMi|\dGi/);
});

const POLICIES = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-only-greeter }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: greeter } } }] }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: greeter }
spec: { minAvailable: 4, selector: { matchLabels: { app: greeter } } }
`;

test('every overlay has a title, an explanation and a legend; policies, budgets, selectors and affinities tell the truth', async ({
  page,
}) => {
  await visit(page);
  await openText(page, 'policies.yaml', POLICIES);
  await apply(page);
  await page.getByRole('button', { name: 'What is shown' }).click();
  const boxes = page.getByTestId('stage-layers').locator('input[type=checkbox]');
  await expect(boxes.first()).toBeVisible();
  for (const box of await boxes.all()) await box.check();
  const legend = page.getByTestId('overlay-legend');
  await expect(legend).toContainText('closed for what comes in 3');
  await expect(legend).toContainText('for what goes out 0');
  await expect(legend).toContainText('may not now 4');
  await expect(legend).toContainText('greeter: 0 may go now (4 healthy, 4 needed)');
  await page.getByTestId('layer-selector-parameter').fill('app in (web),tier');
  await expect(legend).toContainText('app in (web),tier selects 3 pods');
  await page.getByTestId('layer-selector-parameter').fill('app in web');
  await expect(legend).toContainText('unable to parse requirement');
  await page.getByTestId('layer-selector').uncheck();
  await faultless(page, 'all overlays', '#stage');
  const titles = await page.getByTestId('stage-layers').locator('label').allTextContents();
  expect(titles.length).toBeGreaterThan(13);
  await page.getByRole('button', { name: 'What is shown' }).click();
  const [web] = await pods(page, 'app=web');
  await showLeft(page, 'objects');
  await item(page, 'Pod', web?.name ?? '').click();
  await expect(legend).toContainText(`may speak to ${web?.name} 4`);
  await expect(legend).toContainText('closed by web-only-greeter');
  await expect(legend).toContainText('asks for no node and no neighbour');
  await expect(legend).toContainText('Deployment/web · 3 pods');
  await page.getByTestId('language').click();
  await expect(legend).toContainText('入站关闭 3');
  await page.reload();
  await expect(legend).toContainText('没有 NetworkPolicy', { timeout: 15_000 });
});

test('a rollout and a drain have a look of their own, and a legend, while they last', async ({ page }) => {
  await visit(page);
  const legend = page.getByTestId('overlay-legend');
  await expect(legend).toHaveCount(0);
  await kubectl(page, 'set image deployment/web web=nginx:nowhere');
  await expect(legend).toContainText('Deployment/web: 1 new, 3 old', { timeout: 15_000 });
  await kubectl(page, 'rollout undo deployment/web');
  await expect(legend).toHaveCount(0, { timeout: 15_000 });
  await kubectl(page, 'drain node-1');
  await expect(legend).toContainText('drained nodes 1', { timeout: 15_000 });
  await kubectl(page, 'uncordon node-1');
  await expect(legend).toHaveCount(0, { timeout: 15_000 });
});

test('requests flow to Services and events stand beside what they are about, in numbers', async ({ page }) => {
  await visit(page);
  await page.getByRole('button', { name: 'What is shown' }).click();
  await page.getByTestId('layer-traffic').check();
  await page.getByTestId('layer-events').check();
  await expect(page.getByTestId('layer-services')).toBeChecked();
  await kubectl(
    page,
    'kubectl run asker --image=busybox:1.36 -- sh -c "while true; do wget -qO- http://web; wget -qO- http://nowhere; sleep 1; done"',
  );
  const legend = page.getByTestId('overlay-legend');
  await expect(legend).toContainText('Scheduled 1');
  await expect(legend).toContainText(/web \d\.\d\/s/, { timeout: 15_000 });
});

test('the table holds what the picture shows, and is walked, sorted and filtered by keyboard', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('t');
  const grid = page.getByTestId('table-grid');
  await expect(grid).toBeFocused();
  await expect(grid).toHaveAttribute('aria-rowcount', '8');
  await faultless(page, 'table', '#stage');
  await page.getByTestId('table-by-name').click();
  await expect(grid.getByTestId('table-row').first()).toContainText('greeter-');
  await page.getByTestId('table-by-name').click();
  await expect(grid.locator('[aria-sort=descending]')).toHaveCount(1);
  await expect(grid.getByTestId('table-row').first()).toContainText('web-');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(grid.locator('[aria-selected=true]')).toContainText('web-');
  await page.getByTestId('table-filter').fill('app=greeter');
  await expect(page.getByTestId('table-count')).toHaveText('4 of 7');
  await page.getByTestId('table-nodes').click();
  await expect(grid.getByTestId('table-row')).toHaveCount(3);
  await faultless(page, 'nodes in the table', '#stage');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('stage-table')).toHaveCount(0);
  await expect(page.getByTestId('stage')).toBeFocused();
});

test('what happens is told in words, however much it is', async ({ page }) => {
  await visit(page);
  await kubectl(page, 'kubectl scale deployment web --replicas=12');
  await expect(page.getByTestId('stage-news')).toHaveText(/pods (were created|are ready)/, { timeout: 15_000 });
  expect((await page.getByTestId('stage-news').textContent())?.length).toBeLessThan(300);
});

test('the view is saved as an image and as a drawing, also from within a pod', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('stage-spoken')).toContainText('Pod');
  for (let times = 0; times < 7; times += 1) await page.keyboard.press('+');
  await faultless(page, 'within a pod', '#stage');
  await sameSaved(page);
});

test('the drawing of very many shows what the image shows', async ({ page }) => {
  await page.goto('./?gallery=three-hundred&services');
  await expect(page.getByTestId('overlay-legend')).toContainText('endpoint', { timeout: 20_000 });
  const drawing = await sameSaved(page);
  expect(drawing.match(/<title>/g)?.length).toBeGreaterThan(8000);
});

/** Saves the view as an image and as a drawing, which must look alike. Gives the drawing. */
async function sameSaved(page: Page): Promise<string> {
  const saved: Buffer[] = [];
  for (const kind of ['png', 'svg'] as const) {
    await page.getByRole('button', { name: 'Save the picture' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`save-${kind}`).click()]);
    expect(download.suggestedFilename()).toBe(`kubarium.${kind}`);
    saved.push(await readFile(await download.path()));
    await expect(page.getByTestId('stage-save')).toHaveCount(0);
  }
  const [image, drawing] = saved;
  const difference = await page.evaluate(differenceOf, [
    `data:image/png;base64,${image?.toString('base64') ?? ''}`,
    `data:image/svg+xml;base64,${drawing?.toString('base64') ?? ''}`,
  ] as const);
  expect(difference).toBeLessThan(6);
  return drawing?.toString() ?? '';
}

/** The mean difference of two images, 0 to 255, both made small first: letters have other edges in each. In the page. */
async function differenceOf(sources: readonly [string, string]): Promise<number> {
  const [width, height] = [160, 90];
  const [first, second] = await Promise.all(
    sources.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const pen = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
      if (pen !== null) pen.imageSmoothingQuality = 'high';
      pen?.drawImage(image, 0, 0, width, height);
      return pen?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(0);
    }),
  );
  let sum = 0;
  for (const [at, value] of (first ?? []).entries()) sum += Math.abs(value - (second?.[at] ?? 0));
  return sum / (width * height * 4);
}
